package org.showerforge.data.mapping;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.showerforge.UserException;

/**
 * Which column of a raw file is what. What is not named is taken from the column of its own name,
 * in the detector's unit: each condition, and each layer or observable.
 *
 * @param conditions where conditions come from, by the detector's names for them
 * @param response where the response comes from, piece by piece in the detector's order; empty: by
 *     name
 * @param weight the column of the events' weights; empty: all weigh 1
 * @param tree the tree of ROOT files; empty: their only one
 * @param delimiter what stands between the fields of CSV lines, one character
 */
public record Mapping(
    Map<String, ConditionColumn> conditions,
    List<ResponseColumn> response,
    String weight,
    String tree,
    String delimiter) {

  /** Nothing is named. */
  public static final Mapping BY_NAME = new Mapping(Map.of(), List.of(), "", "", ",");

  /** Copies the collections. */
  public Mapping {
    conditions = new TreeMap<>(conditions);
    response = List.copyOf(response);
    if (delimiter.length() != 1 || delimiter.matches("[\"\\w.+\\n\\r-]")) {
      throw new UserException(
          "delimiter: must be one character that is in no number, got '%s'", delimiter);
    }
  }
}
