package org.showerforge.jobs.train;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.showerforge.UserException;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.network.StageState;

/**
 * A checkpoint's folder: {@code checkpoint.json}; {@code state.bin}, whose hash the former has; and
 * the former's hash.
 */
final class CheckpointFolder {
  private static final String META = "checkpoint.json";
  private static final String STATE = "state.bin";
  private static final String META_HASH = "checkpoint.sha256";

  /** Its files. */
  static final List<String> FILES = List.of(META, STATE, META_HASH);

  private static final int FORMAT = 4;

  /** A transform and the rounds of a training are some MB. */
  private static final long MAX_META_BYTES = 1 << 28;

  /** Parameters, updater and average of a stage; that under way has a velocity as well. */
  private static final int PER_STAGE = 3;

  private final Configuration conf;
  private final FileSystem fs;
  private final Path folder;

  CheckpointFolder(Configuration conf, Path folder) throws IOException {
    this.conf = conf;
    this.fs = folder.getFileSystem(conf);
    this.folder = folder;
  }

  /**
   * What a training was after a round.
   *
   * @param transform the fitted transform
   * @param stage the stage under way
   * @param averaged its state, and the outer step's velocity
   * @param history per stage, its rounds
   * @param finished the state of each stage that is done
   */
  record Snapshot(
      CascadeTransform transform,
      String stage,
      Averaged averaged,
      Map<String, List<HistoryEntry>> history,
      Map<String, StageState> finished) {

    /** The state of every stage that has begun. */
    Map<String, StageState> states() {
      Map<String, StageState> states = new LinkedHashMap<>(finished);
      states.put(stage, averaged.state());
      return states;
    }
  }

  /**
   * A snapshot and whose it is.
   *
   * @param runSha256 hash of all that makes the training's result
   * @param stateSha256 hash of all its numbers
   */
  record Stored(String runSha256, String stateSha256, Snapshot snapshot) {}

  /**
   * What {@code checkpoint.json} holds; lengths are those of the arrays in {@code state.bin}: the
   * stage under way, its velocity, then the finished ones in order.
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

  /** A checkpoint that is not what was written. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  /** A whole checkpoint of another version. */
  static final class OtherVersion extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Writes a snapshot; the folder must be nobody else's. */
  void write(String runSha256, Snapshot snapshot) throws IOException {
    List<String> finished = List.copyOf(snapshot.finished().keySet());
    List<float[]> arrays = new ArrayList<>(arrays(snapshot.averaged().state()));
    arrays.add(snapshot.averaged().velocity());
    snapshot.finished().values().forEach(done -> arrays.addAll(arrays(done)));
    byte[] state = bytes(arrays);
    byte[] meta =
        Json.write(
            new Meta(
                FORMAT,
                runSha256,
                snapshot.transform(),
                snapshot.stage(),
                snapshot.history(),
                finished,
                arrays.stream().map(array -> array.length).toList(),
                Hashes.sha256(state)));
    fs.mkdirs(folder);
    write(STATE, state);
    write(META, meta);
    write(META_HASH, Hashes.sha256(meta).getBytes(US_ASCII));
  }

  private static List<float[]> arrays(StageState state) {
    return List.of(state.parameters(), state.updater(), state.average());
  }

  private void write(String file, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(folder, file), true)) {
      out.write(bytes);
      out.hsync();
    }
  }

  /** Reads a checkpoint; lengths are checked before anything is allocated. */
  Stored read() throws IOException, Damaged, OtherVersion {
    byte[] metaBytes = bytes(META, MAX_META_BYTES);
    byte[] hash = bytes(META_HASH, Hashes.sha256(metaBytes).length());
    if (!Hashes.sha256(metaBytes).equals(new String(hash, US_ASCII))) {
      throw new Damaged(META + " has another hash");
    }
    Meta meta = meta(metaBytes);
    long length = 0;
    for (int floats : meta.lengths()) {
      length += floats < 0 ? Integer.MAX_VALUE : (long) Float.BYTES * floats;
    }
    if (length != fs.getFileStatus(new Path(folder, STATE)).getLen()
        || meta.lengths().size() != PER_STAGE + 1 + PER_STAGE * meta.finished().size()) {
      throw new Damaged(STATE + " has another length than " + META + " says");
    }
    byte[] state = bytes(STATE, length);
    if (!Hashes.sha256(state).equals(meta.stateSha256())) {
      throw new Damaged(STATE + " has another hash");
    }
    List<float[]> arrays = arrays(state, meta.lengths());
    Map<String, StageState> finished = new LinkedHashMap<>();
    int next = PER_STAGE + 1;
    for (String stage : meta.finished()) {
      finished.put(stage, state(arrays, next));
      next += PER_STAGE;
    }
    Averaged averaged = new Averaged(state(arrays, 0), arrays.get(PER_STAGE));
    return new Stored(
        meta.runSha256(),
        meta.stateSha256(),
        new Snapshot(meta.transform(), meta.stage(), averaged, meta.history(), finished));
  }

  private static StageState state(List<float[]> arrays, int first) {
    return new StageState(arrays.get(first), arrays.get(first + 1), arrays.get(first + 2));
  }

  private Meta meta(byte[] bytes) throws OtherVersion {
    Meta meta;
    try {
      meta = Json.read(new ByteArrayInputStream(bytes), Meta.class, folder.toString());
    } catch (UserException e) {
      // What is whole, yet cannot be read, is of another version.
      throw new OtherVersion();
    }
    if (meta.format() != FORMAT) {
      throw new OtherVersion();
    }
    return meta;
  }

  private byte[] bytes(String name, long most) throws IOException, Damaged {
    Path file = new Path(folder, name);
    long length = fs.getFileStatus(file).getLen();
    if (length > most) {
      throw new Damaged(name + " is too long: " + length + " bytes");
    }
    try {
      return StagedOutput.read(conf, file);
    } catch (UserException | EOFException | BlockMissingException e) {
      throw new Damaged(name + " cannot be read: " + e.getMessage());
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
    List<float[]> arrays = new ArrayList<>();
    for (int length : lengths) {
      float[] array = new float[length];
      buffer.asFloatBuffer().get(array);
      buffer.position(buffer.position() + Float.BYTES * length);
      arrays.add(array);
    }
    return arrays;
  }
}
