package org.showerforge.cascade;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * A number made standard normal at every condition, and back: its trend in the condition, a
 * polynomial fitted to its mean, is taken off, and the residual goes through its empirical
 * distribution to a normal score ("quantile-to-normal", Beasley, Erickson, Allison 2009).
 *
 * <p>The distribution changes with the condition, too: E_tot/E_inc spreads four times as far at 2
 * GeV as at 15, and its tail is another one. So the residual's quantile function is kept at several
 * conditions and interpolated between them, each on a uniform grid of scores; the way back, which
 * every generated event takes, is one interpolation in both. Scores beyond the grid, |z| > 4, are
 * taken at its ends, conditions outside -1..1 there as well. There and back agree to rounding
 * wherever the quantiles increase.
 *
 * <p>Without a trend it is a map of numbers on the scores' own scale, see {@link ScoreFit}.
 *
 * @param trend polynomial coefficients in the normalised condition, lowest order first
 * @param quantiles by condition -1, -2/3, .., 1 the residual at scores -4, -3.96, .., 4; never
 *     decreasing
 */
public record NormalScore(double[] trend, float[][] quantiles) implements java.io.Serializable {
  private static final int DEGREE = 4;

  /** Scores lie in -4..4. */
  public static final double MAX_SCORE = 4;

  /** The grid's step. */
  public static final double STEP = 0.04;

  /** Scores of the grid. */
  public static final int KNOTS = 201;

  /** Conditions that have quantiles of their own. */
  public static final int CONDITIONS = 7;

  /** A distribution of fewer events than this has no tails; their sum of weights. */
  private static final double ENOUGH = 200;

  /** Checks the table, which may come from a file. */
  public NormalScore {
    trend = trend.clone();
    if (quantiles.length != CONDITIONS) {
      throw new IllegalArgumentException(
          "need quantiles at " + CONDITIONS + " conditions, got " + quantiles.length);
    }
    quantiles = Arrays.stream(quantiles).map(float[]::clone).toArray(float[][]::new);
    for (float[] at : quantiles) {
      if (at.length != KNOTS) {
        throw new IllegalArgumentException("need " + KNOTS + " quantiles, got " + at.length);
      }
      for (int i = 0; i < KNOTS; i++) {
        if (!Float.isFinite(at[i]) || (i > 0 && at[i] < at[i - 1])) {
          throw new IllegalArgumentException("quantiles decrease or are not finite at " + i);
        }
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
    double[] trend = regression.estimateRegressionParameters();
    double[] residuals = new double[values.length];
    for (int n = 0; n < values.length; n++) {
      residuals[n] = values[n] - trend(trend, conditions[n]);
    }
    NormalDistribution normal = new NormalDistribution(0, 1);
    float[][] tables = new float[CONDITIONS][];
    for (int c = 0; c < CONDITIONS; c++) {
      Quantiles near = near(knot(c), conditions, residuals);
      tables[c] = table(score -> near.at(normal.cumulativeProbability(score)));
    }
    return new NormalScore(trend, tables);
  }

  /**
   * The map of numbers that should be standard normal at every condition to what is.
   *
   * @param conditions the normalised condition, by event
   * @param scores the number, by event; as many
   */
  static NormalScore toNormal(double[] conditions, double[] scores) {
    NormalDistribution normal = new NormalDistribution(0, 1);
    float[][] tables = new float[CONDITIONS][];
    for (int c = 0; c < CONDITIONS; c++) {
      Quantiles near = near(knot(c), conditions, scores);
      tables[c] =
          table(score -> clip(normal.inverseCumulativeProbability(near.levelOf((float) score))));
    }
    return new NormalScore(new double[0], tables);
  }

  /** A map of scores that never falls, the same at every condition. */
  static NormalScore map(DoubleUnaryOperator map) {
    return new NormalScore(
        new double[0],
        IntStream.range(0, CONDITIONS).mapToObj(c -> table(map)).toArray(float[][]::new));
  }

  private static float[] table(DoubleUnaryOperator ofScore) {
    float[] table = new float[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      table[i] = (float) ofScore.applyAsDouble(-MAX_SCORE + i * STEP);
    }
    return table;
  }

  private static double knot(int index) {
    return 2.0 * index / (CONDITIONS - 1) - 1;
  }

  /**
   * The distribution near a condition: an event weighs the less the further away its own is, none
   * from the next knot on, or further if there are few.
   */
  private static Quantiles near(double knot, double[] conditions, double[] values) {
    double enough = Math.min(ENOUGH, values.length / 2.0);
    double reach = 2.0 / (CONDITIONS - 1);
    while (true) {
      float[] weights = new float[values.length];
      double total = 0;
      for (int n = 0; n < values.length; n++) {
        weights[n] = (float) Math.max(0, 1 - Math.abs(conditions[n] - knot) / reach);
        total += weights[n];
      }
      if (total >= enough) {
        int[] inside =
            IntStream.range(0, values.length).filter(event -> weights[event] > 0).toArray();
        float[] nearValues = new float[inside.length];
        float[] nearWeights = new float[inside.length];
        for (int i = 0; i < inside.length; i++) {
          nearValues[i] = (float) values[inside[i]];
          nearWeights[i] = weights[inside[i]];
        }
        return Quantiles.of(nearValues, nearWeights);
      }
      reach *= 2;
    }
  }

  private static double trend(double[] coefficients, double condition) {
    double value = 0;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      value = value * condition + coefficients[k];
    }
    return value;
  }

  private static double clip(double score) {
    return Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));
  }

  /** Where among the conditions' tables one is, 0 to CONDITIONS - 1. */
  private static double place(double condition) {
    return (Math.max(-1, Math.min(1, condition)) + 1) * ((CONDITIONS - 1) / 2.0);
  }

  /** The score of a value; in -4..4. */
  public double score(double value, double condition) {
    double residual = value - trend(trend, condition);
    double place = place(condition);
    double[] here = new double[KNOTS];
    for (int i = 0; i < KNOTS; i++) {
      here[i] = quantile(i, place);
    }
    int found = Arrays.binarySearch(here, residual);
    if (found < 0) {
      int above = -found - 1;
      if (above == 0) {
        found = 0;
      } else if (above == KNOTS) {
        found = KNOTS - 1;
      } else {
        double width = here[above] - here[above - 1];
        return -MAX_SCORE + STEP * (above - 1 + (residual - here[above - 1]) / width);
      }
    }
    // Of equal quantiles, which stand at the ends of the table, the one nearest to the median.
    while (found < KNOTS / 2 && here[found + 1] == here[found]) {
      found++;
    }
    while (found > KNOTS / 2 && here[found - 1] == here[found]) {
      found--;
    }
    return -MAX_SCORE + STEP * found;
  }

  /** The value of a score. */
  public double value(double score, double condition) {
    double position = (clip(score) + MAX_SCORE) / STEP;
    int below = (int) Math.min(position, KNOTS - 2.0);
    double fraction = position - below;
    double place = place(condition);
    double low = quantile(below, place);
    double high = quantile(below + 1, place);
    return trend(trend, condition) + low + fraction * (high - low);
  }

  /** A score's quantile between the two conditions that have their own. */
  private double quantile(int score, double place) {
    int below = (int) Math.min(place, CONDITIONS - 2.0);
    double low = quantiles[below][score];
    return low + (place - below) * (quantiles[below + 1][score] - low);
  }
}
