package org.showerforge.network;

import java.io.Serializable;
import java.util.List;

/**
 * What a training round measured, as means over its critic steps.
 *
 * @param emdEstimate mean D(real) - mean D(fake): the critic's estimate of the earth mover's
 *     distance
 * @param gradientNorm mean |grad D(x^)|, near 1 in a healthy training
 * @param penalty mean (|grad D(x^)| - 1)^2
 * @param generatorLoss -mean D(fake)
 */
public record RoundStatistics(
    double emdEstimate, double gradientNorm, double penalty, double generatorLoss)
    implements Serializable {

  /** The mean of several workers' statistics. */
  public static RoundStatistics mean(List<RoundStatistics> parts) {
    return new RoundStatistics(
        parts.stream().mapToDouble(RoundStatistics::emdEstimate).average().orElse(Double.NaN),
        parts.stream().mapToDouble(RoundStatistics::gradientNorm).average().orElse(Double.NaN),
        parts.stream().mapToDouble(RoundStatistics::penalty).average().orElse(Double.NaN),
        parts.stream().mapToDouble(RoundStatistics::generatorLoss).average().orElse(Double.NaN));
  }
}
