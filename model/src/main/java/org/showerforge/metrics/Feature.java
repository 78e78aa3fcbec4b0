package org.showerforge.metrics;

/** A shower-shape variable and its value for every event. */
public final class Feature {
  private final String name;
  private final String label;
  private final String unit;
  private final double step;
  private final double[] values;

  /**
   * One variable.
   *
   * @param name its name in cards, e.g. {@code width_y.layer_0}
   * @param label what a reader calls it
   * @param unit its unit, empty if it has none
   * @param step the spacing of its values if they are discrete, else 0; histograms keep to it
   * @param values one value per event; kept, not copied
   */
  Feature(String name, String label, String unit, double step, double[] values) {
    this.name = name;
    this.label = label;
    this.unit = unit;
    this.step = step;
    this.values = values;
  }

  /** The same variable of some events. */
  Feature of(int[] events) {
    double[] picked = new double[events.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values[events[i]];
    }
    return new Feature(name, label, unit, step, picked);
  }

  /** Its name in cards. */
  public String name() {
    return name;
  }

  /** What a reader calls it. */
  public String label() {
    return label;
  }

  /** Its unit, empty if it has none. */
  public String unit() {
    return unit;
  }

  /** The spacing of its values if they are discrete, else 0. */
  public double step() {
    return step;
  }

  /** The number of events. */
  public int size() {
    return values.length;
  }

  /** Its value for an event. */
  public double value(int event) {
    return values[event];
  }

  /** Its values, one per event. */
  public double[] values() {
    return values.clone();
  }
}
