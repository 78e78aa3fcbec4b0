package org.showerforge.cascade;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * A number made standard normal at every condition, and back: its trend in the condition, a
 * polynomial fitted to its mean, is taken off, and the residual goes through its empirical
 * distribution to a normal score ("quantile-to-normal", Beasley, Erickson, Allison 2009).
 *
 * <p>Without a trend it is a map of numbers on the scores' own scale, see {@link ScoreFit}.
 *
 * <p>The residual's quantile function is kept on a uniform grid of scores, so the way back, which
 * every generated event takes, is one interpolation. Scores beyond the grid, |z| > 4, are taken at
 * its ends. There and back agree to rounding wherever the quantiles increase.
 *
 * @param trend polynomial coefficients in the normalised condition, lowest order first
 * @param quantiles the residual at scores -4, -3.98, .., 4; never decreasing
 */
public record NormalScore(List<Double> trend, double[] quantiles) implements java.io.Serializable {
  private static final int DEGREE = 4;

  /** Scores lie in -4..4. */
  public static final double MAX_SCORE = 4;

  /** The grid's step. */
  public static final double STEP = 0.02;

  private static final int KNOTS = 401;

  /** Checks the table, which may come from a file. */
  public NormalScore {
    trend = List.copyOf(trend);
    quantiles = quantiles.clone();
    if (quantiles.length != KNOTS) {
      throw new IllegalArgumentException("need " + KNOTS + " quantiles, got " + quantiles.length);
    }
    for (int i = 1; i < KNOTS; i++) {
      if (!(quantiles[i] >= quantiles[i - 1])) {
        throw new IllegalArgumentException("quantiles decrease or are not finite at " + i);
      }
    }
  }

  /**
   * Fits trend and distribution.
   *
   * @param conditions the normalised condition, by event
   * @param values the number, by event; as many
   */
  public static NormalScore fit(double[] conditions, double[] values) {
    double[][] powers = new double[values.length][DEGREE];
    for (int n = 0; n < values.length; n++) {
      double power = 1;
      for (int k = 0; k < DEGREE; k++) {
        power *= conditions[n];
        powers[n][k] = power;
      }
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(values, powers);
    List<Double> trend = Arrays.stream(regression.estimateRegressionParameters()).boxed().toList();
    double[] residuals = new double[values.length];
    for (int n = 0; n < values.length; n++) {
      residuals[n] = values[n] - trend(trend, conditions[n]);
    }
    Arrays.sort(residuals);
    NormalDistribution normal = new NormalDistribution(0, 1);
    double[] quantiles = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      double position =
          normal.cumulativeProbability(-MAX_SCORE + i * STEP) * residuals.length - 0.5;
      quantiles[i] = at(residuals, position);
    }
    return new NormalScore(trend, quantiles);
  }

  /** A table of a map of scores that never falls, without a trend. */
  static NormalScore map(DoubleUnaryOperator map) {
    double[] values = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      values[i] = map.applyAsDouble(-MAX_SCORE + i * STEP);
    }
    return new NormalScore(List.of(), values);
  }

  private static double at(double[] sorted, double position) {
    double inside = Math.max(0, Math.min(sorted.length - 1.0, position));
    int below = (int) Math.min(inside, sorted.length - 2.0);
    double fraction = inside - below;
    return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
  }

  private static double trend(List<Double> coefficients, double condition) {
    double value = 0;
    for (int k = coefficients.size() - 1; k >= 0; k--) {
      value = value * condition + coefficients.get(k);
    }
    return value;
  }

  /** The score of a value; in -4..4. */
  public double score(double value, double condition) {
    double residual = value - trend(trend, condition);
    int found = Arrays.binarySearch(quantiles, residual);
    if (found < 0) {
      int above = -found - 1;
      if (above == 0) {
        found = 0;
      } else if (above == KNOTS) {
        found = KNOTS - 1;
      } else {
        double width = quantiles[above] - quantiles[above - 1];
        return -MAX_SCORE + STEP * (above - 1 + (residual - quantiles[above - 1]) / width);
      }
    }
    // Of equal quantiles, which stand at the ends of the table, the one nearest to the median.
    while (found < KNOTS / 2 && quantiles[found + 1] == quantiles[found]) {
      found++;
    }
    while (found > KNOTS / 2 && quantiles[found - 1] == quantiles[found]) {
      found--;
    }
    return -MAX_SCORE + STEP * found;
  }

  /** The value of a score. */
  public double value(double score, double condition) {
    double inside = Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));
    double position = (inside + MAX_SCORE) / STEP;
    int below = (int) Math.min(position, KNOTS - 2.0);
    double fraction = position - below;
    return trend(trend, condition)
        + quantiles[below]
        + fraction * (quantiles[below + 1] - quantiles[below]);
  }
}
