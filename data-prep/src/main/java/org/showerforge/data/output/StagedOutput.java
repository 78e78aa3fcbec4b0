package org.showerforge.data.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that becomes visible in one step, with its card, when everything in it is complete.
 *
 * <p>Beside the output {@code out} there is, while a job runs, a hidden folder {@code
 * .out.staging-<random>} with two parts. Tasks write under {@code attempts}, each attempt in a
 * folder of its own, so that a retried or speculative task never meets another's files; they report
 * the files they finished. The driver moves those files of the successful attempts under {@code
 * content}, adds its own, writes {@code card.json}, and renames {@code content} to {@code out}: one
 * rename, atomic on HDFS and on local disks, which fails if {@code out} has appeared meanwhile.
 * What failed attempts left goes with the staging folder. {@link #extend} adds to an output.
 *
 * <p>Used by the driver alone; tasks need only {@link #attempts()} and {@link #attemptFolder}. A
 * driver that was killed leaves its staging folder behind; it is hidden from every reader and can
 * be deleted. An output that is resumed instead ({@link #resume}) has a staging folder whose name
 * the next run knows, and finds there what was accepted.
 */
public final class StagedOutput implements AutoCloseable {
  /** The name of the card in every output. */
  public static final String CARD = "card.json";

  /** A card or a generator's weights are a few MB; anything far beyond is neither. */
  private static final int MAX_SMALL_FILE_BYTES = 1 << 30;

  private static final String STAGING = ".staging-";
  private static final String ATTEMPTS = "attempts-";

  private static final Logger LOG = LoggerFactory.getLogger(StagedOutput.class);

  private final Configuration conf;
  private final FileSystem fs;
  private final Path output;
  private final Path staging;
  private final Path content;
  private final Path attempts;
  private final Kind kind;
  private boolean committed;

  /** What becomes of an output, and of what was staged when it is not committed. */
  private enum Kind {
    NEW,
    RESUMED,
    EXTENDED
  }

  private StagedOutput(Configuration conf, FileSystem fs, Path output, Kind kind, String id) {
    this.conf = conf;
    this.fs = fs;
    this.output = output;
    this.kind = kind;
    this.staging = new Path(output.getParent(), "." + output.getName() + STAGING + id);
    this.content = new Path(staging, "content");
    // Of its own in every run: a driver that was taken for dead may still have tasks.
    this.attempts = new Path(staging, ATTEMPTS + UUID.randomUUID());
  }

  /**
   * Begins an output.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param output the folder to make; it must not exist
   */
  public static StagedOutput create(Configuration conf, String output) throws IOException {
    return begin(absent(conf, output, Kind.NEW, UUID.randomUUID().toString()));
  }

  /**
   * Begins an output, or goes on with one that an earlier run did not complete; its caller holds
   * the output's {@link Lease}. What was accepted then is in {@link #content()}, and what is
   * accepted now stays there until a run commits it. What runs of other ids have left is deleted.
   *
   * @param id names what is being made: the same for all runs that would make the same
   */
  public static StagedOutput resume(Configuration conf, String output, String id)
      throws IOException {
    StagedOutput resumed = absent(conf, output, Kind.RESUMED, id);
    sweep(resumed.fs, resumed.output, resumed.staging.getName());
    begin(resumed);
    for (FileStatus status : resumed.fs.listStatus(resumed.staging)) {
      if (status.getPath().getName().startsWith(ATTEMPTS)) {
        resumed.fs.delete(status.getPath(), true);
      }
    }
    // Of a driver that was killed between its last file and the commit.
    resumed.fs.delete(new Path(resumed.content, CARD), false);
    return resumed;
  }

  private static StagedOutput absent(Configuration conf, String output, Kind kind, String id)
      throws IOException {
    Path path = new Path(output);
    FileSystem fs = path.getFileSystem(conf);
    Path qualified = fs.makeQualified(path);
    if (qualified.isRoot()) {
      throw new UserException("output %s: cannot be a root folder; name a folder in it", output);
    }
    refuseIfPresent(fs, qualified);
    return new StagedOutput(conf, fs, qualified, kind, id);
  }

  /**
   * Begins an addition to an output that is there; its caller holds the output's {@link Lease}.
   * What is accepted becomes part of the output, and the card replaces the old one, when it is
   * committed. Files move first and the card comes last, so whoever reads what the card lists reads
   * either all of the addition or nothing of it.
   *
   * @param output the folder
   */
  public static StagedOutput extend(Configuration conf, String output) throws IOException {
    Path path = new Path(output);
    FileSystem fs = path.getFileSystem(conf);
    return begin(
        new StagedOutput(
            conf, fs, fs.makeQualified(path), Kind.EXTENDED, UUID.randomUUID().toString()));
  }

  private static StagedOutput begin(StagedOutput staged) throws IOException {
    if (!staged.fs.mkdirs(staged.content)) {
      throw new UserException("output %s: its folder cannot be created", staged.output);
    }
    return staged;
  }

  /**
   * Deletes what killed drivers have left beside an output; the caller holds its {@link Lease}.
   *
   * @param output the folder
   */
  public static void sweep(Configuration conf, String output) throws IOException {
    Path path = new Path(output);
    FileSystem fs = path.getFileSystem(conf);
    sweep(fs, fs.makeQualified(path), "");
  }

  private static void sweep(FileSystem fs, Path output, String but) throws IOException {
    String prefix = "." + output.getName() + STAGING;
    for (FileStatus status : fs.listStatus(output.getParent())) {
      String name = status.getPath().getName();
      if (status.isDirectory() && name.startsWith(prefix) && !name.equals(but)) {
        fs.delete(status.getPath(), true);
      }
    }
  }

  private static void refuseIfPresent(FileSystem fs, Path output) throws IOException {
    if (fs.exists(output)) {
      throw new UserException(
          "output %s: exists already and is never overwritten; name another folder or delete it",
          output);
    }
  }

  /**
   * Reads a small file of an output, whole.
   *
   * @throws FileNotFoundException if there is none
   */
  public static byte[] read(Configuration conf, Path file) throws IOException {
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      return in.readNBytes(MAX_SMALL_FILE_BYTES);
    } catch (ChecksumException e) {
      throw new UserException(
          "%s: is damaged, its checksum is not that of what was written; copy it again or make it anew",
          file);
    }
  }

  /** Where tasks put their attempts' folders: ship this to them. */
  public String attempts() {
    return attempts.toString();
  }

  /**
   * The folder of the task attempt that asks, its own alone.
   *
   * @param attempts what {@link #attempts()} said
   */
  public static Path attemptFolder(String attempts, TaskContext task) {
    return new Path(
        attempts, task.stageId() + "." + task.stageAttemptNumber() + "-" + task.taskAttemptId());
  }

  /**
   * Moves a file that a successful attempt has finished to its place.
   *
   * @param file the finished file, as the task reported it
   * @param name its place inside the output, e.g. {@code events/split=train/part-00000.parquet}
   */
  public void accept(String file, String name) throws IOException {
    Path target = new Path(content, name);
    if (fs.exists(target)) {
      throw new IllegalStateException("two tasks claim " + name);
    }
    fs.mkdirs(target.getParent());
    if (!fs.rename(new Path(file), target)) {
      throw new FileNotFoundException(file + " cannot be moved to " + target);
    }
  }

  /** Writes a small file of the driver's own into the output. */
  public void write(String name, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(content, name), false)) {
      out.write(bytes);
      out.hsync();
    }
  }

  /** A folder for the driver's notes of what it has accepted, of which the output has nothing. */
  public Path notes() {
    return new Path(staging, "notes");
  }

  /** The folder that will become the output, for a driver that writes files there itself. */
  public Path content() {
    return content;
  }

  /**
   * Writes the card and makes the output visible.
   *
   * @param card the card, a record
   */
  public void commit(Object card) throws IOException {
    write(CARD, Json.write(card));
    if (kind == Kind.EXTENDED) {
      moveIn(content, output);
      AtomicFile.replace(conf, new Path(content, CARD), new Path(output, CARD));
      committed = true;
      return;
    }
    try {
      FileContext.getFileContext(output.toUri(), conf).rename(content, output);
    } catch (FileAlreadyExistsException e) {
      refuseIfPresent(fs, output);
      throw e;
    }
    committed = true;
  }

  /** Deletes a file of the output that the new card no longer names, after the commit. */
  public void discard(String name) throws IOException {
    if (!committed) {
      throw new IllegalStateException(name + " is still in use");
    }
    fs.delete(new Path(output, name), false);
  }

  /** Moves every new file to its place; what lies there is from a run that was killed here. */
  private void moveIn(Path from, Path to) throws IOException {
    for (FileStatus status : fs.listStatus(from)) {
      Path target = new Path(to, status.getPath().getName());
      if (status.isDirectory()) {
        fs.mkdirs(target);
        moveIn(status.getPath(), target);
      } else if (!target.equals(new Path(output, CARD))) {
        fs.delete(target, false);
        if (!fs.rename(status.getPath(), target)) {
          throw new FileNotFoundException(status.getPath() + " cannot be moved to " + target);
        }
      }
    }
  }

  /** Deletes whatever was not committed; of a resumed output, what was not accepted. */
  @Override
  public void close() {
    try {
      fs.delete(kind == Kind.RESUMED && !committed ? attempts : staging, true);
    } catch (IOException e) {
      if (!committed) {
        throw new UncheckedIOException(e);
      }
      // The output is complete; a hidden left-over must not make its job a failed one.
      LOG.warn("{} is left behind and can be deleted: {}", staging, e.toString());
    }
  }
}
