package org.showerforge.jobs.train;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.network.StageState;

/**
 * Where a training can be taken up again: folders {@code <output>.training/checkpoint-000012} with
 * {@code checkpoint.json} and {@code state.bin}, each written aside, synced, and renamed as a
 * whole; the newest two are kept.
 */
final class Checkpoints {
  private static final String PREFIX = "checkpoint-";
  private static final String META = "checkpoint.json";
  private static final String STATE = "state.bin";
  private static final int FORMAT = 1;
  private static final int KEPT = 2;

  private final Configuration conf;
  private final FileSystem fs;
  private final Path folder;
  private final String runSha256;
  private int next;

  /**
   * All of a training that has run so far.
   *
   * @param transform the fitted transform
   * @param stage the stage under way
   * @param state its state
   * @param history per stage, its rounds
   * @param finished the published generator of each stage that is done
   */
  record Snapshot(
      CascadeTransform transform,
      String stage,
      StageState state,
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
   */
  Checkpoints(Configuration conf, String output, String runSha256) throws IOException {
    Path path = new Path(output);
    this.conf = conf;
    this.fs = path.getFileSystem(conf);
    Path qualified = fs.makeQualified(path);
    this.folder = new Path(qualified.getParent(), qualified.getName() + ".training");
    this.runSha256 = runSha256;
  }

  /** Where they are. */
  Path folder() {
    return folder;
  }

  /** Writes a snapshot as the newest. */
  void write(Snapshot snapshot) throws IOException {
    List<String> finished = List.copyOf(snapshot.finished().keySet());
    List<float[]> arrays = new java.util.ArrayList<>();
    arrays.add(snapshot.state().parameters());
    arrays.add(snapshot.state().updater());
    arrays.add(snapshot.state().average());
    finished.forEach(stage -> arrays.add(snapshot.finished().get(stage)));
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
    Path aside = new Path(folder, "." + PREFIX + "writing");
    fs.delete(aside, true);
    fs.mkdirs(aside);
    write(new Path(aside, STATE), state);
    write(new Path(aside, META), Json.write(meta));
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
    List<FileStatus> all = list();
    for (int i = 0; i + KEPT < all.size(); i++) {
      fs.delete(all.get(i).getPath(), true);
    }
  }

  private List<FileStatus> list() throws IOException {
    try {
      return Arrays.stream(fs.listStatus(folder))
          .filter(status -> status.getPath().getName().matches(PREFIX + "\\d{6}"))
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The newest snapshot that is whole; a damaged one gives way to the one before it. */
  Optional<Snapshot> newest() throws IOException {
    List<FileStatus> all = list();
    for (int i = all.size() - 1; i >= 0; i--) {
      Path path = all.get(i).getPath();
      Optional<Snapshot> snapshot = read(path);
      if (i == all.size() - 1) {
        next = 1 + Integer.parseInt(path.getName().substring(PREFIX.length()));
      }
      if (snapshot.isPresent()) {
        return snapshot;
      }
    }
    return Optional.empty();
  }

  private Optional<Snapshot> read(Path path) throws IOException {
    Meta meta;
    try {
      meta =
          Json.read(
              new ByteArrayInputStream(StagedOutput.read(conf, new Path(path, META))),
              Meta.class,
              path.toString());
    } catch (UserException | FileNotFoundException e) {
      return Optional.empty();
    }
    if (meta.format() != FORMAT || !meta.runSha256().equals(runSha256)) {
      throw new UserException(
          "%s: is of another configuration, data set or version; delete the folder %s to train anew, or name"
              + " another output",
          path, folder);
    }
    byte[] state;
    try {
      state = StagedOutput.read(conf, new Path(path, STATE));
    } catch (UserException | FileNotFoundException e) {
      return Optional.empty();
    }
    if (!Hashes.sha256(state).equals(meta.stateSha256())) {
      return Optional.empty();
    }
    List<float[]> arrays = arrays(state, meta.lengths());
    Map<String, float[]> finished = new java.util.LinkedHashMap<>();
    for (int i = 0; i < meta.finished().size(); i++) {
      finished.put(meta.finished().get(i), arrays.get(3 + i));
    }
    StageState stageState = new StageState(arrays.get(0), arrays.get(1), arrays.get(2));
    return Optional.of(
        new Snapshot(meta.transform(), meta.stage(), stageState, meta.history(), finished));
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
