package org.showerforge.data.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** The keys of a YAML object of which some may be missing. */
final class Keys {
  private final JsonNode node;

  private Keys(JsonNode node) {
    this.node = node;
  }

  /** Refuses every other key. */
  static Keys of(JsonNode node, String... known) {
    if (!node.isObject()) {
      throw new UserException(
          "must be a column's name or have the keys %s", String.join(", ", known));
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!List.of(known).contains(name)) {
        throw new UserException("unknown key '%s'; known here: %s", name, String.join(", ", known));
      }
    }
    return new Keys(node);
  }

  @Nullable String text(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new UserException("key '%s': needs a text, got %s", key, value);
    }
    return value.asText();
  }

  @Nullable Double number(String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw new UserException("key '%s': needs a number, got %s", key, value);
    }
    return value.asDouble();
  }
}
