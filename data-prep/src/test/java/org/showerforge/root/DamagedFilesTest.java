package org.showerforge.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** Files cut short or changed at random: refused by name, or read with every number counted. */
final class DamagedFilesTest {
  private static final List<String> FILES =
      List.of(
          "all-types.root",
          "stdvector.root",
          "uproot-small-flat-tree.root",
          "uproot-leaflist.root",
          "uproot-issue-250.root",
          "uproot-HZZ-zstd.root",
          "uproot-HZZ-lz4.root",
          "uproot-HZZ-lzma.root");

  /** Per file; flips are ten times as many in a long run. */
  private static final int TRUNCATIONS = Integer.getInteger("damaged.trials", 60);

  private static final int FLIPS = Math.max(900, 10 * Integer.getInteger("damaged.trials", 0));

  /** Of the larger files, which take longer to read. */
  private static final int FLIPS_OF_LARGE =
      Math.max(100, 10 * Integer.getInteger("damaged.trials", 0));

  private static final int LARGE_BYTES = 100_000;
  private static final long SLOW_NANOS = 2_000_000_000L;

  private final Random random = new Random(20);

  /** What became of a file: the same numbers, others, or an error that names it. */
  private enum Outcome {
    SAME,
    CHANGED,
    REFUSED
  }

  /** The sound content of a file: its tree and per branch count and numbers. */
  private record Content(String tree, Map<String, double[]> branches) {}

  @Test
  void filesCutShortAreRefused() throws Exception {
    int n = 0;
    for (String name : FILES) {
      byte[] bytes = BytesInput.fixture(name);
      Content sound = content(name, bytes);
      for (int i = 0; i < TRUNCATIONS; i++, n++) {
        int length = i < 20 ? i * 5 : random.nextInt(bytes.length);
        assertThat(outcome(name, Arrays.copyOf(bytes, length), sound)).isEqualTo(Outcome.REFUSED);
      }
    }
    System.out.printf("%d truncations, all refused%n", n);
  }

  @Test
  void changedBytesAreRefusedOrHarmless() throws Exception {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    Map<String, Integer> changed = new TreeMap<>();
    int n = 0;
    for (String name : FILES) {
      byte[] bytes = BytesInput.fixture(name);
      Content sound = content(name, bytes);
      int flips = bytes.length < LARGE_BYTES ? FLIPS : FLIPS_OF_LARGE;
      for (int i = 0; i < flips; i++, n++) {
        byte[] damaged = bytes.clone();
        // Half of them in the structures at either end.
        int at =
            switch (i % 4) {
              case 0 -> random.nextInt(400);
              case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 6000));
              default -> random.nextInt(bytes.length);
            };
        damaged[at] ^= (byte) (1 + random.nextInt(255));
        Outcome outcome = outcome(name, damaged, sound);
        counts.merge(outcome, 1, Integer::sum);
        if (outcome == Outcome.CHANGED) {
          changed.merge(name, 1, Integer::sum);
          assertThat(hasChecksum(bytes, at)).as("%s at %d", name, at).isFalse();
        }
      }
    }
    System.out.printf("%d flips: %s; changed numbers: %s%n", n, counts, changed);
    assertThat(counts.get(Outcome.REFUSED)).isGreaterThan(n / 3);
  }

  /** Whether a byte is anything but a basket's value that is stored as it is, or in zstd. */
  private static boolean hasChecksum(byte[] bytes, int at) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    int record = file.getInt(8);
    while (record + file.getInt(record) <= at) {
      record += file.getInt(record);
    }
    int keyBytes = file.getShort(record + 14);
    boolean plain = file.getInt(record) - keyBytes == file.getInt(record + 6);
    boolean zstd = bytes[record + keyBytes] == 'Z' && bytes[record + keyBytes + 1] == 'S';
    return at < record + keyBytes || !(plain || zstd);
  }

  @Test
  void oldCompressionIsRefusedByName() throws Exception {
    byte[] bytes = BytesInput.fixture("uproot-issue-250.root");
    bytes[225] = 'C';
    bytes[226] = 'S';
    try (RootFile file = RootFile.open(new BytesInput(bytes), "b4.root")) {
      RootBranch branch = file.tree("B4").branch("Eabs");
      assertThatThrownBy(() -> branch.read(0, 1))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("b4.root: tree 'B4': branch 'Eabs': basket 0 at byte 156")
          .hasMessageContaining("old algorithm CS");
    }
  }

  private static Content content(String name, byte[] bytes) throws Exception {
    try (RootFile file = RootFile.open(new BytesInput(bytes), name)) {
      String treeName = file.trees().get(0);
      RootTree tree = file.tree(treeName);
      Map<String, double[]> branches = new HashMap<>();
      for (RootBranch branch : tree.branches()) {
        branches.put(branch.name(), branch.read(0, tree.entries()).doubles());
      }
      return new Content(treeName, branches);
    }
  }

  private static Outcome outcome(String name, byte[] bytes, Content sound) throws Exception {
    long start = System.nanoTime();
    Outcome outcome = Outcome.SAME;
    try (RootFile file = RootFile.open(new BytesInput(bytes), name)) {
      RootTree tree = file.tree(sound.tree);
      for (var entry : sound.branches.entrySet()) {
        double[] values;
        try {
          values = tree.branch(entry.getKey()).read(0, tree.entries()).doubles();
        } catch (UserException e) {
          assertThat(e).hasMessageStartingWith(name + ": ").hasMessageContaining(entry.getKey());
          outcome = Outcome.REFUSED;
          continue;
        }
        assertThat(values).as("%s", entry.getKey()).hasSameSizeAs(entry.getValue());
        if (outcome == Outcome.SAME && !Arrays.equals(values, entry.getValue())) {
          outcome = Outcome.CHANGED;
        }
      }
    } catch (UserException e) {
      assertThat(e).hasMessageStartingWith(name + ": ");
      outcome = Outcome.REFUSED;
    }
    assertThat(System.nanoTime() - start).isLessThan(SLOW_NANOS);
    return outcome;
  }
}
