package org.showerforge.root;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;

/** What another reader (JSROOT) says about branches: count, sum, extremes, first values. */
final class ExpectedNumbers {
  private static final double RELATIVE_SUM_ERROR = 1e-12;

  private ExpectedNumbers() {}

  /** Files by name, each with its tree and branches. */
  static Map<String, JsonNode> read(InputStream in) throws IOException {
    Map<String, JsonNode> files = new TreeMap<>();
    new ObjectMapper()
        .readTree(in)
        .fields()
        .forEachRemaining(entry -> files.put(entry.getKey(), entry.getValue()));
    return files;
  }

  /** Compares all branches that are named; returns how many they are. */
  static int check(RootFile file, JsonNode expected) {
    RootTree tree = file.tree(expected.get("tree").asText());
    assertThat(tree.entries()).isEqualTo(expected.get("entries").asLong());
    int checked = 0;
    for (var fields = expected.get("branches").fields(); fields.hasNext(); checked++) {
      var field = fields.next();
      double[] values = tree.branch(field.getKey()).read(0, tree.entries()).doubles();
      compare(field.getKey(), values, field.getValue());
    }
    return checked;
  }

  private static void compare(String branch, double[] values, JsonNode expected) {
    assertThat(values.length).as("%s count", branch).isEqualTo(expected.get("count").asInt());
    assertThat(Arrays.stream(values).filter(v -> v != 0).count())
        .as("%s nonzero", branch)
        .isEqualTo(expected.get("nonzero").asLong());
    assertThat(Arrays.stream(values).filter(Double::isNaN).count())
        .as("%s nan", branch)
        .isEqualTo(expected.get("nan").asLong());
    assertThat(Arrays.stream(values).min().orElseThrow())
        .as("%s min", branch)
        .isEqualTo(expected.get("min").asDouble());
    assertThat(Arrays.stream(values).max().orElseThrow())
        .as("%s max", branch)
        .isEqualTo(expected.get("max").asDouble());
    for (int i = 0; i < expected.get("first").size(); i++) {
      assertThat(values[i]).isEqualTo(expected.get("first").get(i).asDouble());
    }
    double scale = Arrays.stream(values).map(Math::abs).sum();
    assertThat(Arrays.stream(values).sum())
        .as("%s sum", branch)
        .isCloseTo(expected.get("sum").asDouble(), Offset.offset(RELATIVE_SUM_ERROR * scale));
  }
}
