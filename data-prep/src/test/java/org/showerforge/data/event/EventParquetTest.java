package org.showerforge.data.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;

/** Events to Parquet and back. */
final class EventParquetTest {
  private static final int EVENTS = 1000;
  private static final int CONDITIONS = 2;
  private static final int RESPONSE = 7;

  private final Configuration conf = new Configuration();

  @TempDir private Path folder;

  @Test
  void everyBitComesBackInBatchesOfBoundedSize() throws IOException {
    EventBatch events = randomEvents(EVENTS);
    Path file = folder.resolve("events.parquet");
    String sha256 = write(file, events);
    assertThat(sha256).isEqualTo(Hashes.sha256(Files.readAllBytes(file)));

    try (EventParquetReader reader = new EventParquetReader(conf, hadoop(file), 300)) {
      assertThat(reader.events()).isEqualTo(EVENTS);
      assertThat(reader.conditionWidth()).isEqualTo(CONDITIONS);
      assertThat(reader.responseWidth()).isEqualTo(RESPONSE);
      int at = 0;
      for (int size : new int[] {300, 300, 300, 100}) {
        EventBatch batch = reader.next();
        assertThat(batch.size()).isEqualTo(size);
        for (int i = 0; i < size; i++, at++) {
          assertThat(batch.eventIds()[i]).isEqualTo(events.eventIds()[at]);
          assertThat(batch.weights()[i]).isEqualTo(events.weights()[at]);
          for (int j = 0; j < CONDITIONS; j++) {
            assertThat(batch.conditions()[i * CONDITIONS + j])
                .isEqualTo(events.conditions()[at * CONDITIONS + j]);
          }
          for (int j = 0; j < RESPONSE; j++) {
            assertThat(batch.response()[i * RESPONSE + j])
                .isEqualTo(events.response()[at * RESPONSE + j]);
          }
        }
      }
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @Test
  void theSameEventsGiveTheSameBytes() throws IOException {
    EventBatch events = randomEvents(EVENTS);
    assertThat(write(folder.resolve("a.parquet"), events))
        .isEqualTo(write(folder.resolve("b.parquet"), events));
  }

  /** An unsorted map would come out in the order of this JVM: right in every other one only. */
  @Test
  void theFooterHasItsKeysInOneOrder() throws IOException {
    Path file = folder.resolve("events.parquet");
    write(file, randomEvents(1));
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes.indexOf("showerforge.conditions"))
        .isPositive()
        .isLessThan(bytes.indexOf("showerforge.response"));
  }

  @Test
  void aFileIsNeverOverwritten() throws IOException {
    Path file = folder.resolve("events.parquet");
    write(file, randomEvents(1));
    assertThatThrownBy(() -> write(file, randomEvents(1)))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void whatIsNotParquetIsNamed() throws IOException {
    Path file = folder.resolve("events.parquet");
    Files.writeString(file, "not parquet at all, but long enough to have a footer");
    assertThatThrownBy(() -> new EventParquetReader(conf, hadoop(file), 10))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("events.parquet")
        .hasMessageContaining("Parquet");
  }

  @Test
  void manyPagesAndRowGroupsComeBackInOrder() throws IOException {
    // 40,000 values per event: 6 events a page, 209 a row group.
    int events = 500;
    int width = 40_000;
    Path file = folder.resolve("wide.parquet");
    float[] response = new float[width];
    try (EventParquetWriter writer = new EventParquetWriter(conf, hadoop(file), 1, width)) {
      for (int i = 0; i < events; i++) {
        response[i] = i + 1;
        writer.write(-i, new float[] {i}, 0, response, 0, 1f);
      }
    }
    try (EventParquetReader reader = new EventParquetReader(conf, hadoop(file), 50)) {
      int at = 0;
      while (reader.hasNext()) {
        EventBatch batch = reader.next();
        assertThat(batch.size()).isLessThanOrEqualTo(50);
        for (int i = 0; i < batch.size(); i++, at++) {
          assertThat(batch.eventIds()[i]).isEqualTo(-at);
          assertThat(batch.conditions()[i]).isEqualTo(at);
          assertThat(batch.response()[i * width + at]).isEqualTo(at + 1);
          assertThat(batch.response()[i * width + at + 1]).isZero();
        }
      }
      assertThat(at).isEqualTo(events);
    }
  }

  @Test
  void aRottenPageIsNoticed() throws IOException {
    Path file = folder.resolve("events.parquet");
    write(file, randomEvents(EVENTS));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    // Hadoop's own checksum, which local files have and most others have not, would notice first.
    Files.delete(folder.resolve(".events.parquet.crc"));
    Files.write(file, bytes);
    try (EventParquetReader reader = new EventParquetReader(conf, hadoop(file), EVENTS)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("events.parquet")
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void arraysThatAreTooShortAreABug() throws IOException {
    try (EventParquetWriter writer =
        new EventParquetWriter(conf, hadoop(folder.resolve("x.parquet")), CONDITIONS, RESPONSE)) {
      assertThatThrownBy(() -> writer.write(1, new float[2], 0, new float[7], 1, 1f))
          .isInstanceOf(IndexOutOfBoundsException.class);
      writer.write(1, new float[2], 0, new float[7], 0, 1f);
    }
  }

  /** Expected is what IEEE's order says, -0 below 0; Parquet's reader drops what holds a NaN. */
  @ParameterizedTest
  @CsvSource({
    "'1, -3, 2, 0, 0.5, -2, 1', -3, 2",
    "'1, 3, 2, 1, 0.5, 2, 1e-45', 1e-45, 3",
    "'-1, -3, -2, -1, -0.5, -2, -1', -3, -0.5",
    "'-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 0.0', -0.0, 0.0",
    "'-Infinity, 0, 0, 0, 0, 0, Infinity', -Infinity, Infinity",
    "'1, NaN, 2, 0, 0.5, -2, 1', NaN, NaN"
  })
  void extremesStandInTheFooter(String values, float min, float max) throws IOException {
    float[] response = new float[RESPONSE];
    String[] numbers = values.split(", ", -1);
    for (int i = 0; i < RESPONSE; i++) {
      response[i] = Float.parseFloat(numbers[i]);
    }
    Path file = folder.resolve("events.parquet");
    write(file, new EventBatch(new long[1], new float[CONDITIONS], response, new float[1]));
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(file), conf))) {
      Statistics<?> found =
          reader.getFooter().getBlocks().get(0).getColumns().get(2).getStatistics();
      assertThat(found.hasNonNullValue()).isEqualTo(!Float.isNaN(min));
      if (found.hasNonNullValue()) {
        assertThat(found.genericGetMin()).isEqualTo(min);
        assertThat(found.genericGetMax()).isEqualTo(max);
      }
    }
  }

  private String write(Path file, EventBatch events) throws IOException {
    EventParquetWriter writer = new EventParquetWriter(conf, hadoop(file), CONDITIONS, RESPONSE);
    try (writer) {
      writer.write(events);
    }
    return writer.sha256();
  }

  private static org.apache.hadoop.fs.Path hadoop(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static EventBatch randomEvents(int n) {
    Random random = new Random(1);
    EventBatch events =
        new EventBatch(
            new long[n], new float[n * CONDITIONS], new float[n * RESPONSE], new float[n]);
    for (int i = 0; i < n; i++) {
      events.eventIds()[i] = random.nextLong();
      events.weights()[i] = random.nextFloat();
    }
    for (int i = 0; i < n * CONDITIONS; i++) {
      events.conditions()[i] = random.nextFloat();
    }
    for (int i = 0; i < n * RESPONSE; i++) {
      events.response()[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
    }
    return events;
  }
}
