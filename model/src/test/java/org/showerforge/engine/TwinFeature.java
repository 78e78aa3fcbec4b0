package org.showerforge.engine;

/**
 * A feature of the critic's input with random weights, as the engine's and as plain loops over one
 * event. The first half of the cells is one layer, the rest another; of three averages, two are
 * over the first.
 */
final class TwinFeature {
  private static final int WIDTH = 3;
  private static final int LAYERS = 2;
  private static final double STEEPNESS = 4;
  private static final double FACTOR = 1.3;
  private static final double SMALL = 0.25;

  private final FeatureCase kind;
  private final TwinMaps maps;
  private final double[][] weights;

  TwinFeature(FeatureCase kind, TwinMaps maps, int cells) {
    this.kind = kind;
    this.maps = maps;
    this.weights = maps.rows(cells, WIDTH);
    for (int i = 0; i < cells && isAverage(); i++) {
      for (int j = 0; j < WIDTH; j++) {
        weights[i][j] *= layerOfCell(i) == layerOfAverage(j) ? 1 : 0;
      }
    }
  }

  private boolean isAverage() {
    return kind == FeatureCase.AVERAGES || kind == FeatureCase.AVERAGES_OF_CUBES;
  }

  private int layerOfCell(int cell) {
    return cell < weights.length / 2 ? 0 : 1;
  }

  private static int layerOfAverage(int average) {
    return average / LAYERS;
  }

  int width() {
    return kind == FeatureCase.NONE ? 0 : WIDTH;
  }

  CriticFeature engine(int batch) {
    return switch (kind) {
      case NONE -> throw new IllegalStateException("no feature");
      case SUMS, SUMS_OF_SQUARES, SUMS_OF_CUBES ->
          new Projections(maps.backend, batch, maps.matrix(weights), kind.power);
      case OCCUPANCY ->
          new SoftOccupancy(maps.backend, batch, maps.matrix(weights), STEEPNESS, FACTOR);
      case AVERAGES, AVERAGES_OF_CUBES -> averages(batch);
    };
  }

  private CriticFeature averages(int batch) {
    double[][] sums = new double[weights.length][LAYERS];
    double[][] layerOf = new double[LAYERS][WIDTH];
    for (int i = 0; i < weights.length; i++) {
      sums[i][layerOfCell(i)] = 1;
    }
    for (int j = 0; j < WIDTH; j++) {
      layerOf[layerOfAverage(j)][j] = 1;
    }
    return new LayerAverages(
        maps.backend,
        batch,
        maps.matrix(weights),
        maps.matrix(sums),
        maps.matrix(layerOf),
        kind.power,
        SMALL);
  }

  double[] naive(double[] x, double threshold, Margin margin) {
    double[] phi = new double[width()];
    for (int j = 0; j < phi.length; j++) {
      double sum = SMALL;
      for (int i = 0; i < x.length; i++) {
        double value =
            kind == FeatureCase.OCCUPANCY
                ? NaiveActivation.sigmoid(STEEPNESS * (x[i] / (FACTOR * threshold) - 1))
                : Math.pow(x[i], kind.power);
        phi[j] += weights[i][j] * value;
        sum += layerOfCell(i) == layerOfAverage(j) ? value : 0;
      }
      if (isAverage()) {
        margin.seeSize(sum);
        phi[j] /= sum;
      }
    }
    return phi;
  }
}
