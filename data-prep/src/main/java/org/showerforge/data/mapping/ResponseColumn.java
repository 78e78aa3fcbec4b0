package org.showerforge.data.mapping;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * Where a piece of the response comes from; the pieces follow each other. In YAML: {@code DLLK} or
 * {@code {column: "cell_[0..503]", unit: MeV}}, which stands for the columns cell_0, cell_1, ...
 *
 * @param column the column's name, with at most one range of numbers in square brackets
 * @param unit the unit there; null: the detector's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResponseColumn(String column, @Nullable String unit) {
  private static final Pattern RANGE = Pattern.compile("(.*)\\[(\\d{1,9})\\.\\.(\\d{1,9})](.*)");
  private static final int MAX_COLUMNS = 1_000_000;

  /** Reads the short form, a name, or the long one. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ResponseColumn of(JsonNode node) {
    if (node.isTextual()) {
      return new ResponseColumn(node.asText(), null);
    }
    Keys keys = Keys.of(node, "column", "unit");
    String column = keys.text("column");
    if (column == null) {
      throw new UserException("key 'column' is missing; give it a value");
    }
    return new ResponseColumn(column, keys.text("unit"));
  }

  /** The names of the columns. */
  List<String> names() {
    Matcher range = RANGE.matcher(column);
    if (!range.matches()) {
      return List.of(column);
    }
    int first = Integer.parseInt(range.group(2));
    int last = Integer.parseInt(range.group(3));
    if (last < first || last - first >= MAX_COLUMNS) {
      throw new UserException(
          "mapping.response: %s: the range must rise and have at most %d numbers",
          column, MAX_COLUMNS);
    }
    List<String> names = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      names.add(range.group(1) + i + range.group(4));
    }
    return names;
  }
}
