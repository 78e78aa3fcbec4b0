package org.showerforge.data.csv;

import java.nio.charset.StandardCharsets;

/** Text of a file as a message can carry it: the beginning, on one line. */
final class Excerpt {
  private static final int LONGEST = 40;

  private Excerpt() {}

  static String of(byte[] text, int from, int to) {
    // A letter takes up to four bytes.
    int length = Math.min(to - from, 4 * LONGEST + 4);
    return of(new String(text, from, length, StandardCharsets.UTF_8));
  }

  static String of(String text) {
    StringBuilder excerpt = new StringBuilder();
    int letters = 0;
    for (int i = 0; i < text.length(); letters++) {
      if (letters == LONGEST) {
        return excerpt.append("...").toString();
      }
      int letter = text.codePointAt(i);
      excerpt.appendCodePoint(isPrintable(letter) ? letter : '?');
      i += Character.charCount(letter);
    }
    return excerpt.toString();
  }

  private static boolean isPrintable(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
