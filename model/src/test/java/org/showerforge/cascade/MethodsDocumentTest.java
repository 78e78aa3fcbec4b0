package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.card.Json;

/**
 * Every YAML block of docs/methods.md, over the defaults, gives networks that fit together and may
 * be averaged.
 */
final class MethodsDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DEFAULTS =
      ROOT.resolve("spark-jobs/src/main/resources/org/showerforge/jobs/train/train.yaml");
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  static List<String> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve("docs/methods.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBlockWorks(String block) throws IOException {
    ObjectNode configuration;
    try (InputStream in = Files.newInputStream(DEFAULTS)) {
      configuration = Json.readYamlTree(in, DEFAULTS.toString());
    }
    InputStream in = new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8));
    merge(configuration, Json.readYamlTree(in, "docs/methods.md"));
    CascadeRecipe recipe =
        Json.convert(configuration.get("recipe"), CascadeRecipe.class, "docs/methods.md");
    AveragingRule averaging =
        Json.convert(configuration.get("averaging"), AveragingRule.class, "docs/methods.md");
    for (String stage : CascadeRecipe.STAGES) {
      averaging.check(recipe.design(stage, TestGenerators.transform()));
      assertThat(recipe.design(stage, TestGenerators.transform()).response()).isPositive();
    }
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(
            entry -> {
              JsonNode old = into.get(entry.getKey());
              assertThat(old).as("key %s among the defaults", entry.getKey()).isNotNull();
              if (old instanceof ObjectNode object) {
                merge(object, (ObjectNode) entry.getValue());
              } else {
                into.set(entry.getKey(), entry.getValue());
              }
            });
  }
}
