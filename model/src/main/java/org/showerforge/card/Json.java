package org.showerforge.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.showerforge.UserException;

/**
 * JSON and YAML into records and back, the same way everywhere: unknown keys are refused by name,
 * numbers are never silently truncated, and no class name in a file is ever followed.
 */
public final class Json {
  private static final ObjectMapper JSON = configure(new JsonMapper());
  private static final ObjectMapper YAML = configure(new YAMLMapper());

  /** How Jackson's message on a key that a record needs begins. */
  private static final String MISSING = "Missing creator property";

  /** How Jackson's messages on a value of another shape begin, which then name Java's types. */
  private static final Pattern OF_JAVA =
      Pattern.compile("^Cannot (deserialize value|construct instance) of [^,]*org[.]showerforge");

  private Json() {}

  private static ObjectMapper configure(ObjectMapper mapper) {
    return mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  }

  /** Pretty JSON with a final newline. */
  public static byte[] write(Object value) {
    try {
      return (JSON.writeValueAsString(value) + "\n")
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A value as a JSON tree. */
  public static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /**
   * Reads JSON into a record.
   *
   * @param where names the source in the error
   */
  public static <T> T read(InputStream in, Class<T> type, String where) {
    return read(JSON, in, type, where);
  }

  /**
   * Reads YAML into a record.
   *
   * @param where names the source in the error
   */
  public static <T> T readYaml(InputStream in, Class<T> type, String where) {
    return read(YAML, in, type, where);
  }

  /**
   * Reads YAML into a tree whose values can still be overridden; an empty file is an empty object.
   */
  public static ObjectNode readYamlTree(InputStream in, String where) {
    try {
      JsonNode node = YAML.readTree(in);
      if (node == null || node.isMissingNode() || node.isNull()) {
        return YAML.createObjectNode();
      }
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new UserException("%s: expected keys and values, got a %s", where, node.getNodeType());
    } catch (IOException e) {
      throw explain(e, where);
    }
  }

  /** Reads one YAML value, as it stands to the right of a key. */
  public static JsonNode parseYamlValue(String text, String where) {
    if (text.isBlank()) {
      // YAML has no value there; "key=" means an empty one.
      return TextNode.valueOf("");
    }
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw explain(e, where);
    }
  }

  /** Turns a tree into a record, refusing unknown keys. */
  public static <T> T convert(JsonNode node, Class<T> type, String where) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw explain(e, where);
    }
  }

  private static <T> T read(ObjectMapper mapper, InputStream in, Class<T> type, String where) {
    try {
      return mapper.readValue(in, type);
    } catch (IOException e) {
      throw explain(e, where);
    }
  }

  private static UserException explain(IOException e, String where) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UserException user) {
        return new UserException("%s: %s", where, located(e, String.valueOf(user.getMessage())));
      }
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds() == null
              ? ""
              : unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", "));
      return new UserException("%s: unknown key '%s'; known here: %s", where, path(unknown), known);
    }
    if (e instanceof JsonMappingException mapping
        && mapping.getOriginalMessage().startsWith(MISSING)) {
      return new UserException("%s: key '%s' is missing; give it a value", where, path(mapping));
    }
    if (e instanceof InvalidFormatException invalid) {
      return new UserException(
          "%s: key '%s': needs %s, got '%s'",
          where, path(invalid), kind(invalid.getTargetType()), invalid.getValue());
    }
    if (e instanceof MismatchedInputException mismatched
        && mismatched.getTargetType() != null
        && OF_JAVA.matcher(mismatched.getOriginalMessage()).find()) {
      return new UserException(
          "%s: key '%s': needs %s",
          where,
          path(mismatched),
          Collection.class.isAssignableFrom(mismatched.getTargetType())
              ? "a list"
              : "keys and values");
    }
    if (e instanceof JsonMappingException mapping) {
      return new UserException(
          "%s: key '%s': %s", where, path(mapping), mapping.getOriginalMessage());
    }
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
    return new UserException("%s: cannot be read: %s", where, message.replace('\n', ' '));
  }

  private static String kind(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == float.class || type == Double.class) {
      return "a number";
    }
    return type == boolean.class ? "true or false" : "a " + type.getSimpleName();
  }

  /** What a record said of one of its keys, with the way to the record in front. */
  private static String located(IOException e, String message) {
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    if (path.isEmpty()) {
      return message;
    }
    return path + (message.matches("(?s)[\\w.]+: .*") ? "." : ": ") + message;
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      } else {
        path.append('[').append(reference.getIndex()).append(']');
      }
    }
    return path.toString();
  }
}
