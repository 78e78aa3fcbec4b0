package org.showerforge.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.showerforge.backend.Philox;

/**
 * A conditional density that is known exactly: Gaussians whose shares, means and widths depend on
 * one condition c in -1..1.
 *
 * @param width numbers per event
 * @param given the Gaussians by c; their shares add up to 1
 */
record ToyMixture(int width, DoubleFunction<List<Component>> given) {
  private static final int CONDITIONS = 0;
  private static final int CHOICES = 1;
  private static final int NORMALS = 2;

  /** A round Gaussian. */
  record Component(double share, double sigma, double... mean) {
    /** From the mean, in sigma. */
    double distance(float[] values, int offset) {
      double squares = 0;
      for (int j = 0; j < mean.length; j++) {
        squares += Math.pow(values[offset + j] - mean[j], 2);
      }
      return Math.sqrt(squares) / sigma;
    }
  }

  /** Eight Gaussians on a ring of radius 0.85 + 0.15 c, sigma 0.06. */
  static ToyMixture ring() {
    return new ToyMixture(2, c -> ring(0.85 + 0.15 * c, 0.06));
  }

  /** Eight Gaussians on a ring of radius 2, sigma 0.05, whatever c. */
  static ToyMixture wideRing() {
    return new ToyMixture(2, c -> ring(2, 0.05));
  }

  private static List<Component> ring(double radius, double sigma) {
    return IntStream.range(0, 8)
        .mapToDouble(mode -> mode * Math.PI / 4)
        .mapToObj(
            angle ->
                new Component(1.0 / 8, sigma, radius * Math.cos(angle), radius * Math.sin(angle)))
        .toList();
  }

  /** A narrow and a wide bump; their shares, distance and the first one's width depend on c. */
  static ToyMixture twoBumps() {
    return new ToyMixture(
        1,
        c ->
            List.of(
                new Component(0.5 + 0.3 * c, 0.2 + 0.05 * c, -0.4),
                new Component(0.5 - 0.3 * c, 0.4, 0.4 + 0.2 * c)));
  }

  /** Shares 0.6, 0.3 and 0.1, well apart. */
  static ToyMixture unequal() {
    return new ToyMixture(
        1,
        c ->
            List.of(
                new Component(0.6, 0.1, 0.2 * c - 1),
                new Component(0.3, 0.1, 0.2 * c),
                new Component(0.1, 0.1, 0.2 * c + 1)));
  }

  /** One bump away from the others, which lies under them as a background. */
  static ToyMixture background() {
    return new ToyMixture(1, c -> List.of(new Component(1, 0.4, 1.5)));
  }

  /**
   * Four numbers that add up to 2 + c: a shower's cells, its energy given by the condition. The
   * first cell's fraction is 0.4 or 0.6, the others share the rest equally.
   */
  static Shard cells(int events, Philox random) {
    Shard fractions =
        new ToyMixture(
                1, c -> List.of(new Component(0.5, 0.03, 0.4), new Component(0.5, 0.03, 0.6)))
            .shard(events, random);
    float[] cells = new float[4 * events];
    for (int i = 0; i < events; i++) {
      float energy = 2 + fractions.conditions()[i];
      float first = fractions.response()[i];
      Arrays.fill(cells, 4 * i, 4 * i + 4, energy * (1 - first) / 3);
      cells[4 * i] = energy * first;
    }
    return new Shard(
        events,
        fractions.conditions(),
        cells,
        fractions.threshold(),
        fractions.weights(),
        new int[][] {{0, 1, 2, 3}});
  }

  /**
   * Events as a side-band subtraction leaves them: signal on background with weight +2, and as many
   * events of background alone with weight -2. Their weighted density is this one's.
   */
  Shard withBackground(int events, ToyMixture background, long seed) {
    Shard signal = shard(events, Philox.of(seed, 0));
    float[] conditions = signal.conditions();
    float[] response = signal.response();
    float[] weights = signal.weights();
    float[] under = background.responses(conditions, Philox.of(seed, 1));
    for (int i = 0; i < events; i++) {
      // A half is signal, a quarter is background that nothing tells from it, a quarter side band.
      if (i % 4 >= 2) {
        response[i] = under[i];
      }
      weights[i] = i % 4 == 3 ? -2 : 2;
    }
    return new Shard(events, conditions, response, signal.threshold(), weights, signal.orders());
  }

  /** Events with conditions uniform in -1..1, each of weight 1. */
  Shard shard(int events, Philox random) {
    float[] conditions = new float[events];
    random.uniforms(0, CONDITIONS, conditions, 0, events);
    for (int i = 0; i < events; i++) {
      conditions[i] = 2 * conditions[i] - 1;
    }
    float[] ones = new float[events];
    Arrays.fill(ones, 1);
    int[] identity = IntStream.range(0, width).toArray();
    return new Shard(
        events,
        conditions,
        responses(conditions, random),
        new float[events],
        ones,
        new int[][] {identity});
  }

  /** Events of one condition. */
  float[] draw(double condition, int events, Philox random) {
    float[] conditions = new float[events];
    Arrays.fill(conditions, (float) condition);
    return responses(conditions, random);
  }

  /**
   * Events by the nearest Gaussian.
   *
   * @param shares of the events, by Gaussian
   * @param distances to the nearest mean in its sigma, ascending
   */
  record Modes(double[] shares, double[] distances) {
    /** The fraction of events within so many sigma of a mean. */
    double within(double sigmas) {
      int count = 0;
      while (count < distances.length && distances[count] < sigmas) {
        count++;
      }
      return (double) count / distances.length;
    }
  }

  /** Which Gaussians events of one condition belong to. */
  Modes modes(double condition, float[] values) {
    List<Component> components = given.apply(condition);
    int events = values.length / width;
    double[] shares = new double[components.size()];
    double[] distances = new double[events];
    for (int i = 0; i < events; i++) {
      distances[i] = Double.POSITIVE_INFINITY;
      int nearest = 0;
      for (int k = 0; k < shares.length; k++) {
        double distance = components.get(k).distance(values, i * width);
        if (distance < distances[i]) {
          distances[i] = distance;
          nearest = k;
        }
      }
      shares[nearest] += 1.0 / events;
    }
    Arrays.sort(distances);
    return new Modes(shares, distances);
  }

  /** The fraction of events that lie within so many sigma of each Gaussian's mean. */
  double[] sharesWithin(double condition, double sigmas, float[] values) {
    List<Component> components = given.apply(condition);
    double[] shares = new double[components.size()];
    int events = values.length / width;
    for (int i = 0; i < events; i++) {
      for (int k = 0; k < shares.length; k++) {
        if (components.get(k).distance(values, i * width) < sigmas) {
          shares[k] += 1.0 / events;
        }
      }
    }
    return shares;
  }

  private float[] responses(float[] conditions, Philox random) {
    float[] choices = new float[conditions.length];
    float[] values = new float[conditions.length * width];
    random.uniforms(0, CHOICES, choices, 0, choices.length);
    random.gaussians(0, NORMALS, values, 0, values.length);
    for (int i = 0; i < conditions.length; i++) {
      Component component = chosen(given.apply(conditions[i]), choices[i]);
      for (int j = 0; j < width; j++) {
        int at = i * width + j;
        values[at] = (float) (component.mean[j] + component.sigma * values[at]);
      }
    }
    return values;
  }

  private static Component chosen(List<Component> components, double choice) {
    int index = 0;
    double below = components.get(0).share;
    while (choice > below && index + 1 < components.size()) {
      below += components.get(++index).share;
    }
    return components.get(index);
  }
}
