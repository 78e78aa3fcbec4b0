package org.showerforge.jobs.generate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.showerforge.UserException;
import org.showerforge.data.mapping.Units;
import org.showerforge.detector.Condition;

/**
 * How the values of a condition are chosen, as a configuration says it, with one key: {@code
 * {fixed: 10}}, {@code {uniform: [1, 20]}}, {@code {logUniform: [1, 20]}}, {@code {powerLaw: [1,
 * 20, 2.7]}}, {@code {grid: [1, 2, 5]}}, {@code {histogram: energies.csv}}; or taken from the table
 * of particles, {@code {column: E, unit: MeV}}.
 */
public sealed interface Distribution extends Serializable {
  /** The least value that can come. */
  double low();

  /** The greatest value that can come. */
  double high();

  /**
   * The value of an event.
   *
   * @param unit uniform in (0, 1)
   * @param turn which event it is, among those that differ in this condition
   */
  double value(double unit, long turn);

  /** After so many turns a grid begins anew; 1 for all others. */
  default int turns() {
    return 1;
  }

  /** As the configuration says it. */
  @JsonValue
  Map<String, Object> entry();

  /** Reads the one key and its value. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Distribution of(Map<String, JsonNode> entry) {
    if (entry.containsKey("column") && Set.of("column", "unit").containsAll(entry.keySet())) {
      JsonNode unit = entry.get("unit");
      return new Column(entry.get("column").asText(), unit == null ? "" : unit.asText());
    }
    if (entry.size() == 1) {
      String key = entry.keySet().iterator().next();
      JsonNode value = entry.values().iterator().next();
      double[] numbers =
          value.isNumber()
              ? new double[] {value.asDouble()}
              : StreamSupport.stream(value.spliterator(), false)
                  .mapToDouble(number -> number.isNumber() ? number.asDouble() : Double.NaN)
                  .toArray();
      boolean finite = numbers.length > 0 && DoubleStream.of(numbers).allMatch(Double::isFinite);
      switch (key) {
        case "fixed" -> {
          if (finite && value.isNumber()) {
            return new Fixed(numbers[0]);
          }
        }
        case "uniform" -> {
          if (finite && numbers.length == 2) {
            return new Uniform(numbers[0], numbers[1]);
          }
        }
        case "logUniform" -> {
          if (finite && numbers.length == 2) {
            return new PowerLaw(key, numbers[0], numbers[1], 1);
          }
        }
        case "powerLaw" -> {
          if (finite && numbers.length == 3) {
            return new PowerLaw(key, numbers[0], numbers[1], numbers[2]);
          }
        }
        case "grid" -> {
          if (finite && value.isArray()) {
            return new Grid(DoubleStream.of(numbers).boxed().toList());
          }
        }
        case "histogram" -> {
          if (value.isTextual()) {
            return HistogramFile.read(value.asText());
          }
          if (value.path("edges").isArray() && value.path("counts").isArray()) {
            return new Histogram(numbers(value.path("edges")), numbers(value.path("counts")));
          }
        }
        default -> {
          // Falls to the message below.
        }
      }
    }
    throw new UserException(
        "a condition is chosen as {fixed: 10}, {uniform: [1, 20]}, {logUniform: [1, 20]}, {powerLaw: [1, 20, 2.7]},"
            + " {grid: [1, 2, 5]}, {histogram: FILE} or {column: NAME, unit: MeV}, got %s",
        entry);
  }

  private static List<Double> numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asDouble).toList();
  }

  private static void checkRange(String key, double low, double high) {
    if (!(low <= high)) {
      throw new UserException(
          "%s: must be [min, max] with min <= max, got [%s, %s]", key, low, high);
    }
  }

  /** One value alone. */
  record Fixed(double low) implements Distribution {
    @Override
    public double high() {
      return low;
    }

    @Override
    public double value(double unit, long turn) {
      return low;
    }

    @Override
    public Map<String, Object> entry() {
      return Map.of("fixed", low);
    }
  }

  /** Every value as likely. */
  record Uniform(double low, double high) implements Distribution {
    /** Checks the range. */
    public Uniform {
      checkRange("uniform", low, high);
    }

    @Override
    public double value(double unit, long turn) {
      return low + unit * (high - low);
    }

    @Override
    public Map<String, Object> entry() {
      return Map.of("uniform", List.of(low, high));
    }
  }

