package org.showerforge.data.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;

/** Parquet files as parquet-mr writes them, against the numbers that they were written from. */
final class ParquetSourceTest {
  private static final int EVENTS = 1000;
  private static final ParquetFiles.Layout PLAIN =
      new ParquetFiles.Layout(
          CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, false, false, true);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, PARQUET_1_0, false, false",
    "UNCOMPRESSED, PARQUET_2_0, false, false",
    "SNAPPY, PARQUET_1_0, true, false",
    "SNAPPY, PARQUET_2_0, true, false",
    "GZIP, PARQUET_1_0, false, true",
    "GZIP, PARQUET_2_0, false, true",
    "ZSTD, PARQUET_1_0, true, true",
    "ZSTD, PARQUET_2_0, false, true",
    "LZ4_RAW, PARQUET_1_0, true, false",
  })
  void readsEveryTypeAndLayout(
      CompressionCodecName codec, WriterVersion version, boolean dictionary, boolean split)
      throws IOException {
    Path file = folder.resolve("x.parquet");
    ParquetFiles.Layout layout = new ParquetFiles.Layout(codec, version, dictionary, split, true);
    ParquetFiles.write(file, EVENTS, layout);
    assertThat(rowGroups(file)).isGreaterThan(3);
    TableReader reader = everything(file);
    assertThat(reader.index()).isEqualTo(SourceIndex.of(EVENTS));
    assertIs(reader.all(EVENTS), 0);
    assertIs(reader.all(7), 0);
    Random random = new Random(2);
    try (RawSource source = reader.open()) {
      for (int i = 0; i < 20; i++) {
        int from = random.nextInt(EVENTS);
        int to = Math.min(EVENTS, from + random.nextInt(300));
        assertIs(reader.read(source, from, to, 1 + random.nextInt(60)), from);
      }
    }
  }

  private static TableReader everything(Path file) throws IOException {
    List<String> names = new ArrayList<>(ParquetFiles.SCALARS);
    names.addAll(ParquetFiles.LISTS);
    int[] widths = new int[names.size()];
    Arrays.fill(widths, 1);
    Arrays.fill(widths, ParquetFiles.SCALARS.size(), widths.length, ParquetFiles.LENGTH);
    TableReader reader = TableReader.parquet(file, names, widths);
    try (RawSource source = reader.open()) {
      for (int k = 0; k < names.size(); k++) {
        assertThat(source.shape(k))
            .isEqualTo(widths[k] == 1 ? new int[0] : new int[] {RawSource.VARYING});
      }
    }
    return reader;
  }

  private static void assertIs(TableReader.Table table, int from) {
    assertThat(table.faults()).containsOnlyNulls();
    int scalars = ParquetFiles.SCALARS.size();
    for (int i = 0; i < table.faults().length; i++) {
      for (int k = 0; k < scalars; k++) {
        assertThat(table.columns()[k][i])
            .isEqualTo(ParquetFiles.scalar(ParquetFiles.SCALARS.get(k), from + i));
      }
      for (int k = 0; k < ParquetFiles.LISTS.size(); k++) {
        for (int j = 0; j < ParquetFiles.LENGTH; j++) {
          assertThat(table.columns()[scalars + k][i * ParquetFiles.LENGTH + j])
              .isEqualTo(ParquetFiles.element(ParquetFiles.LISTS.get(k), from + i, j));
        }
      }
    }
  }

  private static int rowGroups(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      return reader.getRowGroups().size();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET_1_0", "PARQUET_2_0"})
  void missingNumbersAndListsOfOtherLengthsAreFaults(WriterVersion version) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message event {
              optional double x;
              optional group v (LIST) { repeated group list { optional float element; } }
              optional group g { optional int32 n; }
            }
            """);
    Path file = folder.resolve("x.parquet");
    ParquetFiles.Layout layout =
        new ParquetFiles.Layout(CompressionCodecName.SNAPPY, version, true, false, true);
    int rounds = 100;
    try (ParquetWriter<Group> writer = ParquetFiles.writer(file, schema, layout)) {
      for (int i = 0; i < 7 * rounds; i++) {
        writer.write(event(schema, i % 7));
      }
    }
    TableReader reader = TableReader.parquet(file, List.of("x", "v", "g.n"), 1, 2, 1);
    for (int slab : new int[] {7 * rounds, 5}) {
      TableReader.Table table = reader.all(slab);
      for (int i = 0; i < 7 * rounds; i += 7) {
        assertThat(Arrays.copyOfRange(table.faults(), i, i + 7))
            .containsExactly(
                null,
                "column x has no number (null)",
                "column v has no number (null)",
                "column v has 0 numbers, not 2",
                "column v has 3 numbers, not 2",
                "column v has no number (null)",
                "column g.n has no number (null)");
        assertThat(table.columns()[0][i]).isEqualTo(1);
        assertThat(Arrays.copyOfRange(table.columns()[1], 2 * i, 2 * i + 2))
            .containsExactly(10, 11);
        assertThat(table.columns()[2][i]).isEqualTo(5);
      }
    }
  }

  /** A sound event, or one of six that lack something. */
  private static Group event(MessageType schema, int kind) {
    Group event = new SimpleGroup(schema);
    if (kind != 1) {
      event.append("x", 1.0);
    }
    int[] lengths = {2, 2, -1, 0, 3, 2, 2};
    if (lengths[kind] >= 0) {
      Group list = event.addGroup("v");
      for (int j = 0; j < lengths[kind]; j++) {
        Group element = list.addGroup("list");
        if (kind != 5 || j == 0) {
          element.append("element", 10f + j);
        }
      }
    }
    if (kind != 6) {
      event.addGroup("g").append("n", 5);
    }
    return event;
  }

  @Test
  void whatHasNoNumbersIsRefusedByName() throws IOException {
    Path file = folder.resolve("x.parquet");
    ParquetFiles.write(file, 3, PLAIN);
    assertRefused(file, "nothing", "has no column 'nothing'; it has [f, d, i, u, l, ul, b, c, ");
    assertRefused(file, "text", "column 'text' is STRING (BYTE_ARRAY); what can be read are");
    assertRefused(file, "date", "column 'date' is DATE (INT32)");
    assertRefused(file, "time", "column 'time' is TIMESTAMP (INT64)");
    assertRefused(file, "money", "column 'money' is DECIMAL (INT64)");
    assertRefused(file, "old", "column 'old' is INT96");
    assertRefused(file, "point", "column 'point' is a group of columns");
  }

  @Test
  void whatIsNotParquetIsRefused() throws IOException {
    Path file = folder.resolve("x.parquet");
    Files.writeString(file, "E,x\n1,2\n1,2\n1,2\n");
    assertRefused(file, "E", "it does not begin and end with PAR1");
    Files.writeString(file, "PAR1");
    assertRefused(file, "E", "it has 4 bytes");
    Files.writeString(file, "PAR1 \u007f\u007f\u007f\u007fPAR1");
    assertRefused(file, "E", "its footer is said to have 2139062143 bytes");
  }

  @Test
  void aFileWithoutRowsHasNoEvents() throws IOException {
    Path file = folder.resolve("x.parquet");
    ParquetFiles.write(file, 0, PLAIN);
    assertThat(TableReader.parquet(file, List.of("f"), 1).all(1).faults()).isEmpty();
  }

  private static void assertRefused(Path file, String column, String why) {
    assertThatThrownBy(() -> TableReader.parquet(file, List.of(column), 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("x.parquet: ")
        .hasMessageContaining(why);
  }
}
