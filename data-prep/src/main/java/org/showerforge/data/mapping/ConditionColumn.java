package org.showerforge.data.mapping;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * Where a condition comes from: exactly one of a column, a number that all events share, and a
 * number in the file's name. In YAML: {@code P}, {@code {column: P, unit: MeV}}, {@code {value: 50,
 * unit: GeV}} or {@code {fileName: "_E([0-9]+)_", unit: MeV}}.
 *
 * @param column the column's name
 * @param value the number
 * @param fileName a regular expression that is found in the file's name (without its folder); its
 *     first group is the number
 * @param unit the unit there; null: the detector's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConditionColumn(
    @Nullable String column,
    @Nullable Double value,
    @Nullable String fileName,
    @Nullable String unit) {

  /** Checks that there is one origin. */
  public ConditionColumn {
    int origins = (column == null ? 0 : 1) + (value == null ? 0 : 1) + (fileName == null ? 0 : 1);
    if (origins != 1) {
      throw new UserException(
          "must have exactly one of the keys column, value and fileName, got %d", origins);
    }
    if (value != null && !Double.isFinite(value)) {
      throw new UserException("value: must be finite, got %s", value);
    }
    if (fileName != null) {
      pattern(fileName);
    }
  }

  /** Reads the short form, a name, or the long one. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ConditionColumn of(JsonNode node) {
    if (node.isTextual()) {
      return new ConditionColumn(node.asText(), null, null, null);
    }
    Keys keys = Keys.of(node, "column", "value", "fileName", "unit");
    return new ConditionColumn(
        keys.text("column"), keys.number("value"), keys.text("fileName"), keys.text("unit"));
  }

  static ConditionColumn column(String name, @Nullable String unit) {
    return new ConditionColumn(name, null, null, unit);
  }

  /**
   * The number that all events of a file share, where there is no column.
   *
   * @param path the file
   * @param name its last part
   * @param condition for messages
   */
  double shared(String path, String name, String condition) {
    if (value != null) {
      return value;
    }
    if (fileName == null) {
      throw new IllegalStateException(condition + " has a column");
    }
    Matcher matcher = pattern(fileName).matcher(name);
    if (!matcher.find() || matcher.group(1) == null) {
      throw new UserException(
          "%s: its name does not match mapping.conditions.%s.fileName '%s'",
          path, condition, fileName);
    }
    try {
      return Double.parseDouble(matcher.group(1));
    } catch (NumberFormatException e) {
      throw new UserException(
          "%s: mapping.conditions.%s.fileName finds '%s', which is not a number",
          path, condition, matcher.group(1));
    }
  }

  private static Pattern pattern(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.matcher("").groupCount() != 1) {
        throw new UserException(
            "fileName: must have one group, as in '_E([0-9]+)_', got '%s'", text);
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new UserException(
          "fileName: is not a regular expression: '%s' (%s)", text, e.getDescription());
    }
  }
}
