package org.showerforge.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Random linear maps, each as the engine's and as a naive one with the same numbers. A float holds
 * every number exactly, so that both precisions see the same map.
 */
final class TwinMaps {
  /**
   * A map twice.
   *
   * @param gradient of the map's weight, or of its first part's
   */
  record Twin(LinearMap map, NaiveMap naive, Matrix gradient) {}

  /** Numbers that a naive map computes with, and where the engine puts their gradient. */
  record Trained(double[] numbers, Matrix gradient) {}

  private static final double BIAS = 0.3;

  final Backend backend;
  final Random random;
  final List<Trained> trained = new ArrayList<>();
  private final double gain;

  /**
   * Maps for one network.
   *
   * @param gain the weights' standard deviation times the root of the inputs' number
   */
  TwinMaps(Backend backend, Random random, double gain) {
    this.backend = backend;
    this.random = random;
    this.gain = gain;
  }

  Twin dense(int in, int out) {
    double[] weight = gaussians(out * in, gain / Math.sqrt(in));
    double[] bias = gaussians(out, BIAS);
    Parameters weights = parameters(out, in, weight);
    return new Twin(
        new Dense(backend, weights, parameters(1, out, bias)),
        new NaiveMap.Dense(weight, bias),
        weights.gradient());
  }

  /**
   * A map of images.
   *
   * @param filters channels of what is not the geometry's image
   */
  Twin image(NaiveImage.Kind kind, PatchGeometry geometry, int filters) {
    int patch = geometry.patchSize();
    boolean local = kind == NaiveImage.Kind.LOCAL;
    int rows = local ? geometry.positions() * patch : filters;
    int columns = local ? filters : patch;
    double[] weight = gaussians(rows * columns, gain / Math.sqrt(patch));
    int channels = kind == NaiveImage.Kind.TRANSPOSED ? geometry.channels() : filters;
    double[] bias = gaussians(channels, BIAS);
    Parameters weights = parameters(rows, columns, weight);
    Parameters biases = parameters(1, channels, bias);
    LinearMap map =
        switch (kind) {
          case CONVOLUTION -> new Convolution(backend, geometry, weights, biases);
          case TRANSPOSED ->
              new TransposedConvolution(
                  backend, geometry, weights, PatchGeometry.Order.CHANNELS_FIRST, biases);
          case LOCAL -> new LocallyConnected(backend, geometry, weights, biases);
        };
    return new Twin(
        map, new NaiveImage(geometry).map(kind, filters, weight, bias), weights.gradient());
  }

  /** Maps side by side that begin at these columns. */
  Twin branches(List<Twin> maps, List<Integer> from, int inputs) {
    List<Branches.Part> parts = new ArrayList<>();
    List<NaiveMap.Part> naive = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < maps.size(); i++) {
      int first = from.get(i);
      int to = first + maps.get(i).map().inputs();
      parts.add(new Branches.Part(first, maps.get(i).map()));
      naive.add(new NaiveMap.Part(first, to, maps.get(i).naive()));
      end = Math.max(end, to);
    }
    return new Twin(
        new Branches(backend, parts, inputs),
        new NaiveMap.Branches(naive, inputs - end),
        maps.get(0).gradient());
  }

  Parameters parameters(int rows, int columns, double[] numbers) {
    Matrix gradient = backend.allocate(rows, columns);
    trained.add(new Trained(numbers, gradient));
    return Parameters.trained(matrix(rows, columns, numbers), gradient);
  }

  double[] gaussians(int length, double deviation) {
    return DoubleStream.generate(() -> (float) (deviation * random.nextGaussian()))
        .limit(length)
        .toArray();
  }

  double[][] rows(int rows, int columns) {
    double[][] values = new double[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = gaussians(columns, 1);
    }
    return values;
  }

  Matrix matrix(int rows, int columns, double[] numbers) {
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers[i];
    }
    Matrix matrix = backend.allocate(rows, columns);
    backend.write(values, matrix);
    return matrix;
  }

  /** One event per row. */
  Matrix matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return matrix(rows.length, rows[0].length, flat);
  }

  /** The worst error of the engine's gradients, one array of parameters at a time. */
  double gradientError(DoubleSupplier naiveLoss) {
    List<double[]> expected =
        trained.stream().map(t -> Differences.gradient(t.numbers(), naiveLoss)).toList();
    double all = Differences.size(expected.stream().flatMapToDouble(Arrays::stream).toArray());
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      double[] found = backend.readDoubles(trained.get(i).gradient());
      worst = Math.max(worst, Differences.relativeError(found, expected.get(i), all));
    }
    return worst;
  }
}
