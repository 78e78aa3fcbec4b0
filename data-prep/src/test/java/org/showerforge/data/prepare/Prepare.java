package org.showerforge.data.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.card.Json;

/** Configurations and runs of the job, as a user makes them with {@code --set}. */
final class Prepare {
  private Prepare() {}

  /** The defaults with some keys changed: {@code rules.rejectEmpty=true}. */
  static PrepareConfig config(List<String> input, Path output, String... settings) {
    ObjectNode tree = (ObjectNode) Json.tree(PrepareConfig.of(input, output.toString()));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String[] keys = setting.substring(0, equals).split("\\.", -1);
      ObjectNode node = tree;
      for (int i = 0; i + 1 < keys.length; i++) {
        node = (ObjectNode) node.get(keys[i]);
      }
      node.set(keys[keys.length - 1], Json.parseYamlValue(setting.substring(equals + 1), setting));
    }
    return Json.convert(tree, PrepareConfig.class, "prepare configuration");
  }

  static PreparedCard run(JavaSparkContext sc, PrepareConfig config) throws IOException {
    return result(sc, config).card();
  }

  static PrepareJob.Result result(JavaSparkContext sc, PrepareConfig config) throws IOException {
    return PrepareJob.run(sc, config, Progress.Stages.NONE);
  }
}
