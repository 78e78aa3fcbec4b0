package org.showerforge.network;

import java.util.List;

/** Small stages whose response is a few numbers. */
final class TestDesigns {
  private TestDesigns() {}

  static StageDesign numbers(
      int noise,
      int conditions,
      int response,
      List<LayerDesign> generator,
      List<LayerDesign> critic,
      LossDesign loss) {
    return new StageDesign(
        "toy",
        noise,
        conditions,
        response,
        List.of(),
        generator,
        critic,
        0.2,
        HeadKind.LINEAR,
        List.of(),
        CriticFeatures.none(),
        loss,
        UpdaterKind.ADAM);
  }

  /** WGAN-GP with dense layers. */
  static StageDesign wganGp(int noise, int conditions, int response, double lambda, int width) {
    return numbers(
        noise,
        conditions,
        response,
        LayerDesign.denseLayers(width, width),
        LayerDesign.denseLayers(width, width),
        LossDesign.wganGp(lambda));
  }
}
