package org.showerforge.jobs;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.showerforge.data.hdf5.Hdf5Writer;

/**
 * Showers of a raw CaloGAN file, which can be changed and written again: what a delivery may be.
 *
 * @param energies incident, GeV
 * @param layers cells of each of the three layers, MeV, event by event
 */
public record RawShowers(float[] energies, List<float[]> layers) {
  private static final int[][] SHAPES = {{3, 96}, {12, 12}, {12, 6}};
  private static final int CHUNK = 50;

  /** Reads a file. */
  public static RawShowers read(Path file) {
    try (HdfFile hdf = new HdfFile(file)) {
      return new RawShowers(
          flat(hdf.getDatasetByPath("energy").getDataFlat()),
          List.of(
              flat(hdf.getDatasetByPath("layer_0").getDataFlat()),
              flat(hdf.getDatasetByPath("layer_1").getDataFlat()),
              flat(hdf.getDatasetByPath("layer_2").getDataFlat())));
    }
  }

  private static float[] flat(Object data) {
    if (data instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    return (float[]) data;
  }

  /** The first events of these. */
  public RawShowers first(int events) {
    return new RawShowers(
        Arrays.copyOf(energies, events),
        layers.stream()
            .map(layer -> Arrays.copyOf(layer, layer.length / energies.length * events))
            .toList());
  }

  /** All cells times a factor. */
  public RawShowers scaled(float factor) {
    List<float[]> scaled = layers.stream().map(float[]::clone).toList();
    for (float[] layer : scaled) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] *= factor;
      }
    }
    return new RawShowers(energies, scaled);
  }

  /** Writes them as a file of the same kind. */
  public void write(Path file) throws IOException {
    List<Hdf5Writer.Column> columns =
        List.of(
            new Hdf5Writer.Column("energy", 1),
            new Hdf5Writer.Column("layer_0", SHAPES[0]),
            new Hdf5Writer.Column("layer_1", SHAPES[1]),
            new Hdf5Writer.Column("layer_2", SHAPES[2]));
    Files.deleteIfExists(file);
    try (Hdf5Writer writer =
        new Hdf5Writer(Files.newOutputStream(file), columns, energies.length, CHUNK)) {
      for (int from = 0; from < energies.length; from += CHUNK) {
        int to = Math.min(energies.length, from + CHUNK);
        writer.write(
            List.of(
                Arrays.copyOfRange(energies, from, to),
                part(0, from, to),
                part(1, from, to),
                part(2, from, to)));
      }
    }
  }

  private float[] part(int layer, int from, int to) {
    int cells = SHAPES[layer][0] * SHAPES[layer][1];
    return Arrays.copyOfRange(layers.get(layer), from * cells, to * cells);
  }
}
