package org.showerforge.metrics;

import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The divergences that f-GAN tabulates (Nowozin et al., arXiv 1606.00709), of binned densities: p
 * the reference's, q the generated sample's part of each bin. All are 0 for equal densities but the
 * GAN's, which is -log 4. Natural logarithms. Null where it is infinite: a term divides by a bin
 * that one sample leaves empty.
 *
 * @param totalVariation 1/2 sum |p - q|
 * @param kullbackLeibler sum p log(p/q)
 * @param reverseKullbackLeibler sum q log(q/p)
 * @param pearson sum (q - p)^2/p
 * @param neyman sum (p - q)^2/q
 * @param squaredHellinger sum (sqrt p - sqrt q)^2
 * @param jeffrey sum (p - q) log(p/q)
 * @param jensenShannon 1/2 sum p log(2p/(p + q)) + q log(2q/(p + q))
 * @param weightedJensenShannon sum w p log(p/m) + (1 - w) q log(q/m), m = w p + (1 - w) q, w = 1/4
 * @param gan 2 jensenShannon - log 4
 * @param alpha 1/(a (a - 1)) sum p ((q/p)^a - 1) - a (q - p), a = 3/2
 */
public record Divergences(
    double totalVariation,
    @Nullable Double kullbackLeibler,
    @Nullable Double reverseKullbackLeibler,
    @Nullable Double pearson,
    @Nullable Double neyman,
    double squaredHellinger,
    @Nullable Double jeffrey,
    double jensenShannon,
    double weightedJensenShannon,
    double gan,
    @Nullable Double alpha) {
  private static final double WEIGHT = 0.25;
  private static final double ALPHA = 1.5;

  /** Of two samples in ten bins that hold equal parts of both together. */
  static Divergences of(double[] reference, double[] generated) {
    double[] edges = SeparationPower.edges(reference, generated, SeparationPower.BINS);
    return ofBins(
        SeparationPower.fractions(reference, edges), SeparationPower.fractions(generated, edges));
  }

  /** Of densities whose bins sum to 1. */
  static Divergences ofBins(double[] p, double[] q) {
    double jensenShannon = weighted(p, q, 0.5);
    return new Divergences(
        sum(p, q, (x, y) -> Math.abs(x - y) / 2),
        finite(sum(p, q, Divergences::relative)),
        finite(sum(p, q, (x, y) -> relative(y, x))),
        finite(sum(p, q, (x, y) -> over((y - x) * (y - x), x))),
        finite(sum(p, q, (x, y) -> over((x - y) * (x - y), y))),
        sum(p, q, (x, y) -> square(Math.sqrt(x) - Math.sqrt(y))),
        finite(sum(p, q, (x, y) -> relative(x, y) + relative(y, x))),
        jensenShannon,
        weighted(p, q, WEIGHT),
        2 * jensenShannon - Math.log(4),
        finite(sum(p, q, Divergences::alphaTerm)));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static double weighted(double[] p, double[] q, double weight) {
    return sum(
        p,
        q,
        (x, y) -> {
          double mixed = weight * x + (1 - weight) * y;
          return weight * relative(x, mixed) + (1 - weight) * relative(y, mixed);
        });
  }

  private static double alphaTerm(double p, double q) {
    double powers = p > 0 ? p * Math.pow(q / p, ALPHA) : over(q, 0);
    return (powers - p - ALPHA * (q - p)) / (ALPHA * (ALPHA - 1));
  }

  private static double square(double value) {
    return value * value;
  }

  /** x log(x/y), 0 where x is. */
  private static double relative(double x, double y) {
    return x > 0 ? (y > 0 ? x * Math.log(x / y) : Double.POSITIVE_INFINITY) : 0;
  }

  /** x/y, 0 where x is. */
  private static double over(double x, double y) {
    return x > 0 ? (y > 0 ? x / y : Double.POSITIVE_INFINITY) : 0;
  }

  private static double sum(double[] p, double[] q, DoubleBinaryOperator term) {
    if (p.length != q.length) {
      throw new IllegalArgumentException(p.length + " and " + q.length + " bins");
    }
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += term.applyAsDouble(p[i], q[i]);
    }
    return sum;
  }
}
