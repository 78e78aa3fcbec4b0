package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** A loss that cannot be is refused by its key and its bound. */
final class LossDesignTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name | wgan | name: unknown 'wgan'; known: [wasserstein, gan, gan-saturating, hinge,"
            + " least-squares, cramer]",
        "penalty | R1 | penalty: unknown 'R1'; known: [none, two-sided, one-sided,"
            + " zero-centred, r1]",
        "lambda | -0.1 | lambda: must be >= 0 and finite, got -0.1",
        "lambda | NaN | lambda: must be >= 0 and finite, got NaN",
        "lambda | Infinity | lambda: must be >= 0 and finite, got Infinity",
        "clip | -1 | clip: must be >= 0 and finite, got -1.0",
        "instanceNoise | NaN | instanceNoise: must be >= 0 and finite, got NaN",
        "featureMatching | -1 | featureMatching: must be >= 0 and finite, got -1.0",
        "energy | -1 | energy: must be >= 0 and finite, got -1.0",
        "smoothing | 1 | smoothing: must be in [0, 1), got 1.0",
        "smoothing | 0.1 | smoothing: only for gan and gan-saturating, not wasserstein",
        "outputs | 0 | outputs: must be 1 for wasserstein, got 0",
        "outputs | 2 | outputs: must be 1 for wasserstein, got 2"
      })
  void whatCannotBeIsRefused(String key, String value, String message) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(UserException.class)
        .hasMessage("test: " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wasserstein",
        "gan",
        "gan-saturating",
        "hinge",
        "least-squares",
        "cramer",
      })
  void everyLossHasAName(String name) {
    assertThat(with("name", name).name()).isEqualTo(name);
  }

  @Test
  void aCramerCriticGivesAVector() {
    Map<String, Object> tree = tree();
    tree.put("name", "cramer");
    tree.put("outputs", 256);
    assertThat(Json.convert(Json.tree(tree), LossDesign.class, "test").samples()).isEqualTo(2);
  }

  private static Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    Json.tree(LossDesign.wganGp(10))
        .fields()
        .forEachRemaining(field -> tree.put(field.getKey(), field.getValue()));
    return tree;
  }

  private static LossDesign with(String key, String value) {
    Map<String, Object> tree = tree();
    Object number =
        key.equals("name") || key.equals("penalty")
            ? value
            : key.equals("outputs")
                ? (Object) Integer.parseInt(value)
                : (Object) Double.parseDouble(value);
    tree.put(key, number);
    return Json.convert(Json.tree(tree), LossDesign.class, "test");
  }
}
