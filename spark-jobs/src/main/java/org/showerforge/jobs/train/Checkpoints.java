package org.showerforge.jobs.train;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.network.StageState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a training can be taken up again: folders {@code <output>.training/checkpoint-000012} with
 * {@code checkpoint.json}, {@code state.bin}, whose hash the former has, and the former's hash,
 * each written aside, synced, and renamed as a whole; the newest two are kept. Only the holder of
 * the output's lease writes, and looks at it before every rename.
 */
final class Checkpoints {
  private static final String PREFIX = "checkpoint-";
  private static final String META = "checkpoint.json";
  private static final String STATE = "state.bin";
  private static final String META_HASH = "checkpoint.sha256";
  private static final String WRITING = "." + PREFIX + "writing-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{6}");
  private static final int FORMAT = 3;
  private static final int KEPT = 2;

  /** The arrays of the stage under way come first: parameters, updater, average, velocity. */
  private static final int FIRST_FINISHED = 4;

  /** A transform and the rounds of a training are some MB. */
  private static final long MAX_META_BYTES = 1 << 28;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final Configuration conf;
  private final FileSystem fs;
  private final Path folder;
  private final String runSha256;
  private final Lease lease;
  private int next;

  /**
   * All of a training that has run so far.
   *
   * @param transform the fitted transform
   * @param stage the stage under way
   * @param averaged its state, and the outer step's velocity
   * @param history per stage, its rounds
   * @param finished the published generator of each stage that is done
   */
  record Snapshot(
      CascadeTransform transform,
      String stage,
      Averaged averaged,
      Map<String, List<HistoryEntry>> history,
      Map<String, float[]> finished) {}

  /**
   * What {@code checkpoint.json} holds; lengths are those of the arrays in {@code state.bin}, in
   * order.
   */
  private record Meta(
      int format,
      String runSha256,
      CascadeTransform transform,
      String stage,
      Map<String, List<HistoryEntry>> history,
      List<String> finished,
      List<Integer> lengths,
      String stateSha256) {}

  /**
   * The checkpoints of one training.
   *
   * @param output the generator's folder
   * @param runSha256 hash of all that makes the result: configuration and data; a checkpoint of
   *     another run is refused
   * @param lease of the output
   */
  Checkpoints(Configuration conf, String output, String runSha256, Lease lease) throws IOException {
    Path path = new Path(output);
    this.conf = conf;
    this.fs = path.getFileSystem(conf);
    Path qualified = fs.makeQualified(path);
    this.folder = new Path(qualified.getParent(), qualified.getName() + ".training");
    this.runSha256 = runSha256;
    this.lease = lease;
    for (FileStatus left : list(Pattern.compile(Pattern.quote(WRITING) + ".*"))) {
      fs.delete(left.getPath(), true);
    }
  }

  /** Where they are. */
  Path folder() {
    return folder;
  }

  /** Writes a snapshot as the newest. */
  void write(Snapshot snapshot) throws IOException {
    List<String> finished = List.copyOf(snapshot.finished().keySet());
    List<float[]> arrays = new java.util.ArrayList<>();
    StageState stage = snapshot.averaged().state();
    arrays.addAll(List.of(stage.parameters(), stage.updater(), stage.average()));
    arrays.add(snapshot.averaged().velocity());
    finished.forEach(name -> arrays.add(snapshot.finished().get(name)));
    byte[] state = bytes(arrays);
    Meta meta =
        new Meta(
            FORMAT,
            runSha256,
            snapshot.transform(),
            snapshot.stage(),
            snapshot.history(),
            finished,
            arrays.stream().map(array -> array.length).toList(),
            Hashes.sha256(state));
    // A driver that was taken for dead must not meet its successor in one folder.
    Path aside = new Path(folder, WRITING + UUID.randomUUID());
    fs.mkdirs(aside);
    byte[] metaBytes = Json.write(meta);
    write(new Path(aside, STATE), state);
    write(new Path(aside, META), metaBytes);
    write(new Path(aside, META_HASH), Hashes.sha256(metaBytes).getBytes(US_ASCII));
    lease.check();
    FileContext.getFileContext(aside.toUri(), conf).rename(aside, path(next));
    next++;
    prune();
  }

  private void write(Path file, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fs.create(file, true)) {
      out.write(bytes);
      out.hsync();
    }
  }

  private Path path(int number) {
    return new Path(folder, "%s%06d".formatted(PREFIX, number));
  }

  private void prune() throws IOException {
    List<FileStatus> all = list(NAME);
    for (int i = 0; i + KEPT < all.size(); i++) {
      fs.delete(all.get(i).getPath(), true);
    }
  }

  private List<FileStatus> list(Pattern name) throws IOException {
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
    List<FileStatus> all = list(NAME);
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
      return Optional.of(read(path));
    } catch (Damaged | FileNotFoundException e) {
      LOG.warn("{}: is damaged and left out: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  private Snapshot read(Path path) throws IOException, Damaged {
    byte[] metaBytes = bytes(new Path(path, META), MAX_META_BYTES);
    byte[] hash = bytes(new Path(path, META_HASH), Hashes.sha256(metaBytes).length());
    if (!Hashes.sha256(metaBytes).equals(new String(hash, US_ASCII))) {
      throw new Damaged(META + " has another hash");
    }
    Meta meta = meta(metaBytes, path);
    if (meta == null || meta.format() != FORMAT || !meta.runSha256().equals(runSha256)) {
      throw new UserException(
          "%s: is of another configuration, data set or version; delete the folder %s to train anew, or name"
              + " another output",
          path, folder);
    }
    long length = 0;
    for (int floats : meta.lengths()) {
      length += floats < 0 ? Integer.MAX_VALUE : (long) Float.BYTES * floats;
    }
    Path file = new Path(path, STATE);
    if (length != fs.getFileStatus(file).getLen()
        || meta.lengths().size() != FIRST_FINISHED + meta.finished().size()) {
      throw new Damaged(STATE + " has another length than " + META + " says");
    }
    byte[] state = bytes(file, length);
    if (!Hashes.sha256(state).equals(meta.stateSha256())) {
      throw new Damaged(STATE + " has another hash");
    }
    List<float[]> arrays = arrays(state, meta.lengths());
    Map<String, float[]> finished = new java.util.LinkedHashMap<>();
    for (int i = 0; i < meta.finished().size(); i++) {
      finished.put(meta.finished().get(i), arrays.get(FIRST_FINISHED + i));
    }
    Averaged averaged =
        new Averaged(new StageState(arrays.get(0), arrays.get(1), arrays.get(2)), arrays.get(3));
    return new Snapshot(meta.transform(), meta.stage(), averaged, meta.history(), finished);
  }

  /** What is whole, yet cannot be read, is of another version: null. */
  private static @Nullable Meta meta(byte[] bytes, Path path) {
    try {
      return Json.read(new ByteArrayInputStream(bytes), Meta.class, path.toString());
    } catch (UserException e) {
      return null;
    }
  }

  private byte[] bytes(Path file, long most) throws IOException, Damaged {
    long length = fs.getFileStatus(file).getLen();
    if (length > most) {
      throw new Damaged(file.getName() + " is too long: " + length + " bytes");
    }
    try {
      return StagedOutput.read(conf, file);
    } catch (UserException | EOFException | BlockMissingException e) {
      throw new Damaged(file.getName() + " cannot be read: " + e.getMessage());
    }
  }

  /** A checkpoint that is not what was written. */
  private static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  private static byte[] bytes(List<float[]> arrays) {
    int length = arrays.stream().mapToInt(array -> array.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] array : arrays) {
      buffer.asFloatBuffer().put(array);
      buffer.position(buffer.position() + Float.BYTES * array.length);
    }
    return buffer.array();
  }

  private static List<float[]> arrays(byte[] bytes, List<Integer> lengths) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> arrays = new java.util.ArrayList<>();
    for (int length : lengths) {
      float[] array = new float[length];
      buffer.asFloatBuffer().get(array);
      buffer.position(buffer.position() + Float.BYTES * length);
      arrays.add(array);
    }
    return arrays;
  }
}
