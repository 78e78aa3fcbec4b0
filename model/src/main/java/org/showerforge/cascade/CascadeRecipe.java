package org.showerforge.cascade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.CriticFeatures;
import org.showerforge.network.HeadKind;
import org.showerforge.network.StageDesign;

/**
 * How a generator is built and trained.
 *
 * @param root of the shapes' transform: 3 is the cube root of E_cell/E_inc, 1 is FastCaloGAN's
 *     E_cell/E_inc
 * @param widths whether the layers' lateral widths are among the totals
 * @param ratios whether how the two hottest cells of each layer share their energy is, too
 * @param calibration whether totals, noise and cells are given their distributions after the
 *     training, see {@link CalibrationFit}
 * @param leak slope of every leaky ReLU below zero
 * @param totals the first stage
 * @param shapes the second stage
 */
public record CascadeRecipe(
    int root,
    boolean widths,
    boolean ratios,
    boolean calibration,
    double leak,
    StageRecipe totals,
    StageRecipe shapes)
    implements Serializable {
  /** The stages' names, in the order that they are trained and sampled. */
  @JsonIgnore public static final List<String> STAGES = List.of("totals", "shapes");

  /** Checks what only a whole recipe can tell. */
  public CascadeRecipe {
    if (root < 1 || root > CascadeTransform.MAX_ROOT) {
      throw new UserException("root: must be 1..%d, got %d", CascadeTransform.MAX_ROOT, root);
    }
    if (totals.head() != HeadKind.LINEAR) {
      throw new UserException(
          "totals.head: the totals are normal scores, of either sign; must be linear, got %s",
          totals.head().configured());
    }
    if (shapes.head() == HeadKind.SOFTMAX) {
      throw new UserException(
          "shapes.head: softmax gives fractions of a layer, the shapes are fractions of the"
              + " incident energy; use noisy-cells, exp or linear");
    }
    if (!totals.features().isEmpty()) {
      throw new UserException(
          "totals.features: the totals have no cells, so no features; remove them");
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

  /** The networks of a stage for a fitted transform, checked to the last size. */
  public StageDesign design(String stage, CascadeTransform transform) {
    StageDesign design = unchecked(stage, transform);
    design.check();
    return design;
  }

  private StageDesign unchecked(String stage, CascadeTransform transform) {
    DetectorSpec detector = transform.detector();
    int conditions = detector.conditions().size();
    StageRecipe recipe = stage(stage);
    return stage.equals("totals")
        ? new StageDesign(
            stage,
            recipe.noise(),
            conditions,
            transform.totals().size(),
            List.of(),
            recipe.generator(),
            recipe.critic(),
            leak,
            recipe.head(),
            List.of(),
            CriticFeatures.none(),
            recipe.loss(),
            recipe.training().updater())
        : new StageDesign(
            stage,
            recipe.noise(),
            StageEvents.shapeConditions(transform),
            detector.cells(),
            images(detector),
            recipe.generator(),
            recipe.critic(),
            leak,
            recipe.head(),
            recipe.head() == HeadKind.NOISY_CELLS ? transform.cellNoise() : List.of(),
            CriticFeatures.ofCells(
                detector, recipe.features(), transform.root(), transform.scale()),
            recipe.loss(),
            recipe.training().updater());
  }

  /** One image per layer of the detector. */
  private static List<List<Integer>> images(DetectorSpec detector) {
    return detector.layers().stream()
        .map(layer -> List.of(1, layer.rows(), layer.columns()))
        .toList();
  }
}
