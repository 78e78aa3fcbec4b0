package org.showerforge.cascade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.CriticFeatures;
import org.showerforge.network.StageDesign;

/**
 * How a generator is built and trained.
 *
 * @param root of the shapes' transform: 3 is the cube root of E_cell/E_inc, 1 is FastCaloGAN's
 *     E_cell/E_inc
 * @param leak slope of every leaky ReLU below zero
 * @param totals the first stage
 * @param shapes the second stage
 */
public record CascadeRecipe(int root, double leak, StageRecipe totals, StageRecipe shapes) {
  /** The stages' names, in the order that they are trained and sampled. */
  @JsonIgnore public static final List<String> STAGES = List.of("totals", "shapes");

  /** Checks what only a whole recipe can tell. */
  public CascadeRecipe {
    if (root < 1 || root > CascadeTransform.MAX_ROOT) {
      throw new UserException(
          "recipe.root: must be 1..%d, got %d", CascadeTransform.MAX_ROOT, root);
    }
    if (!totals.features().isEmpty()) {
      throw new UserException(
          "recipe.totals.features: the totals have no cells, so no features; remove them");
    }
  }

  /** A stage's recipe by its name. */
  public StageRecipe stage(String name) {
    return switch (name) {
      case "totals" -> totals;
      case "shapes" -> shapes;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The networks of a stage for a fitted transform. */
  public StageDesign design(String stage, CascadeTransform transform) {
    DetectorSpec detector = transform.detector();
    int conditions = detector.conditions().size();
    int totalsWidth = transform.totals().size();
    StageRecipe recipe = stage(stage);
    return stage.equals("totals")
        ? new StageDesign(
            stage,
            recipe.noise(),
            conditions,
            totalsWidth,
            recipe.generator(),
            recipe.critic(),
            leak,
            StageDesign.HeadKind.LINEAR,
            CriticFeatures.none())
        : new StageDesign(
            stage,
            recipe.noise(),
            conditions + totalsWidth,
            detector.cells(),
            recipe.generator(),
            recipe.critic(),
            leak,
            StageDesign.HeadKind.NOISY_CELLS,
            CriticFeatures.ofCells(
                detector, recipe.features(), transform.root(), transform.scale()));
  }
}
