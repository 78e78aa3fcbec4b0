package org.showerforge.jobs.generate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * How the values of a condition are drawn; exactly one is given.
 *
 * @param fixed always this value
 * @param uniform [min, max], every value as likely
 * @param logUniform [min, max], every factor as likely; min > 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Distribution(
    @JsonProperty(required = false) @Nullable Double fixed,
    @JsonProperty(required = false) @Nullable List<Double> uniform,
    @JsonProperty(required = false) @Nullable List<Double> logUniform)
    implements Serializable {

  /** Checks that exactly one is given. */
  public Distribution {
    int given = (fixed == null ? 0 : 1) + (uniform == null ? 0 : 1) + (logUniform == null ? 0 : 1);
    if (given != 1) {
      throw new UserException(
          "a condition needs exactly one of fixed, uniform, logUniform, got %d", given);
    }
    checkRange("uniform", uniform, Double.NEGATIVE_INFINITY);
    checkRange("logUniform", logUniform, 0);
  }

  private static void checkRange(String key, @Nullable List<Double> range, double above) {
    if (range != null
        && (range.size() != 2 || !(range.get(0) <= range.get(1)) || !(range.get(0) > above))) {
      throw new UserException(
          "%s: must be [min, max] with min <= max%s, got %s",
          key, above == 0 ? " and min > 0" : "", range);
    }
  }

  double least() {
    return fixed != null ? fixed : range().get(0);
  }

  double greatest() {
    return fixed != null ? fixed : range().get(1);
  }

  private List<Double> range() {
    if (uniform != null) {
      return uniform;
    }
    if (logUniform != null) {
      return logUniform;
    }
    throw new IllegalStateException("a fixed value has no range");
  }

  /** The value for a number that is uniform in (0, 1). */
  float value(double unit) {
    double low = least();
    double high = greatest();
    double value =
        logUniform != null ? low * Math.pow(high / low, unit) : low + unit * (high - low);
    return (float) Math.max(low, Math.min(high, value));
  }
}
