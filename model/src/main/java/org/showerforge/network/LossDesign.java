package org.showerforge.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.engine.CramerLoss;
import org.showerforge.engine.Loss;
import org.showerforge.engine.Penalty;
import org.showerforge.engine.ScoreLoss;

/**
 * What generator and critic minimise, as a configuration gives it. WGAN-GP is wasserstein with a
 * two-sided penalty.
 *
 * @param name wasserstein, gan, gan-saturating, hinge, least-squares or cramer; {@link ScoreLoss}
 *     and {@link CramerLoss} give the formulas and papers
 * @param penalty two-sided, one-sided, zero-centred, r1 or none; see {@link Penalty}
 * @param lambda the penalty's weight
 * @param clip critic weights are limited to +-clip after each update, the first way to a Lipschitz
 *     critic (Arjovsky et al. 2017, arXiv 1701.07875); 0 for none
 * @param smoothing of the label of real events, for gan and gan-saturating
 * @param instanceNoise standard deviation of noise added to real and generated responses, falling
 *     to zero over the training (Sonderby et al. 2017, arXiv 1610.04490)
 * @param featureMatching weight of the distance of the critic's mean hidden features in the
 *     generator's loss (Salimans et al. 2016, arXiv 1606.03498)
 * @param energy weight of |E_generated - E_asked|/E_inc in the generator's loss (CaloGAN, Paganini
 *     et al. 2018, arXiv 1705.02355); for cells only
 * @param outputs numbers that the critic gives; more than one for cramer only
 */
public record LossDesign(
    String name,
    String penalty,
    double lambda,
    double clip,
    double smoothing,
    double instanceNoise,
    double featureMatching,
    double energy,
    int outputs)
    implements Serializable {

  private static final String CRAMER = "cramer";
  private static final int MAX_OUTPUTS = 1 << 12;

  /** Checks names and ranges. */
  public LossDesign {
    known("name", name, names());
    known("penalty", penalty, penalties());
    notNegative("lambda", lambda);
    notNegative("clip", clip);
    notNegative("instanceNoise", instanceNoise);
    notNegative("featureMatching", featureMatching);
    notNegative("energy", energy);
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new UserException("smoothing: must be in [0, 1), got %s", smoothing);
    }
    if (smoothing > 0 && !name.startsWith("gan")) {
      throw new UserException("smoothing: only for gan and gan-saturating, not %s", name);
    }
    boolean vector = name.equals(CRAMER);
    if (outputs < 1 || outputs > MAX_OUTPUTS || (outputs > 1 && !vector)) {
      throw new UserException(
          "outputs: must be %s for %s, got %d", vector ? "1.." + MAX_OUTPUTS : "1", name, outputs);
    }
  }

  private static void known(String key, String value, List<String> names) {
    if (!names.contains(value)) {
      throw new UserException("%s: unknown '%s'; known: %s", key, value, names);
    }
  }

  private static void notNegative(String key, double value) {
    if (!(value >= 0) || !Double.isFinite(value)) {
      throw new UserException("%s: must be >= 0 and finite, got %s", key, value);
    }
  }

  /** WGAN-GP. */
  public static LossDesign wganGp(double lambda) {
    return new LossDesign("wasserstein", "two-sided", lambda, 0, 0, 0, 0, 0, 1);
  }

  /** Whether critic and generator minimise mean scores themselves, not a function of them. */
  boolean isMeanOfScores() {
    return name.equals(configured(ScoreLoss.Kind.WASSERSTEIN));
  }

  private static List<String> names() {
    return Stream.concat(
            Arrays.stream(ScoreLoss.Kind.values()).map(LossDesign::configured), Stream.of(CRAMER))
        .toList();
  }

  private static List<String> penalties() {
    return Arrays.stream(Penalty.Kind.values()).map(LossDesign::configured).toList();
  }

  private static String configured(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String constant(String configured) {
    return configured.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Generated events for each real one. */
  int samples() {
    return name.equals(CRAMER) ? 2 : 1;
  }

  Loss createLoss(Backend backend, int batch) {
    return name.equals(CRAMER)
        ? new CramerLoss(backend, batch, outputs)
        : new ScoreLoss(backend, ScoreLoss.Kind.valueOf(constant(name)), smoothing);
  }

  /** The penalty for one of so many blocks of a batch. */
  Penalty createPenalty(int blocks) {
    return new Penalty(Penalty.Kind.valueOf(constant(penalty)), lambda / blocks);
  }
}
