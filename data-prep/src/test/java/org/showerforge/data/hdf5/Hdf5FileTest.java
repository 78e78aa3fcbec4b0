package org.showerforge.data.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;

/** HDF5 files made by h5py (see make_fixtures.py), good and bad. */
final class Hdf5FileTest {
  private static final int EVENTS = 8;

  private final Configuration conf = new Configuration();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contiguous-f4.h5",
        "gzip-f8.h5",
        "big-endian-userblock.h5",
        "latest-f4.h5",
        "latest-plain.h5"
      })
  void everyWayOfStorageGivesTheSameNumbers(String name) throws Exception {
    for (int slab = 1; slab <= EVENTS; slab++) {
      checkContent(conf, fixture(name), slab);
    }
  }

  @Test
  void otherFileSystemsAreReadThroughTheirStreams() throws Exception {
    Configuration notLocal = new Configuration();
    notLocal.setClass("fs.file.impl", RawLocalFileSystem.class, RawLocalFileSystem.class);
    notLocal.setBoolean("fs.file.impl.disable.cache", true);
    assertThat(Channels.open(notLocal, fixture("gzip-f8.h5"))).isInstanceOf(HadoopChannel.class);
    checkContent(notLocal, fixture("gzip-f8.h5"), 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lzf.h5 | layer_1 | compressed by lzf",
        "never-written.h5 | layer_1 | No chunk with offset",
        "never-written.h5 | layer_2 | never written",
        "lies.h5 | layer_0 | too short to hold",
        "links.h5 | layer_0 | has no dataset 'layer_0'",
        "links.h5 | layer_1 | has no dataset 'layer_1'",
        "huge-chunks.h5 | layer_0 | at most 64 MiB",
        "bomb.h5 | energy | inflates to more",
      })
  void whatIsRefusedNamesFileDatasetAndReason(String name, String dataset, String reason)
      throws Exception {
    try (Hdf5File file = Hdf5File.open(conf, fixture(name))) {
      assertThatThrownBy(() -> file.dataset(dataset).read(0, 2, new double[2 * 504]))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(name)
          .hasMessageContaining(dataset)
          .hasMessageContaining(reason);
    }
  }

  private static void checkContent(Configuration conf, Path path, int slab) throws IOException {
    try (Hdf5File file = Hdf5File.open(conf, path)) {
      Hdf5Dataset energy = file.dataset("energy");
      Hdf5Dataset[] layers = {
        file.dataset("layer_0"), file.dataset("layer_1"), file.dataset("layer_2")
      };
      assertThat(energy.shape()).containsExactly(EVENTS, 1);
      assertThat(layers[0].shape()).containsExactly(EVENTS, 3, 96);
      for (int from = 0; from < EVENTS; from += slab) {
        int to = Math.min(from + slab, EVENTS);
        double[] energies = new double[slab];
        double[][] cells = {new double[slab * 288], new double[slab * 144], new double[slab * 72]};
        energy.read(from, to, energies);
        for (int l = 0; l < 3; l++) {
          layers[l].read(from, to, cells[l]);
        }
        for (int i = from; i < to; i++) {
          assertThat(energies[i - from]).isEqualTo(1.0 + i);
          int j = 0;
          for (double[] layer : cells) {
            int width = layer.length / slab;
            for (int k = 0; k < width; k++, j++) {
              double expected = (i + j) % 4 == 0 ? 0.5 * i + 0.25 * j : 0;
              assertThat(layer[(i - from) * width + k]).isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  private static Path fixture(String name) throws URISyntaxException {
    return new Path(Objects.requireNonNull(Hdf5FileTest.class.getResource(name), name).toURI());
  }
}
