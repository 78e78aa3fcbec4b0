package org.showerforge.detector;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A detector's keys as a file has them. A class with fields, not a record: Jackson then lets keys
 * be left out.
 */
final class DetectorKeys {
  @JsonProperty private @Nullable String name;

  @JsonProperty
  @JsonSetter(contentNulls = Nulls.FAIL)
  private @Nullable List<Condition> conditions;

  /** By entry, since an entry may stand for several layers. */
  @JsonProperty
  @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
  @JsonDeserialize(contentConverter = LayerKeys.ToLayers.class)
  private List<List<Layer>> layers = List.of();

  @JsonProperty private double thresholdMeV;

  @JsonProperty
  @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
  private List<Observable> observables = List.of();

  /** The detector that the keys describe. */
  DetectorSpec detector() {
    return new DetectorSpec(
        given("name", name),
        given("conditions", conditions),
        layers.stream().flatMap(List::stream).toList(),
        thresholdMeV,
        observables);
  }

  private static <T> T given(String key, @Nullable T value) {
    if (value == null) {
      throw new UserException("key '%s' is missing; give it a value", key);
    }
    return value;
  }
}
