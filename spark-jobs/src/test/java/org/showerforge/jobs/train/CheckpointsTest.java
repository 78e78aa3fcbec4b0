package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.Samples;
import org.showerforge.network.StageState;

/** Whatever happened to the newest checkpoint, the one before it is taken, whole. */
final class CheckpointsTest {
  private static final String META = "checkpoint.json";
  private static final String STATE = "state.bin";
  private static final int FLIPS = 60;

  private final Configuration conf = new Configuration();

  @TempDir private Path folder;
  private Lease lease;
  private CascadeTransform transform;

  @BeforeEach
  void writeTwo() throws IOException {
    transform = GeneratorArtifact.load(Samples.generator()).card().transform();
    lease = Lease.take(conf, output());
    Checkpoints checkpoints = checkpoints();
    checkpoints.write(snapshot(1));
    checkpoints.write(snapshot(2));
    assertThat(resumed()).isEqualTo(2);
  }

  @AfterEach
  void giveBack() throws IOException {
    lease.close();
  }

  private String output() {
    return folder.resolve("out").toString();
  }

  private Path newest() {
    return folder.resolve("out.training/checkpoint-000001");
  }

  private Checkpoints checkpoints() throws IOException {
    return new Checkpoints(conf, output(), "run", lease);
  }

  private CheckpointFolder.Snapshot snapshot(int mark) {
    float[] numbers = {mark, 2, 3, 4};
    return new CheckpointFolder.Snapshot(
        transform,
        "shapes",
        new Averaged(new StageState(numbers, new float[8], new float[2]), new float[] {mark, 5, 6}),
        Map.of("totals", List.of()),
        Map.of("totals", new StageState(new float[1], new float[2], new float[] {mark, 1})));
  }

  /** The mark of the snapshot that a new run takes up; 0 if none. */
  private int resumed() throws IOException {
    return checkpoints()
        .newest()
        .map(
            snapshot -> {
              int mark = (int) snapshot.averaged().state().parameters()[0];
              assertThat(snapshot.averaged().state().updater()).hasSize(8);
              assertThat(snapshot.averaged().velocity()).containsExactly(mark, 5, 6);
              assertThat(snapshot.finished().values())
                  .singleElement()
                  .satisfies(done -> assertThat(done.average()).containsExactly(mark, 1));
              return mark;
            })
        .orElse(0);
  }

  /** Changes a file, without the checksum by which Hadoop's local file system would notice. */
  private void put(String file, byte[] bytes) throws IOException {
    Files.deleteIfExists(newest().resolve("." + file + ".crc"));
    Files.write(newest().resolve(file), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {META, STATE, "checkpoint.sha256"})
  void cutAnywhereMissingOrWithAnyByteFlipped(String file) throws IOException {
    byte[] whole = Files.readAllBytes(newest().resolve(file));
    Random random = new Random(1);
    for (int i = 0; i < FLIPS; i++) {
      int at = random.nextInt(whole.length);
      put(file, Arrays.copyOf(whole, at));
      assertThat(resumed()).as("cut at %d", at).isEqualTo(1);
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      put(file, flipped);
      assertThat(resumed()).as("flipped at %d", at).isEqualTo(1);
    }
    put(file, Arrays.copyOf(whole, whole.length + 1));
    assertThat(resumed()).isEqualTo(1);
    Files.delete(newest().resolve(file));
    assertThat(resumed()).isEqualTo(1);
    put(file, whole);
    assertThat(resumed()).isEqualTo(2);
  }

  @Test
  void lengthsAreCheckedBeforeAnythingIsAllocated() throws IOException {
    for (String lengths :
        List.of(
            "[ 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647 ]",
            "[ -1, 2147483647, 2, 3, 1, 2, 2 ]",
            "[ 4, 8, 2, 3, 1, 2, 3 ]",
            "[ 4, 8, 5, 3, 2 ]",
            "[ 4, 8, 2, 3, 1, 2, 1, 1 ]",
            "[ ]")) {
      String meta = Files.readString(newest().resolve(META));
      rewrite(meta.replaceFirst("\"lengths\" : \\[[^]]*]", "\"lengths\" : " + lengths));
      assertThat(resumed()).as(lengths).isEqualTo(1);
    }
  }

  @Test
  void anotherVersionAndAnotherRunAreRefused() throws IOException {
    String meta = Files.readString(newest().resolve(META));
    for (String other :
        List.of(
            meta.replace("\"format\" : 4", "\"format\" : 2"),
            meta.replace("\"format\" : 4", "\"format\" : 4, \"fashion\" : 1"),
            meta.replace("\"runSha256\" : \"run\"", "\"runSha256\" : \"walk\""))) {
      assertThat(other).isNotEqualTo(meta);
      rewrite(other);
      assertThatThrownBy(this::resumed)
          .isInstanceOf(UserException.class)
          .message()
          .contains(newest().toString(), "another configuration, data set or version")
          .doesNotContain("\n");
    }
  }

  private void rewrite(String meta) throws IOException {
    byte[] bytes = meta.getBytes(StandardCharsets.UTF_8);
    put(META, bytes);
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      put("checkpoint.sha256", hash.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDriverThatLostItsLeaseWritesNone() throws IOException {
    Checkpoints old = checkpoints();
    assertThat(old.newest()).isPresent();
    Files.setLastModifiedTime(
        folder.resolve(".out.lease"), java.nio.file.attribute.FileTime.fromMillis(0));
    try (Lease successor = Lease.take(conf, output())) {
      successor.check();
      assertThatThrownBy(() -> old.write(snapshot(3)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another one took over");
      assertThat(resumed()).isEqualTo(2);
    }
    // What it had begun to write is swept by the next.
    try (Stream<Path> files = Files.list(folder.resolve("out.training"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("checkpoint-000000", "checkpoint-000001");
    }
  }
}
