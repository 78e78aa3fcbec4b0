package org.showerforge.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.data.hdf5.Hdf5File;
import org.showerforge.detector.DetectorSpec;

/**
 * Files cut or flipped at random places are read or refused in one line; nothing else happens.
 *
 * <p>A flipped bit in data that carry no checksum and are not compressed gives another, mostly
 * finite number: nobody can tell it from a good one, and reading such a file is a success here.
 */
final class DamagedFilesTest {
  /** Per file; flips are ten times as many in a long run. */
  private static final int TRUNCATIONS = Integer.getInteger("damaged.trials", 50);

  private static final int FLIPS = Math.max(200, 10 * Integer.getInteger("damaged.trials", 0));
  private static final long REFUSED = Long.MIN_VALUE;
  private static final Duration ONE_FILE = Duration.ofSeconds(20);
  private static final ColumnRequest REQUEST =
      new ColumnRequest(
          List.of("energy", "layer_0", "layer_1", "layer_2"),
          "",
          ",",
          DetectorSpec.load("calogan"));

  private final Configuration conf = new Configuration();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"contiguous-f4.h5", "gzip-f8.h5", "latest-f4.h5", "big-endian-userblock.h5"})
  void aFileCutShortIsRefused(String name) throws IOException {
    byte[] whole = fixture(name);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < TRUNCATIONS; i++) {
      int length = random.nextInt(whole.length);
      assertThat(content(Arrays.copyOf(whole, length), "cut at " + length)).isEqualTo(REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"contiguous-f4.h5", "gzip-f8.h5", "latest-f4.h5", "big-endian-userblock.h5"})
  void aFileWithAFlippedByteIsReadOrRefused(String name) throws IOException {
    byte[] whole = fixture(name);
    Random random = new Random(name.hashCode());
    long sound = content(whole, "sound");
    int refused = 0;
    int changed = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] bytes = whole.clone();
      // Every second one near the start, where the structure lies.
      int at = random.nextInt(i % 2 == 0 ? bytes.length : 4096);
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      long content = content(bytes, "byte " + at);
      refused += content == REFUSED ? 1 : 0;
      changed += content != REFUSED && content != sound ? 1 : 0;
    }
    System.out.printf(
        "%s: %d flips, %d refused, %d with other numbers%n", name, FLIPS, refused, changed);
    assertThat(refused).isBetween(1, FLIPS - 1);
    // Plain HDF5 has no checksum of its data, gzip has one.
    assertThat(changed).isLessThan(name.startsWith("gzip") ? FLIPS / 20 : FLIPS);
  }

  /** A hash of all numbers; anything but success and a one-line refusal fails the test. */
  private long content(byte[] bytes, String damage) throws IOException {
    Path file = Files.write(folder.resolve("x.h5"), bytes);
    return assertTimeoutPreemptively(ONE_FILE, () -> read(file, damage), damage);
  }

  private long read(Path file, String damage) throws IOException {
    try (RawSource source =
        RawFormat.CALOGAN_HDF5.open(
            conf, new org.apache.hadoop.fs.Path(file.toUri()), REQUEST, SourceIndex.of(0))) {
      int slab = 3;
      Slab numbers = new Slab(slab, 1, 288, 144, 72);
      long events = Math.min(source.events(), 100);
      long hash = 1;
      for (long from = 0; from < events; from += slab) {
        source.read(from, Math.min(from + slab, events), numbers);
        for (int k = 0; k < 4; k++) {
          int length = numbers.events() * numbers.width(k);
          hash = 31 * hash + Arrays.hashCode(Arrays.copyOf(numbers.column(k), length));
        }
      }
      return hash;
    } catch (UserException e) {
      assertThat(e.getMessage()).as(damage).contains("x.h5").doesNotContain("\n");
      return REFUSED;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(damage, e);
    }
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Hdf5File.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
