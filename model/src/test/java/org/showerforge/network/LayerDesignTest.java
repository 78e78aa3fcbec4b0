package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** Layers are read as they are written, and refused by key and bound when a network is planned. */
final class LayerDesignTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "256",
        "{dense: 256, activation: swish, batchNorm: true}",
        "{images: 16}",
        "{convolution: 8, kernel: [3, 3], stride: [1, 2]}",
        "{transposedConvolution: 8, kernel: [2, 3, 3], stride: [2, 1, 1], activation: relu}",
        "{locallyConnected: 4, kernel: [3, 3], stride: [1, 1], activation: leaky-relu}"
      })
  void aLayerIsReadAsItIsWritten(String yaml) {
    LayerDesign layer = layer(yaml);
    assertThat(Json.convert(Json.tree(layer), LayerDesign.class, "test")).isEqualTo(layer);
    assertThat(Json.tree(layer)).isEqualTo(Json.parseYamlValue(yaml, "test"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | layer dense: must be 1..1048576, got 0",
        "{dens: 8} | unknown key 'dens'; a layer is one of [dense, images, convolution,"
            + " transposedConvolution, locallyConnected], with [activation, batchNorm, kernel,"
            + " stride]",
        "{dense: 8, images: 8} | unknown key 'images'",
        "{activation: relu} | must be one of [dense, images,",
        "{dense: 8, activation: gelu} | activation: unknown 'gelu'; known: [identity, leaky-relu,"
            + " relu, tanh, sigmoid, swish, softplus]",
        "{dense: 8, kernel: [3, 3]} | layer dense: kernel needs to be left out",
        "{convolution: 8} | layer convolution: kernel needs two or three sizes, got []",
        "{convolution: 8, kernel: [3, 0]} | layer convolution: kernel must be 1..1024, got [3, 0]",
        "{convolution: 8, kernel: [3, 3], stride: [1]} | stride [1] needs as many numbers as kernel",
        "{convolution: 1.5, kernel: [3, 3]} | convolution must be a whole number",
        "'[8]' | must be a width or an object"
      })
  void whatCannotBeALayerIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> layer(yaml))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[8] | [8, {convolution: 2, kernel: [3, 3]}] | critic: layer convolution needs images, but"
            + " stands on a dense layer",
        "[8] | [{images: 2}] | critic: layer images is for generators",
        "[{convolution: 2, kernel: [3, 3]}] | [8] | generator: layer convolution needs images, but"
            + " stands on numbers that are none",
        "[{images: 2}, {transposedConvolution: 2, kernel: [3, 3], stride: [3, 1]}] | [8] | strides of"
            + " transposed convolutions must divide the image [1, 4, 6], got [1, 3, 1]",
        "[8] | [{convolution: 2, kernel: [3, 3, 3]}] | needs detector layers of one shape",
        "[{images: 2}, {convolution: 2, kernel: [3, 3], stride: [2, 2]}] | [8] | ends with images",
        "[8] | [{dense: 8, batchNorm: true}] | batchNorm in the critic couples the events",
        "[{images: 2}, {convolution: 2, kernel: [3, 3], batchNorm: true}] | [8] | needs one image"
      })
  void whatDoesNotFitTogetherIsRefused(String generator, String critic, String message) {
    assertThatThrownBy(
            () -> {
              StageDesign design = design(generator, critic);
              NetworkPlan.generator(design);
              NetworkPlan.critic(design);
            })
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("stage toy")
        .hasMessageContaining(message);
  }

  private static StageDesign design(String generator, String critic) {
    return new StageDesign(
        "toy",
        4,
        2,
        24 + 6,
        List.of(List.of(1, 4, 6), List.of(1, 2, 3)),
        layers(generator),
        layers(critic),
        0.2,
        HeadKind.NOISY_CELLS,
        Collections.nCopies(24 + 6, 0.5),
        CriticFeatures.none(),
        LossDesign.wganGp(10),
        UpdaterKind.ADAM);
  }

  private static LayerDesign layer(String yaml) {
    return Json.convert(Json.parseYamlValue(yaml, "test"), LayerDesign.class, "test");
  }

  private static List<LayerDesign> layers(String yaml) {
    return List.of(Json.convert(Json.parseYamlValue(yaml, "test"), LayerDesign[].class, "test"));
  }
}
