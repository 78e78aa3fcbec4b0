package org.showerforge.data.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written from front to back is an HDF5 file that other readers read. */
final class Hdf5WriterTest {
  private static final List<Hdf5Writer.Column> COLUMNS =
      List.of(
          new Hdf5Writer.Column("layer_0", 3, 4),
          new Hdf5Writer.Column("energy", 1),
          new Hdf5Writer.Column("layer_1", 2, 2));

  @TempDir private Path folder;

  private static float value(int column, long event, int number) {
    return column + 0.125f * number + 16 * event;
  }

  private static float[] chunk(int column, long first, int chunkEvents) {
    int width = COLUMNS.get(column).width();
    float[] values = new float[chunkEvents * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(column, first + i / width, i % width);
    }
    return values;
  }

  private static byte[] file(long firstEvent, int events, int chunkEvents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Hdf5Writer writer = new Hdf5Writer(bytes, COLUMNS, events, chunkEvents)) {
      for (int first = 0; first < events; first += chunkEvents) {
        List<float[]> values = new ArrayList<>();
        for (int k = 0; k < COLUMNS.size(); k++) {
          values.add(chunk(k, firstEvent + first, chunkEvents));
        }
        writer.write(values);
      }
    }
    return bytes.toByteArray();
  }

  private Path onDisk(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("events.h5"), bytes);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,8", "8,8", "9,8", "100,8", "131,1", "500,64"})
  void anotherReaderFindsEveryNumber(int events, int chunkEvents) throws IOException {
    try (HdfFile file = new HdfFile(onDisk(file(0, events, chunkEvents)))) {
      assertThat(file.getChildren()).containsOnlyKeys("layer_0", "energy", "layer_1");
      float[][][] layer0 = (float[][][]) file.getDatasetByPath("layer_0").getData();
      float[][] energy = (float[][]) file.getDatasetByPath("energy").getData();
      float[][][] layer1 = (float[][][]) file.getDatasetByPath("layer_1").getData();
      assertThat(layer0).hasDimensions(events, 3);
      assertThat(energy).hasDimensions(events, 1);
      assertThat(layer1).hasDimensions(events, 2);
      for (int event = 0; event < events; event++) {
        for (int i = 0; i < 12; i++) {
          assertThat(layer0[event][i / 4][i % 4]).isEqualTo(value(0, event, i));
        }
        assertThat(energy[event][0]).isEqualTo(value(1, event, 0));
        for (int i = 0; i < 4; i++) {
          assertThat(layer1[event][i / 2][i % 2]).isEqualTo(value(2, event, i));
        }
      }
    }
  }

  @Test
  void theBodiesOfPartsAreTheBodyOfTheWhole() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(Hdf5Writer.header(COLUMNS, 43, 8));
    for (int first : new int[] {0, 16, 32}) {
      int events = Math.min(16, 43 - first);
      byte[] part = file(first, events, 8);
      int header = Hdf5Writer.header(COLUMNS, events, 8).length;
      joined.write(part, header, part.length - header);
    }
    assertThat(joined.toByteArray()).isEqualTo(file(0, 43, 8));
  }

  @Test
  void aDetectorMayHaveHundredsOfLayers() throws IOException {
    List<Hdf5Writer.Column> columns = new ArrayList<>();
    for (int k = 0; k < 700; k++) {
      columns.add(new Hdf5Writer.Column("a_layer_with_a_long_name_" + k, 1));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Hdf5Writer writer = new Hdf5Writer(bytes, columns, 1, 1)) {
      writer.write(columns.stream().map(column -> new float[] {7}).toList());
    }
    try (HdfFile file = new HdfFile(onDisk(bytes.toByteArray()))) {
      assertThat(file.getChildren()).hasSize(700);
      assertThat((float[][]) file.getDatasetByPath("a_layer_with_a_long_name_699").getData())
          .isEqualTo(new float[][] {{7}});
    }
  }

  @Test
  void aFileThatIsNotCompleteIsNoSuccess() throws IOException {
    Hdf5Writer writer = new Hdf5Writer(new ByteArrayOutputStream(), COLUMNS, 20, 8);
    assertThatThrownBy(writer::close).hasMessage("wrote 0 chunks of 3");
    assertThatThrownBy(() -> Hdf5Writer.header(COLUMNS, 65_535, 1)).hasMessageContaining("65534");
    assertThatThrownBy(() -> Hdf5Writer.header(COLUMNS, 0, 1)).hasMessageContaining("0 events");
  }
}
