package org.showerforge.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.UserException;

/**
 * Tables cut or changed at random places are refused in one line or read, with faults and other
 * numbers perhaps, but with as many events as the scan counted.
 */
final class DamagedTablesTest {
  /** Truncations per file; flips are ten times as many. */
  private static final int TRIALS = Integer.getInteger("damaged.trials", 10);

  private static final int FLIPS_PER_CUT = 10;
  private static final int EVENTS = 60;
  private static final Duration ONE_FILE = Duration.ofSeconds(10);

  @TempDir private Path folder;

  /** What became of a file. */
  private enum Outcome {
    REFUSED,
    FAULTS,
    CHANGED,
    SAME
  }

  /** A kind of file: its name, and how it is written where it has to be said. */
  private record Kind(String name, ParquetFiles.Layout layout, List<String> columns) {
    boolean isParquet() {
      return name.endsWith(".parquet");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Kind> kinds() {
    List<String> scalars = List.of("E", "x");
    ParquetFiles.Layout none =
        layout(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, false, false);
    return Stream.of(
        new Kind("plain.csv", none, scalars),
        new Kind("gzip.csv.gz", none, scalars),
        parquet("plain", none),
        parquet("plain-2", layout(none.codec(), WriterVersion.PARQUET_2_0, true, false)),
        parquet("split", layout(none.codec(), WriterVersion.PARQUET_1_0, false, true)),
        parquet("dictionary", layout(none.codec(), WriterVersion.PARQUET_1_0, true, false)),
        parquet("snappy", layout(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_2_0)),
        parquet("gzip", layout(CompressionCodecName.GZIP, WriterVersion.PARQUET_1_0)),
        parquet("zstd", layout(CompressionCodecName.ZSTD, WriterVersion.PARQUET_1_0)),
        parquet("lz4", layout(CompressionCodecName.LZ4_RAW, WriterVersion.PARQUET_2_0)));
  }

  private static ParquetFiles.Layout layout(CompressionCodecName codec, WriterVersion version) {
    return layout(codec, version, true, false);
  }

  /** Without checksums, which would refuse nearly all. */
  private static ParquetFiles.Layout layout(
      CompressionCodecName codec, WriterVersion version, boolean dictionary, boolean split) {
    return new ParquetFiles.Layout(codec, version, dictionary, split, false);
  }

  private static Kind parquet(String name, ParquetFiles.Layout layout) {
    List<String> columns =
        Stream.concat(ParquetFiles.SCALARS.stream(), ParquetFiles.LISTS.stream()).toList();
    return new Kind(name + ".parquet", layout, columns);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void filesCutShortAreRefusedOrShorter(Kind kind) throws IOException {
    byte[] whole = write(kind);
    TableReader.Table sound = reader(kind, folder.resolve(kind.name)).all(EVENTS);
    assertThat(sound.sound()).isEqualTo(EVENTS);
    Random random = new Random(kind.name.hashCode());
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (int i = 0; i < TRIALS; i++) {
      int length = random.nextInt(whole.length);
      count(counts, outcome(kind, Arrays.copyOf(whole, length), sound, "cut at " + length));
    }
    report(kind, TRIALS + " cuts", counts);
    if (kind.name.equals("plain.csv")) {
      assertThat(counts.getOrDefault(Outcome.REFUSED, 0)).isLessThan(TRIALS / 3);
    } else {
      assertThat(counts).containsOnlyKeys(Outcome.REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void filesWithAChangedByteAreRefusedOrRead(Kind kind) throws IOException {
    byte[] whole = write(kind);
    TableReader.Table sound = reader(kind, folder.resolve(kind.name)).all(EVENTS);
    Random random = new Random(~kind.name.hashCode());
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    int flips = FLIPS_PER_CUT * TRIALS;
    for (int i = 0; i < flips; i++) {
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      count(counts, outcome(kind, bytes, sound, "byte " + at + " is " + bytes[at]));
    }
    report(kind, flips + " flips", counts);
    assertThat(counts.values().stream().mapToInt(n -> n).sum()).isEqualTo(flips);
    // A byte of a line mostly spoils that line alone; half a Parquet file or more is numbers.
    Outcome usual = kind.name.equals("plain.csv") ? Outcome.FAULTS : Outcome.REFUSED;
    assertThat(counts.getOrDefault(usual, 0))
        .isGreaterThan(usual == Outcome.FAULTS ? flips / 2 : flips / 50);
    // Gzip has a checksum; what it does not cover is the date and the like in its head.
    if (kind.name.startsWith("gzip")) {
      assertThat(counts).containsKey(Outcome.SAME);
    } else if (kind.isParquet()) {
      assertThat(counts).containsKey(Outcome.CHANGED);
    }
    if (kind.name.endsWith(".gz")) {
      assertThat(counts).doesNotContainKeys(Outcome.CHANGED, Outcome.FAULTS);
    }
  }

  private static void count(Map<Outcome, Integer> counts, Outcome outcome) {
    counts.merge(outcome, 1, Integer::sum);
  }

  private static void report(Kind kind, String what, Map<Outcome, Integer> counts) {
    System.out.printf("%s: %s: %s%n", kind, what, counts);
  }

  /** Anything but success and a one-line refusal fails the test. */
  private Outcome outcome(Kind kind, byte[] bytes, TableReader.Table sound, String damage)
      throws IOException {
    Path file = Files.write(folder.resolve("x-" + kind.name), bytes);
    return assertTimeoutPreemptively(ONE_FILE, () -> read(kind, file, sound, damage), damage);
  }

  private static Outcome read(Kind kind, Path file, TableReader.Table sound, String damage)
      throws IOException {
    try {
      TableReader reader = reader(kind, file);
      assertThat(reader.index().events()).as(damage).isBetween(0L, 4L * EVENTS);
      // The events that the scan counted, or an exception.
      TableReader.Table table = reader.all(7);
      if (table.sound() < table.faults().length) {
        assertThat(table.faults()).allMatch(fault -> fault == null || !fault.contains("\n"));
        return Outcome.FAULTS;
      }
      return Arrays.deepEquals(table.columns(), sound.columns()) ? Outcome.SAME : Outcome.CHANGED;
    } catch (UserException e) {
      assertThat(e.getMessage()).as(damage).contains("x-" + kind.name).doesNotContain("\n");
      return Outcome.REFUSED;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(kind + ": " + damage, e);
    }
  }

  private static TableReader reader(Kind kind, Path file) throws IOException {
    if (!kind.isParquet()) {
      return TableReader.csv(file, kind.columns.toArray(String[]::new));
    }
    int[] widths = new int[kind.columns.size()];
    for (int k = 0; k < widths.length; k++) {
      widths[k] = ParquetFiles.LISTS.contains(kind.columns.get(k)) ? ParquetFiles.LENGTH : 1;
    }
    return TableReader.parquet(file, kind.columns, widths);
  }

  private byte[] write(Kind kind) throws IOException {
    Path file = folder.resolve(kind.name);
    Files.deleteIfExists(file);
    if (kind.isParquet()) {
      ParquetFiles.write(file, EVENTS, kind.layout);
      return Files.readAllBytes(file);
    }
    StringBuilder text = new StringBuilder("E,\"x\",name\n");
    for (int i = 0; i < EVENTS; i++) {
      text.append(i * 1.25).append(",\"").append(-i).append("\",n").append(i).append('\n');
    }
    byte[] bytes =
        kind.name.endsWith(".gz")
            ? CsvSourceTest.gzip(text.toString())
            : text.toString().getBytes(StandardCharsets.UTF_8);
    Files.write(file, bytes);
    return bytes;
  }
}
