package org.showerforge.data.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.showerforge.UserException;

/** The names in a CSV file's first line, and which fields hold the columns that are wanted. */
final class Header {
  private static final int MAX_COLUMNS = 100_000;
  private static final int NAMES_IN_MESSAGE = 20;
  private static final int UNWANTED = -1;

  private final int[] slots;

  private Header(int[] slots) {
    this.slots = slots;
  }

  /** Reads the line that the fields have begun; names are text in UTF-8. */
  static Header read(byte[] line, Fields fields, List<String> wanted, String file) {
    List<String> names = names(line, fields, file);
    int[] slots = new int[names.size()];
    Arrays.fill(slots, UNWANTED);
    for (int k = 0; k < wanted.size(); k++) {
      String column = wanted.get(k);
      int place = column.isEmpty() ? -1 : names.indexOf(column);
      if (place < 0) {
        throw new UserException(
            "%s: has no column '%s'; its first line names %s",
            file, Excerpt.of(column), listed(names));
      }
      if (names.lastIndexOf(column) != place) {
        throw new UserException("%s: has two columns '%s'", file, Excerpt.of(column));
      }
      slots[place] = k;
    }
    return new Header(slots);
  }

  private static List<String> names(byte[] line, Fields fields, String file) {
    List<String> names = new ArrayList<>();
    while (fields.next()) {
      if (names.size() == MAX_COLUMNS) {
        throw new UserException("%s: has more than %d columns", file, MAX_COLUMNS);
      }
      names.add(name(line, fields.from(), fields.to(), file));
    }
    if (fields.fault() != null) {
      throw new UserException("%s: first line: %s", file, fields.fault());
    }
    return names;
  }

  private static String name(byte[] bytes, int from, int to, String file) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString()
          .replace("\"\"", "\"");
    } catch (CharacterCodingException e) {
      throw new UserException(
          "%s: first line: '%s' is not text in UTF-8; the file must be CSV in UTF-8 whose first"
              + " line names the columns",
          file, Excerpt.of(bytes, from, to));
    }
  }

  private static String listed(List<String> names) {
    List<String> shown = new ArrayList<>();
    for (String name : names.subList(0, Math.min(names.size(), NAMES_IN_MESSAGE))) {
      shown.add(Excerpt.of(name));
    }
    return shown
        + (names.size() > NAMES_IN_MESSAGE
            ? " and " + (names.size() - NAMES_IN_MESSAGE) + " more"
            : "");
  }

  /** The fields of every line. */
  int fields() {
    return slots.length;
  }

  /** The place among the wanted columns of the one in a field; negative: it is not wanted. */
  int slot(int field) {
    return slots[field];
  }
}
