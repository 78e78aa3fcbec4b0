package org.showerforge.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

/**
 * How large each cell's own noise is ({@link org.showerforge.engine.NoisyCellHead}): fitted, not
 * learnt. Measured is what a cell's neighbours, up to two rows and columns away, and the energies
 * of its layer and of those before and behind it, which the networks are told, do not explain: the
 * standard deviation of the rest of a linear regression.
 *
 * <p>Before a training it is that of the training events; after it, the sizes are changed until
 * finished showers have it, too: {@link #TURNS} times by the ratio of what is asked and what is
 * found. Networks that learn the size themselves leave neighbours too much alike, which any tree
 * sees.
 */
public final class CellNoiseFit {
  /** Corrections after a training. */
  private static final int TURNS = 6;

  /** A correction's factor, at most. */
  private static final double MOST = 2;

  /** Blocks of showers, and as many events, that a correction looks at. */
  private static final int BLOCKS = 4;

  private static final int REACH = 2;

  /** Added to a correlation matrix's diagonal. */
  private static final double RIDGE = 1e-3;

  /** A cell with a smaller variance on the shapes' scale says nothing of its neighbours. */
  private static final double NO_VARIANCE = 1e-9;

  private final DetectorSpec detector;
  private final int root;
  private final int[][] images;

  private CellNoiseFit(CascadeTransform transform) {
    this.detector = transform.detector();
    this.root = transform.root();
    this.images = StageEvents.reflections(detector);
  }

  /** The sizes by cell before a training, from the events alone. */
  public static List<Double> ofEvents(CascadeTransform transform, CalibrationFit.Sample sample) {
    CellNoiseFit fit = new CellNoiseFit(transform);
    return Arrays.stream(fit.unexplained(units(transform, sample))).boxed().toList();
  }

  /**
   * The sizes after a training.
   *
   * @param transform with the sizes that the networks were trained with
   * @param weights of the generator; their own calibration is not used
   */
  static List<Double> corrected(
      CascadeRecipe recipe,
      CascadeTransform transform,
      GeneratorWeights weights,
      CalibrationFit.Sample all) {
    CalibrationFit.Sample sample = all.first(BLOCKS * ShowerSampler.BLOCK);
    CellNoiseFit fit = new CellNoiseFit(transform);
    double[] asked = fit.unexplained(units(transform, sample));
    List<Double> sizes = transform.cellNoise();
    for (int turn = 0; turn < TURNS; turn++) {
      float[] made =
          new CalibrationFit(recipe, transform.withCellNoise(sizes), weights, sample, BLOCKS)
              .madeUnits();
      double[] found = fit.unexplained(made);
      List<Double> better = new ArrayList<>();
      for (int cell = 0; cell < asked.length; cell++) {
        double factor = found[cell] > 0 ? asked[cell] / found[cell] : 1;
        better.add(sizes.get(cell) * Math.max(1 / MOST, Math.min(MOST, factor)));
      }
      sizes = better;
    }
    return sizes;
  }

  /** The events' cells on the shapes' scale, in units of their noise. */
  private static float[] units(CascadeTransform transform, CalibrationFit.Sample sample) {
    int cells = transform.detector().cells();
    int given = transform.detector().conditions().size();
    float[] units = new float[sample.events() * cells];
    for (int i = 0; i < units.length; i++) {
      double energyGeV = sample.conditions()[i / cells * given];
      double shape = transform.shape(Math.max(0, sample.response()[i]), energyGeV);
      units[i] = (float) (shape / transform.unit(energyGeV));
    }
    return units;
  }

  /** By cell; mirror images count as one cell. */
  private double[] unexplained(float[] rows) {
    double[][] energies = layerEnergies(rows);
    double[] found = new double[detector.cells()];
    for (int l = 0; l < energies.length; l++) {
      Layer layer = detector.layers().get(l);
      int offset = detector.offset(l);
      double[][] near =
          Arrays.copyOfRange(energies, Math.max(0, l - 1), Math.min(energies.length, l + 2));
      for (int i = 0; i < layer.cells(); i++) {
        int cell = offset + i;
        int first = Arrays.stream(images).mapToInt(image -> image[cell]).min().orElse(cell);
        found[cell] =
            first < cell ? found[first] : unexplained(rows, neighbours(layer, i, offset), near);
      }
    }
    return found;
  }

