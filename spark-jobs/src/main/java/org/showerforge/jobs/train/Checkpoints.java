package org.showerforge.jobs.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.train.CheckpointFolder.Snapshot;
import org.showerforge.jobs.train.CheckpointFolder.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a training can be taken up again: folders {@code <output>.training/checkpoint-000012}, each
 * written aside, synced, and renamed as a whole; the newest two are kept. Only the holder of the
 * output's lease writes, and looks at it before every rename.
 */
final class Checkpoints {
  private static final String PREFIX = "checkpoint-";
  private static final String WRITING = "." + PREFIX + "writing-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{6}");
  private static final int KEPT = 2;
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final Configuration conf;
  private final FileSystem fs;
  private final Path folder;
  private final String runSha256;
  private final Lease lease;
  private int next;

  /**
   * The checkpoints of one training.
   *
   * @param output the generator's folder
   * @param runSha256 hash of all that makes the result: configuration and data; a checkpoint of
   *     another run is refused
   * @param lease of the output
   */
  Checkpoints(Configuration conf, String output, String runSha256, Lease lease) throws IOException {
    this.conf = conf;
    this.folder = folder(conf, output);
    this.fs = folder.getFileSystem(conf);
    this.runSha256 = runSha256;
    this.lease = lease;
    for (FileStatus left : list(fs, folder, Pattern.compile(Pattern.quote(WRITING) + ".*"))) {
      fs.delete(left.getPath(), true);
    }
  }

  private static Path folder(Configuration conf, String output) throws IOException {
    Path path = new Path(output);
    Path qualified = path.getFileSystem(conf).makeQualified(path);
    return new Path(qualified.getParent(), qualified.getName() + ".training");
  }

  /** The folder of the newest checkpoint of a training, if there is one. */
  static Optional<Path> newest(Configuration conf, String output) throws IOException {
    Path folder = folder(conf, output);
    List<FileStatus> all = list(folder.getFileSystem(conf), folder, NAME);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).getPath());
  }

  /** Where they are. */
  Path folder() {
    return folder;
  }

  /** Writes a snapshot as the newest. */
  void write(Snapshot snapshot) throws IOException {
    // A driver that was taken for dead must not meet its successor in one folder.
    Path aside = new Path(folder, WRITING + UUID.randomUUID());
    new CheckpointFolder(conf, aside).write(runSha256, snapshot);
    lease.check();
    FileContext.getFileContext(aside.toUri(), conf).rename(aside, path(next));
    next++;
    prune();
  }

  private Path path(int number) {
    return new Path(folder, "%s%06d".formatted(PREFIX, number));
  }

  private void prune() throws IOException {
    List<FileStatus> all = list(fs, folder, NAME);
    for (int i = 0; i + KEPT < all.size(); i++) {
      fs.delete(all.get(i).getPath(), true);
    }
  }

  private static List<FileStatus> list(FileSystem fs, Path folder, Pattern name)
      throws IOException {
    try {
      return Arrays.stream(fs.listStatus(folder))
          .filter(status -> name.matcher(status.getPath().getName()).matches())
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The newest snapshot that is whole; a damaged one gives way to the one before it. */
  Optional<Snapshot> newest() throws IOException {
    List<FileStatus> all = list(fs, folder, NAME);
    for (int i = all.size() - 1; i >= 0; i--) {
      Path path = all.get(i).getPath();
      Optional<Snapshot> snapshot = whole(path);
      if (i == all.size() - 1) {
        next = 1 + Integer.parseInt(path.getName().substring(PREFIX.length()));
      }
      if (snapshot.isPresent()) {
        return snapshot;
      }
    }
    return Optional.empty();
  }

  private Optional<Snapshot> whole(Path path) throws IOException {
    try {
      Stored stored = new CheckpointFolder(conf, path).read();
      if (!stored.runSha256().equals(runSha256)) {
        throw another(path);
      }
      return Optional.of(stored.snapshot());
    } catch (CheckpointFolder.OtherVersion e) {
      throw another(path);
    } catch (CheckpointFolder.Damaged | FileNotFoundException e) {
      LOG.warn("{}: is damaged and left out: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  private UserException another(Path path) {
    return new UserException(
        "%s: is of another configuration, data set or version; delete the folder %s to train anew, or name"
            + " another output",
        path, folder);
  }
}
