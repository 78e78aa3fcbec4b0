package org.showerforge.network;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What a round looked like, as means over its critic steps; read from the device once per round.
 *
 * @param emdEstimate mean F(real) - mean F(fake), F the critic's score: for a Wasserstein critic
 *     the earth mover's distance up to the Lipschitz constant
 * @param generatedScore mean F(fake)
 * @param gradientNorm mean |grad F| where the penalty is taken; 0 without a penalty
 * @param penalty its mean without lambda
 * @param criticWeightNorm the Euclidean norm of the critic's parameters at the end
 * @param generatorWeightNorm the same of the generator's
 */
public record RoundStatistics(
    double emdEstimate,
    double generatedScore,
    double gradientNorm,
    double penalty,
    double criticWeightNorm,
    double generatorWeightNorm)
    implements Serializable {

  /** The mean of several workers' statistics. */
  public static RoundStatistics mean(List<RoundStatistics> parts) {
    return new RoundStatistics(
        mean(parts, RoundStatistics::emdEstimate),
        mean(parts, RoundStatistics::generatedScore),
        mean(parts, RoundStatistics::gradientNorm),
        mean(parts, RoundStatistics::penalty),
        mean(parts, RoundStatistics::criticWeightNorm),
        mean(parts, RoundStatistics::generatorWeightNorm));
  }

  /**
   * What the critic minimised, as far as these means give it: for the Wasserstein loss, whose value
   * is a mean of scores; for others nothing.
   */
  public OptionalDouble criticLoss(LossDesign loss) {
    return loss.isMeanOfScores()
        ? OptionalDouble.of(loss.lambda() * penalty - emdEstimate)
        : OptionalDouble.empty();
  }

  /**
   * The same of the generator, as the critic's steps saw it, so before each of its updates; not
   * with further terms in its loss.
   */
  public OptionalDouble generatorLoss(LossDesign loss) {
    return loss.isMeanOfScores() && loss.energy() == 0 && loss.featureMatching() == 0
        ? OptionalDouble.of(-generatedScore)
        : OptionalDouble.empty();
  }

  private static double mean(List<RoundStatistics> parts, ToDoubleFunction<RoundStatistics> of) {
    return parts.stream().mapToDouble(of).average().orElse(Double.NaN);
  }
}
