package org.showerforge.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Shapes and text of an SVG file, in pixels from the top left corner. */
final class SvgFigure {
  /** How a line is drawn; colours that the colour-blind tell apart (Okabe and Ito 2008). */
  enum Style {
    /** Blue. */
    BLUE("#0072b2", ""),
    /** Vermilion, dashed. */
    VERMILION("#d55e00", "7 4"),
    /** Green, dotted. */
    GREEN("#009e73", "2 3"),
    /** Black. */
    BLACK("#222222", ""),
    /** Grey. */
    GREY("#bbbbbb", "");

    private final String colour;
    private final String dashes;

    Style(String colour, String dashes) {
      this.colour = colour;
      this.dashes = dashes;
    }
  }

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  SvgFigure(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Text whose anchor is start, middle or end. */
  void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(text));
  }

  /** Text from bottom to top, centred. */
  void upright(double x, double y, String text) {
    add(
        "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
        x, y, escaped(text));
  }

  /** A line through points. */
  void line(double[] xs, double[] ys, double thickness, Style style) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", xs[i], ys[i]));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\""
            + " stroke-dasharray=\"%s\" stroke-linejoin=\"round\"/>%n",
        points.toString().strip(), style.colour, thickness, style.dashes);
  }

  /** Dots of one size. */
  void dots(double[] xs, double[] ys, double diameter, Style style) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(String.format(Locale.ROOT, "M%.1f %.1fh0", xs[i], ys[i]));
    }
    add(
        "<path d=\"%s\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linecap=\"round\""
            + " stroke-opacity=\"0.6\"/>%n",
        path, style.colour, diameter);
  }

  /** A circle. */
  void circle(double x, double y, double radius, Style style) {
    add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"none\" stroke=\"%s\"/>%n",
        x, y, radius, style.colour);
  }

  /** Writes the file. */
  void write(Path file) {
    String head =
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#222222\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            width,
            height,
            width,
            height);
    try {
      Files.writeString(file, head + body + "</svg>\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String format, Object... values) {
    body.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
