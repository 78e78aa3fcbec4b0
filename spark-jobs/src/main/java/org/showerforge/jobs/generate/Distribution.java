package org.showerforge.jobs.generate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.showerforge.UserException;

/**
 * How the values of a condition are drawn, as a configuration says it: {@code {fixed: 10}}, {@code
 * {uniform: [1, 20]}} or {@code {logUniform: [1, 20]}}.
 *
 * @param kind the key
 * @param low least value
 * @param high greatest value; low, if fixed
 */
public record Distribution(Kind kind, double low, double high) implements Serializable {

  /** What is as likely as what. */
  public enum Kind {
    /** One value alone. */
    FIXED("fixed"),
    /** Every value. */
    UNIFORM("uniform"),
    /** Every factor; the range must be positive. */
    LOG_UNIFORM("logUniform");

    private final String key;

    Kind(String key) {
      this.key = key;
    }
  }

  /** Checks the range. */
  public Distribution {
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new UserException(
          "%s: must be [min, max] with min <= max, got [%s, %s]", kind.key, low, high);
    }
    if (kind == Kind.LOG_UNIFORM && !(low > 0)) {
      throw new UserException("logUniform: min must be > 0, got %s", low);
    }
  }

  /** Reads the one key and its value. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Distribution of(Map<String, JsonNode> entry) {
    if (entry.size() == 1) {
      Map.Entry<String, JsonNode> only = entry.entrySet().iterator().next();
      JsonNode value = only.getValue();
      for (Kind kind : Kind.values()) {
        if (kind.key.equals(only.getKey())) {
          if (kind == Kind.FIXED && value.isNumber()) {
            return new Distribution(kind, value.asDouble(), value.asDouble());
          }
          if (kind != Kind.FIXED
              && value.size() == 2
              && value.get(0).isNumber()
              && value.get(1).isNumber()) {
            return new Distribution(kind, value.get(0).asDouble(), value.get(1).asDouble());
          }
        }
      }
    }
    throw new UserException(
        "a condition is drawn as {fixed: 10}, {uniform: [1, 20]} or {logUniform: [1, 20]}, got %s",
        entry);
  }

  /** As the configuration says it. */
  @JsonValue
  Map<String, Object> entry() {
    return Map.of(kind.key, kind == Kind.FIXED ? low : List.of(low, high));
  }

  /** The value for a number that is uniform in (0, 1). */
  float value(double unit) {
    double value =
        kind == Kind.LOG_UNIFORM ? low * Math.pow(high / low, unit) : low + unit * (high - low);
    return (float) Math.max(low, Math.min(high, value));
  }
}
