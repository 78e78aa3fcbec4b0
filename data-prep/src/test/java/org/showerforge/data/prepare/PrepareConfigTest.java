package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** A user's keys over the defaults. */
final class PrepareConfigTest {

  private static ObjectNode shipped() {
    try (InputStream in = PrepareConfig.class.getResourceAsStream("prepare.yaml")) {
      return Json.readYamlTree(Objects.requireNonNull(in), "prepare.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onlyInputAndOutputHaveNoDefault() {
    ObjectNode tree = shipped();
    assertThatThrownBy(() -> Json.convert(tree, PrepareConfig.class, "prepare.yaml"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("input");
    tree.put("input", "raw/*.h5").put("output", "prepared");
    PrepareConfig config = Json.convert(tree, PrepareConfig.class, "prepare.yaml");
    assertThat(config.input()).containsExactly("raw/*.h5");
    assertThat(config.split().train()).isEqualTo(0.7);
    assertThat(config.resolvedDetector().conditions().get(0).max()).isEqualTo(100);
  }

  @Test
  void wrongKeysAndValuesAreNamed() {
    ObjectNode tree = shipped().put("input", "a.h5").put("output", "out");
    tree.put("fileMb", 3);
    assertThatThrownBy(() -> Json.convert(tree, PrepareConfig.class, "prepare.yaml"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("unknown key 'fileMb'")
        .hasMessageContaining("fileMB");
    tree.remove("fileMb");
    tree.put("maxRejectedFraction", -1);
    assertThatThrownBy(() -> Json.convert(tree, PrepareConfig.class, "prepare.yaml"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("prepare.yaml: maxRejectedFraction: must be 0..1, got -1.0");
  }
}
