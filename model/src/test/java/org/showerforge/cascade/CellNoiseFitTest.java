package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;

/** A noise that was put into events is found again, whatever cells have in common. */
final class CellNoiseFitTest {
  private static final DetectorSpec DETECTOR = TestGenerators.CALOGAN;
  private static final int EVENTS = 2000;

  /** Of each layer, in MeV^(1/3). */
  private static final double[] NOISE = {0.4, 0.25, 0.1};

  @Test
  void theNoiseOfEachLayerIsFound() {
    CascadeTransform transform = TestGenerators.transform();
    List<Double> sizes = CellNoiseFit.ofEvents(transform, sample());
    // On the shapes' scale where the unit is 1, at 20 GeV.
    double scale = transform.shape(1, 20);
    for (int l = 0; l < NOISE.length; l++) {
      for (int i = 0; i < DETECTOR.layers().get(l).cells(); i++) {
        double size = sizes.get(DETECTOR.offset(l) + i);
        assertThat(size)
            .as("layer %d, cell %d", l, i)
            .isCloseTo(NOISE[l] * scale, within(0.12 * NOISE[l] * scale));
      }
    }
  }

  @Test
  void cellsWithoutEnergyHaveNone() {
    float[] response = new float[300 * DETECTOR.cells()];
    float[] energies = new float[300];
    Arrays.fill(energies, 7);
    List<Double> sizes =
        CellNoiseFit.ofEvents(
            TestGenerators.transform(),
            new CalibrationFit.Sample(energies, response, new float[300]));
    assertThat(sizes).hasSize(DETECTOR.cells()).containsOnly(0.0);
  }

  /** The cube root of a cell: some number, a swing of all cells of the event, its own noise. */
  private static CalibrationFit.Sample sample() {
    float[] energies = new float[EVENTS];
    float[] response = new float[EVENTS * DETECTOR.cells()];
    float[] weights = new float[EVENTS];
    float[] normals = new float[1 + DETECTOR.cells()];
    float[] uniform = new float[1];
    for (int n = 0; n < EVENTS; n++) {
      Philox.of(9).gaussians(n, 0, normals, 0, normals.length);
      Philox.of(9).uniforms(n, 1, uniform, 0, 1);
      energies[n] = 1 + 19 * uniform[0];
      int cell = 0;
      for (int l = 0; l < NOISE.length; l++) {
        for (int i = 0; i < DETECTOR.layers().get(l).cells(); i++, cell++) {
          double root = 3 + 0.02 * energies[n] + 0.3 * normals[0] + NOISE[l] * normals[1 + cell];
          response[n * DETECTOR.cells() + cell] = (float) (root * root * root);
        }
      }
    }
    return new CalibrationFit.Sample(energies, response, weights);
  }
}
