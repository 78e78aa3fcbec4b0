package org.showerforge.network;

import java.util.Arrays;
import java.util.List;

/**
 * A frame with two axes in a figure.
 *
 * @param box left, top, width and height in pixels
 */
record SvgAxes(SvgFigure figure, Box box, Axis horizontal, Axis vertical) {
  private static final double TICK = 5;

  /** Where a frame lies, in pixels. */
  record Box(double left, double top, double width, double height) {}

  /** The scales. */
  enum Scale {
    /** By the value. */
    LINEAR,
    /** By its logarithm. */
    LOG
  }

  /** An axis; a label for each tick. */
  record Axis(double min, double max, Scale scale, List<Double> ticks, List<String> labels) {
    /** From 0 at min to 1 at max; values outside are put on the nearer end. */
    double position(double value) {
      double inside = Math.min(max, Math.max(min, value));
      return scale == Scale.LOG
          ? Math.log(inside / min) / Math.log(max / min)
          : (inside - min) / (max - min);
    }
  }

  double x(double value) {
    return box.left + box.width * horizontal.position(value);
  }

  double y(double value) {
    return box.top + box.height * (1 - vertical.position(value));
  }

  /** Frame, ticks and their labels. */
  void draw() {
    double right = box.left + box.width;
    double bottom = box.top + box.height;
    figure.line(
        new double[] {box.left, right, right, box.left, box.left},
        new double[] {box.top, box.top, bottom, bottom, box.top},
        1,
        SvgFigure.Style.BLACK);
    for (int i = 0; i < horizontal.ticks.size(); i++) {
      double x = x(horizontal.ticks.get(i));
      figure.line(
          new double[] {x, x}, new double[] {bottom, bottom - TICK}, 1, SvgFigure.Style.BLACK);
      figure.text(x, bottom + 18, "middle", horizontal.labels.get(i));
    }
    for (int i = 0; i < vertical.ticks.size(); i++) {
      double y = y(vertical.ticks.get(i));
      figure.line(
          new double[] {box.left, box.left + TICK}, new double[] {y, y}, 1, SvgFigure.Style.BLACK);
      figure.text(box.left - 7, y + 5, "end", vertical.labels.get(i));
    }
  }

  /** What the axes are, with units. */
  void name(String horizontalName, String verticalName, double labelsWidth) {
    figure.text(box.left + box.width / 2, box.top + box.height + 40, "middle", horizontalName);
    figure.upright(box.left - labelsWidth, box.top + box.height / 2, verticalName);
  }

  /** A line through points. */
  void line(double[] xs, double[] ys, double thickness, SvgFigure.Style style) {
    figure.line(
        Arrays.stream(xs).map(this::x).toArray(),
        Arrays.stream(ys).map(this::y).toArray(),
        thickness,
        style);
  }

  /** Points that lie in a row, (x, y) after (x, y); those outside are left out. */
  void dots(float[] pairs, double diameter, SvgFigure.Style style) {
    int[] inside =
        java.util.stream.IntStream.range(0, pairs.length / 2)
            .filter(i -> holds(horizontal, pairs[2 * i]) && holds(vertical, pairs[2 * i + 1]))
            .toArray();
    figure.dots(
        Arrays.stream(inside).mapToDouble(i -> x(pairs[2 * i])).toArray(),
        Arrays.stream(inside).mapToDouble(i -> y(pairs[2 * i + 1])).toArray(),
        diameter,
        style);
  }

  private static boolean holds(Axis axis, double value) {
    return value >= axis.min && value <= axis.max;
  }
}
