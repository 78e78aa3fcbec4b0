package org.showerforge.backend;

import org.showerforge.UserException;

/**
 * The constants of Adam (Kingma and Ba 2015, arXiv 1412.6980).
 *
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param epsilon keeps the division finite
 */
public record Adam(double beta1, double beta2, double epsilon) implements Updater {
  /**
   * beta1 = 0.5, beta2 = 0.9: what WGAN-GPs use (CaloGAN and FastCaloGAN for beta1; Gulrajani et
   * al. 2017 for beta2); epsilon as in the paper.
   */
  public static final Adam WGAN_GP = new Adam(0.5, 0.9, 1e-8);

  /** Checks the ranges. */
  public Adam {
    if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0)) {
      throw new UserException(
          "adam: beta1 and beta2 must be in [0, 1) and epsilon > 0, got %s, %s, %s",
          beta1, beta2, epsilon);
    }
  }

  /**
   * The learning rate with both bias corrections, rounded as ND4J's own op rounds it.
   *
   * @param iteration counts from 0
   */
  public float correctedRate(float learningRate, int iteration) {
    float decayed1 = (float) Math.pow((float) beta1, iteration + 1.0);
    float decayed2 = (float) Math.pow((float) beta2, iteration + 1.0);
    return (float) (learningRate * (float) Math.sqrt((float) (1.0 - decayed2)) / (1.0 - decayed1));
  }

  @Override
  public int states() {
    return 2;
  }
}