  /** By layer and event, in the cells' unit. */
  private double[][] layerEnergies(float[] rows) {
    int cells = detector.cells();
    double[][] energies = new double[detector.layers().size()][rows.length / cells];
    for (int l = 0; l < energies.length; l++) {
      int offset = detector.offset(l);
      for (int n = 0; n < energies[l].length; n++) {
        double sum = 0;
        for (int i = 0; i < detector.layers().get(l).cells(); i++) {
          sum += Math.pow(rows[n * cells + offset + i], root);
        }
        energies[l][n] = Math.pow(sum, 1.0 / root);
      }
    }
    return energies;
  }

  /** The cell, then its neighbours. */
  private static int[] neighbours(Layer layer, int cell, int offset) {
    int columns = layer.columns();
    int row = cell / columns;
    int column = cell % columns;
    List<Integer> near = new ArrayList<>(List.of(offset + cell));
    for (int r = Math.max(0, row - REACH); r <= Math.min(layer.rows() - 1, row + REACH); r++) {
      for (int c = Math.max(0, column - REACH); c <= Math.min(columns - 1, column + REACH); c++) {
        if (r != row || c != column) {
          near.add(offset + r * columns + c);
        }
      }
    }
    return near.stream().mapToInt(Integer::intValue).toArray();
  }

  private double unexplained(float[] rows, int[] cells, double[][] energies) {
    double[][] covariance = covariance(rows, cells, energies);
    double variance = covariance[0][0];
    int[] near =
        IntStream.range(1, covariance.length).filter(k -> covariance[k][k] > NO_VARIANCE).toArray();
    if (!(variance > NO_VARIANCE) || near.length == 0) {
      return Math.sqrt(Math.max(0, variance));
    }
    RealMatrix correlation = new Array2DRowRealMatrix(near.length, near.length);
    RealVector withCell = new ArrayRealVector(near.length);
    for (int a = 0; a < near.length; a++) {
      double spread = Math.sqrt(covariance[near[a]][near[a]]);
      withCell.setEntry(a, covariance[0][near[a]] / (spread * Math.sqrt(variance)));
      for (int b = 0; b <= a; b++) {
        double value =
            covariance[near[b]][near[a]] / (spread * Math.sqrt(covariance[near[b]][near[b]]));
        correlation.setEntry(a, b, a == b ? 1 + RIDGE : value);
        correlation.setEntry(b, a, a == b ? 1 + RIDGE : value);
      }
    }
    RealVector solution = new CholeskyDecomposition(correlation).getSolver().solve(withCell);
    return Math.sqrt(variance * Math.max(0, 1 - solution.dotProduct(withCell)));
  }

  /** Of some cells and their mirror images, and of the layers' energies; the upper triangle. */
  private double[][] covariance(float[] rows, int[] cells, double[][] energies) {
    int size = cells.length + energies.length;
    double[] sums = new double[size];
    double[][] products = new double[size][size];
    double[] values = new double[size];
    int width = detector.cells();
    int events = rows.length / width;
    for (int[] image : images) {
      for (int n = 0; n < events; n++) {
        for (int k = 0; k < cells.length; k++) {
          values[k] = rows[n * width + image[cells[k]]];
        }
        for (int l = 0; l < energies.length; l++) {
          values[cells.length + l] = energies[l][n];
        }
        for (int a = 0; a < size; a++) {
          sums[a] += values[a];
          for (int b = a; b < size; b++) {
            products[a][b] += values[a] * values[b];
          }
        }
      }
    }
    double count = (double) events * images.length;
    for (int a = 0; a < size; a++) {
      for (int b = a; b < size; b++) {
        products[a][b] = products[a][b] / count - sums[a] / count * (sums[b] / count);
      }
    }
    return products;
  }
}
