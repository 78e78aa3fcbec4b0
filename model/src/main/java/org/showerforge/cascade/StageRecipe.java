package org.showerforge.cascade;

import java.util.List;
import org.showerforge.network.TrainingSchedule;

/**
 * One stage of a recipe, as a configuration gives it.
 *
 * @param noise latent numbers
 * @param generator widths of the generator's hidden layers
 * @param critic widths of the critic's hidden layers
 * @param features names of critic features, of {@link
 *     org.showerforge.network.CriticFeatures#NAMES}; none for totals
 * @param training how it is trained
 */
public record StageRecipe(
    int noise,
    List<Integer> generator,
    List<Integer> critic,
    List<String> features,
    TrainingSchedule training) {
  /** Copies the lists. */
  public StageRecipe {
    generator = List.copyOf(generator);
    critic = List.copyOf(critic);
    features = List.copyOf(features);
  }
}
