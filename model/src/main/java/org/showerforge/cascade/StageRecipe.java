package org.showerforge.cascade;

import java.io.Serializable;
import java.util.List;
import org.showerforge.network.HeadKind;
import org.showerforge.network.LayerDesign;
import org.showerforge.network.LossDesign;
import org.showerforge.network.TrainingSchedule;

/**
 * One stage of a recipe, as a configuration gives it.
 *
 * @param noise latent numbers
 * @param generator the generator's hidden layers
 * @param critic the critic's hidden layers
 * @param head what makes the response of the generator's last layer
 * @param features names of critic features, of {@link
 *     org.showerforge.network.CriticFeatures#NAMES}; none for totals
 * @param loss what both minimise
 * @param training how it is trained
 */
public record StageRecipe(
    int noise,
    List<LayerDesign> generator,
    List<LayerDesign> critic,
    HeadKind head,
    List<String> features,
    LossDesign loss,
    TrainingSchedule training)
    implements Serializable {
  /** Copies the lists. */
  public StageRecipe {
    generator = List.copyOf(generator);
    critic = List.copyOf(critic);
    features = List.copyOf(features);
  }
}
