package org.showerforge.montecarlo;

import org.hipparchus.util.FastMath;
import org.showerforge.backend.Philox;

/**
 * The random numbers of one event, one after the other: they depend on the key and the event's
 * index alone.
 *
 * <p>Energy and longitudinal profile have substreams of their own, so that a shower of a given
 * energy is the same whether the energy was drawn or given. Functions are Hipparchus's, in Java:
 * the same on every machine.
 */
final class EventRandom {
  private static final int ENERGY = -1;
  private static final int PROFILE = -2;
  private static final int CHUNK = 256;
  private static final double TO_UNIT = 0x1p-32;
  private static final double TO_SYMMETRIC = 0x1p-31;
  private static final double HALF = 0.5;
  private static final long UNSIGNED = 0xFFFFFFFFL;

  private final Philox philox;
  private final int[] chunk = new int[CHUNK];
  private final float[] pair = new float[2];
  private long event;
  private int chunks;
  private int at = CHUNK;
  private double x;
  private double y;
  private double square;

  EventRandom(Philox philox) {
    this.philox = philox;
  }

  /** Goes to the start of an event's numbers. */
  void begin(long index) {
    event = index;
    chunks = 0;
    at = CHUNK;
  }

  /** A uniform in (0, 1) for the event's energy. */
  double energyUniform() {
    int[] bits = new int[1];
    philox.ints(event, ENERGY, bits, 0, 1);
    return unit(bits[0]);
  }

  /** The profile that the event's two normals stand for. */
  GammaProfile profile(LongitudinalModel.AtEnergy model) {
    philox.gaussians(event, PROFILE, pair, 0, 2);
    return model.draw(pair[0], pair[1]);
  }

  /** The next uniform in (0, 1). */
  double uniform() {
    return unit(next());
  }

  /** Draws a point uniform in the unit disc without its centre: {@link #x}, {@link #y}. */
  void disc() {
    do {
      x = (next() + HALF) * TO_SYMMETRIC;
      y = (next() + HALF) * TO_SYMMETRIC;
      square = x * x + y * y;
    } while (square >= 1);
  }

  /** The last point's first coordinate. */
  double x() {
    return x;
  }

  /** The last point's second coordinate. */
  double y() {
    return y;
  }

  /** The last point's squared distance from the centre, uniform in (0, 1). */
  double square() {
    return square;
  }

  /** A Gamma variate of scale 1 (Marsaglia, Tsang 2000, ACM Trans. Math. Softw. 26, 363). */
  double gamma(double shape) {
    if (shape < 1) {
      double boosted = gamma(shape + 1);
      return boosted * FastMath.pow(uniform(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / FastMath.sqrt(9 * d);
    while (true) {
      disc();
      double normal = x * FastMath.sqrt(-2 * FastMath.log(square) / square);
      double root = 1 + c * normal;
      if (root > 0) {
        double v = root * root * root;
        if (FastMath.log(uniform()) < normal * normal / 2 + d - d * v + d * FastMath.log(v)) {
          return d * v;
        }
      }
    }
  }

  private static double unit(int bits) {
    return ((bits & UNSIGNED) + HALF) * TO_UNIT;
  }

  private int next() {
    if (at == CHUNK) {
      philox.ints(event, chunks, chunk, 0, CHUNK);
      chunks++;
      at = 0;
    }
    int value = chunk[at];
    at++;
    return value;
  }
}
