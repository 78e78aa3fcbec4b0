package org.showerforge.data;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Makes small HDF5 files in CaloGAN's layout, good ones and bad ones. */
public final class CaloganFiles {
  private final Map<String, Object> datasets = new LinkedHashMap<>();

  private CaloganFiles() {}

  /** So many events of random energies, 1..20 GeV, in a fifth of the cells. */
  public static CaloganFiles events(int events, long seed) {
    Random random = new Random(seed);
    float[][] energy = new float[events][1];
    float[][][] layer0 = new float[events][3][96];
    float[][][] layer1 = new float[events][12][12];
    float[][][] layer2 = new float[events][12][6];
    for (int i = 0; i < events; i++) {
      energy[i][0] = 1 + 19 * random.nextFloat();
      for (float[][][] layer : new float[][][][] {layer0, layer1, layer2}) {
        for (float[] row : layer[i]) {
          for (int j = 0; j < row.length; j++) {
            row[j] = random.nextInt(5) == 0 ? 10 * random.nextFloat() : 0;
          }
        }
      }
    }
    return new CaloganFiles()
        .with("energy", energy)
        .with("layer_0", layer0)
        .with("layer_1", layer1)
        .with("layer_2", layer2);
  }

  /** Replaces or adds a dataset. */
  public CaloganFiles with(String name, Object data) {
    datasets.put(name, data);
    return this;
  }

  /** Leaves a dataset out. */
  public CaloganFiles without(String name) {
    datasets.remove(name);
    return this;
  }

  /** Sets the energy of an event, GeV. */
  public CaloganFiles energy(int event, float energyGeV) {
    ((float[][]) data("energy"))[event][0] = energyGeV;
    return this;
  }

  /** Sets a cell, MeV. */
  public CaloganFiles cell(int event, String layer, int ix, int iy, float energyMeV) {
    ((float[][][]) data(layer))[event][ix][iy] = energyMeV;
    return this;
  }

  /** Sets all cells of an event to zero. */
  public CaloganFiles empty(int event) {
    for (String layer : new String[] {"layer_0", "layer_1", "layer_2"}) {
      for (float[] row : ((float[][][]) data(layer))[event]) {
        Arrays.fill(row, 0);
      }
    }
    return this;
  }

  /** Writes the file, uncompressed. */
  public Path write(Path file) {
    return write(file, DatasetCreationOptions.DEFAULT);
  }

  /** Writes the file, each dataset one gzip chunk. */
  public Path writeGzip(Path file) {
    return write(file, DatasetCreationOptions.builder().shuffle().deflate().build());
  }

  private Path write(Path file, DatasetCreationOptions options) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      datasets.forEach((name, data) -> hdf.putDataset(name, data, options));
    }
    return file;
  }

  private Object data(String name) {
    return Objects.requireNonNull(datasets.get(name));
  }
}
