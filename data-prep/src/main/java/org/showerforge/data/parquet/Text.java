package org.showerforge.data.parquet;

/** Names out of a file as a message can carry them. */
final class Text {
  private Text() {}

  /** The beginning of a text, with anything but plain letters, digits and signs replaced. */
  static String oneLine(String text, int longest) {
    String start = text.length() > longest ? text.substring(0, longest) + "..." : text;
    return start.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
  }
}
