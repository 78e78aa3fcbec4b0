package org.showerforge.data.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;

/** Files that hold the recorded cells alone. */
final class SparseEventsTest {
  private static final int WIDTH = 700;

  /** 374 of these are a page. */
  private static final int EVENTS = 1500;

  private final Configuration conf = new Configuration();

  @TempDir private Path folder;

  @Test
  void everyValueComesBackFromListsOfAnyLength() throws IOException {
    float[] response = new float[EVENTS * WIDTH];
    Random random = new Random(2);
    for (int event = 0; event < EVENTS; event++) {
      // From none to all; several events without any stand at the beginning and at the end.
      double occupancy = event < 3 || event > EVENTS - 3 ? 0 : event == 700 ? 1 : 0.2;
      for (int cell = 0; cell < WIDTH; cell++) {
        boolean recorded = random.nextDouble() < occupancy;
        response[event * WIDTH + cell] = recorded ? 1 + random.nextFloat() : 0;
      }
    }
    org.apache.hadoop.fs.Path file = path();
    try (EventParquetWriter writer =
        new EventParquetWriter(conf, file, 1, WIDTH, EventLayout.SPARSE, List.of("pt"))) {
      double[] carried = new double[EVENTS];
      writer.write(0, EVENTS, new float[EVENTS], response, List.of(carried));
    }
    try (EventParquetReader reader = new EventParquetReader(conf, file, 400)) {
      int at = 0;
      while (reader.hasNext()) {
        EventBatch batch = reader.next();
        int values = batch.size() * WIDTH;
        assertThat(batch.eventIds()[0]).isEqualTo(at / WIDTH);
        assertThat(batch.response()).isEqualTo(Arrays.copyOfRange(response, at, at + values));
        at += values;
      }
      assertThat(at).isEqualTo(response.length);
    }
  }

  /** Lists that do not match, and cells that are not there or out of order, are no events. */
  @ParameterizedTest
  @CsvSource({
    "'1 2', '5', do not match",
    "'1', '5 6', do not match",
    "'', '5', do not match",
    "'1', '', do not match",
    "'1 700', '5 6', cell 700 after 1 of 700",
    "'-1', '5', cell -1 after -1 of 700",
    "'3 3', '5 6', cell 3 after 3 of 700"
  })
  void whatIsNotSparseIsNamed(String cells, String energies, String message) throws IOException {
    MessageType schema = EventLayout.SPARSE.schema(List.of());
    org.apache.hadoop.fs.Path file = path();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withConf(conf)
            .withType(schema)
            .withExtraMetaData(
                Map.of(
                    EventSchema.CONDITION_WIDTH_KEY,
                    "1",
                    EventSchema.RESPONSE_WIDTH_KEY,
                    Integer.toString(WIDTH)))
            .build()) {
      for (int event = 0; event < 2; event++) {
        SimpleGroup group = new SimpleGroup(schema);
        group.add(EventSchema.EVENT_ID, 1L);
        group.addGroup(EventSchema.CONDITIONS).addGroup("list").add("element", 1f);
        Group places = group.addGroup(EventSchema.CELLS);
        for (String cell : cells.isEmpty() ? new String[0] : cells.split(" ", -1)) {
          places.addGroup("list").add("element", Integer.parseInt(cell));
        }
        Group values = group.addGroup(EventSchema.ENERGIES);
        for (String energy : energies.isEmpty() ? new String[0] : energies.split(" ", -1)) {
          values.addGroup("list").add("element", Float.parseFloat(energy));
        }
        group.add(EventSchema.WEIGHT, 1f);
        writer.write(group);
      }
    }
    try (EventParquetReader reader = new EventParquetReader(conf, file, 10)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("events.parquet")
          .hasMessageContaining(message);
    }
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(folder.resolve("events.parquet").toUri());
  }
}
