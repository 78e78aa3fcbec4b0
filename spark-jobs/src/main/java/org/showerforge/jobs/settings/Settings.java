package org.showerforge.jobs.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/**
 * A job's configuration. Precedence, lowest first: the shipped YAML of the job, which documents
 * every key; the user's YAML; {@code --set key=value} in the order given. Keys are laid over one by
 * one; lists and values replace. Unknown keys are refused by name when the whole becomes the job's
 * record.
 */
public final class Settings {
  private Settings() {}

  /**
   * Resolves a configuration.
   *
   * @param job whose shipped YAML is the base, e.g. {@code train}
   * @param file the user's YAML, or empty
   * @param overrides {@code key=value}, the key dotted
   * @param type the job's record; the shipped YAML lies beside it
   */
  public static <T> T resolve(String job, String file, List<String> overrides, Class<T> type) {
    ObjectNode tree = shipped(job, type);
    String where = job + " configuration";
    if (!file.isEmpty()) {
      where = file;
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        lay(Json.readYamlTree(in, file), tree);
      } catch (IOException e) {
        throw new UserException("configuration %s cannot be read; is the path right?", file);
      }
    }
    for (String override : overrides) {
      set(tree, override);
    }
    return Json.convert(tree, type, where);
  }

  /**
   * Resolves a configuration whose user's keys are part of another one.
   *
   * @param keys the user's
   */
  public static <T> T resolve(String job, ObjectNode keys, List<String> overrides, Class<T> type) {
    ObjectNode tree = shipped(job, type);
    lay(keys, tree);
    overrides.forEach(override -> set(tree, override));
    return Json.convert(tree, type, job + " configuration");
  }

  /** The shipped YAML as it stands, with its comments. */
  public static String shippedText(String job, Class<?> type) {
    try (InputStream in = open(job, type)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode shipped(String job, Class<?> type) {
    try (InputStream in = open(job, type)) {
      return Json.readYamlTree(in, job + ".yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String job, Class<?> type) {
    InputStream in = type.getResourceAsStream(job + ".yaml");
    if (in == null) {
      throw new IllegalStateException("no shipped configuration for " + job);
    }
    return in;
  }

  private static void lay(ObjectNode over, ObjectNode base) {
    Iterator<Map.Entry<String, JsonNode>> fields = over.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getValue() instanceof ObjectNode child
          && base.get(field.getKey()) instanceof ObjectNode below) {
        lay(child, below);
      } else {
        base.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void set(ObjectNode tree, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new UserException(
          "--set %s: need key=value, e.g. --set recipe.shapes.training.batch=512", override);
    }
    String[] path = override.substring(0, equals).split("\\.", -1);
    ObjectNode node = tree;
    for (int i = 0; i + 1 < path.length; i++) {
      JsonNode child = node.get(path[i]);
      if (child == null || child.isNull()) {
        child = node.putObject(path[i]);
      }
      if (!(child instanceof ObjectNode object)) {
        throw new UserException("--set %s: %s has no keys below it", override, path[i]);
      }
      node = object;
    }
    node.set(
        path[path.length - 1],
        Json.parseYamlValue(override.substring(equals + 1), "--set " + override));
  }
}