  /**
   * A density proportional to x^-index; of index 1, {@code logUniform}, every factor is as likely.
   */
  record PowerLaw(String key, double low, double high, double index) implements Distribution {
    /** Checks the range. */
    public PowerLaw {
      checkRange(key, low, high);
      if (!(low > 0)) {
        throw new UserException("%s: min must be > 0, got %s", key, low);
      }
    }

    @Override
    public double value(double unit, long turn) {
      if (index == 1) {
        return low * Math.pow(high / low, unit);
      }
      double power = 1 - index;
      double ratio = Math.pow(high / low, power);
      return low * Math.pow(1 + unit * (ratio - 1), 1 / power);
    }

    @Override
    public Map<String, Object> entry() {
      return Map.of(key, key.equals("powerLaw") ? List.of(low, high, index) : List.of(low, high));
    }
  }

  /** The values in turn. Of several grids, every combination comes in turn. */
  record Grid(List<Double> values) implements Distribution {
    /** Copies the list. */
    public Grid {
      values = List.copyOf(values);
    }

    @Override
    public double low() {
      return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    @Override
    public double high() {
      return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    @Override
    public double value(double unit, long turn) {
      return values.get((int) (turn % values.size()));
    }

    @Override
    public int turns() {
      return values.size();
    }

    @Override
    public Map<String, Object> entry() {
      return Map.of("grid", values);
    }
  }

  /**
   * Bins as likely as their counts; within a bin, every value.
   *
   * @param edges the bins' edges, one more than bins, increasing
   * @param counts the bins' counts, none negative
   */
  record Histogram(List<Double> edges, List<Double> counts) implements Distribution {
    /** Checks edges and counts. */
    public Histogram {
      edges = List.copyOf(edges);
      counts = List.copyOf(counts);
      if (counts.isEmpty() || edges.size() != counts.size() + 1) {
        throw new UserException(
            "histogram: needs one edge more than counts, got %d edges and %d counts",
            edges.size(), counts.size());
      }
      double sum = 0;
      for (int i = 0; i < counts.size(); i++) {
        if (!(edges.get(i) < edges.get(i + 1)) || Double.isInfinite(edges.get(i + 1))) {
          throw new UserException(
              "histogram: edges must increase, got %s and %s", edges.get(i), edges.get(i + 1));
        }
        if (!(counts.get(i) >= 0) || Double.isInfinite(counts.get(i))) {
          throw new UserException("histogram: counts must be >= 0, got %s", counts.get(i));
        }
        sum += counts.get(i);
      }
      if (!(sum > 0)) {
        throw new UserException("histogram: all counts are 0");
      }
    }

    @Override
    public double low() {
      return edges.get(0);
    }

    @Override
    public double high() {
      return edges.get(edges.size() - 1);
    }

    @Override
    public double value(double unit, long turn) {
      double sum = 0;
      for (double count : counts) {
        sum += count;
      }
      double left = unit * sum;
      int bin = 0;
      while (bin < counts.size() - 1 && left >= counts.get(bin)) {
        left -= counts.get(bin++);
      }
      double inside = counts.get(bin) > 0 ? Math.min(1, left / counts.get(bin)) : 0;
      return edges.get(bin) + inside * (edges.get(bin + 1) - edges.get(bin));
    }

    @Override
    public Map<String, Object> entry() {
      return Map.of("histogram", Map.of("edges", edges, "counts", counts));
    }
  }

  /**
   * Not chosen but given, in a column of the table of particles, whose range is known when it is
   * read.
   *
   * @param column its name
   * @param unit its unit; empty: the condition's own
   */
  record Column(String column, String unit) implements Distribution {
    /** What makes the condition's unit of the column's. */
    double factor(Condition condition) {
      return unit.isEmpty()
          ? 1
          : Units.factor(unit, condition.unit(), "conditions." + condition.name());
    }

    @Override
    public double low() {
      return Double.NEGATIVE_INFINITY;
    }

    @Override
    public double high() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double value(double uniform, long turn) {
      throw new IllegalStateException("column " + column + " is read, not drawn");
    }

    @Override
    public Map<String, Object> entry() {
      return unit.isEmpty() ? Map.of("column", column) : Map.of("column", column, "unit", unit);
    }
  }
}
