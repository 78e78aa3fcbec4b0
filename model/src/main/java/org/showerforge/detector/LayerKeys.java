package org.showerforge.detector;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A layer's keys as a file has them. The keys tell a rectangular layer from a polar one; a name
 * such as {@code layer_0..layer_44} stands for as many equal layers.
 */
final class LayerKeys {
  private static final Pattern RANGE =
      Pattern.compile("(?<stem>.*?)(?<from>\\d{1,9})\\.\\.\\k<stem>(?<to>\\d{1,9})");

  @JsonProperty private @Nullable String name;
  @JsonProperty private @Nullable Integer nx;
  @JsonProperty private @Nullable Integer ny;
  @JsonProperty private @Nullable Double cellXMm;
  @JsonProperty private @Nullable Double cellYMm;
  @JsonProperty private @Nullable Integer alphaBins;

  @JsonProperty
  @JsonSetter(contentNulls = Nulls.FAIL)
  private @Nullable List<Double> rEdgesMm;

  @JsonProperty private @Nullable Double depthMm;

  /** Jackson's step from keys to layers. */
  static final class ToLayers extends StdConverter<LayerKeys, List<Layer>> {
    @Override
    public List<Layer> convert(LayerKeys keys) {
      return keys.layers();
    }
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (String each : names(given("name", name))) {
      layers.add(layer(each));
    }
    return layers;
  }

  private Layer layer(String each) {
    Map<String, @Nullable Object> rectangular = new LinkedHashMap<>();
    rectangular.put("nx", nx);
    rectangular.put("ny", ny);
    rectangular.put("cellXMm", cellXMm);
    rectangular.put("cellYMm", cellYMm);
    Map<String, @Nullable Object> polar = new LinkedHashMap<>();
    polar.put("alphaBins", alphaBins);
    polar.put("rEdgesMm", rEdgesMm);
    List<String> ofRectangular = present(rectangular);
    List<String> ofPolar = present(polar);
    if (ofRectangular.isEmpty() == ofPolar.isEmpty()) {
      throw new UserException(
          "layer %s: needs the keys of a rectangular layer, %s, or of a polar one, %s; got %s",
          each,
          String.join(", ", rectangular.keySet()),
          String.join(", ", polar.keySet()),
          ofPolar.isEmpty()
              ? "neither"
              : String.join(", ", ofRectangular) + " and " + String.join(", ", ofPolar));
    }
    return ofPolar.isEmpty()
        ? new RectangularLayer(
            each,
            given("nx", nx),
            given("ny", ny),
            given("cellXMm", cellXMm),
            given("cellYMm", cellYMm),
            given("depthMm", depthMm))
        : new PolarLayer(
            each,
            given("alphaBins", alphaBins),
            given("rEdgesMm", rEdgesMm),
            Objects.requireNonNullElse(depthMm, 0.0));
  }

  private static List<String> present(Map<String, @Nullable Object> keys) {
    return keys.entrySet().stream()
        .filter(key -> key.getValue() != null)
        .map(Map.Entry::getKey)
        .toList();
  }

  private <T> T given(String key, @Nullable T value) {
    if (value == null) {
      throw new UserException(
          "%skey '%s' is missing; give it a value",
          name == null ? "" : "layer " + name + ": ", key);
    }
    return value;
  }

  /** The names that a name stands for. */
  private static List<String> names(String name) {
    if (name.isBlank()) {
      throw new UserException("layer: needs a name");
    }
    if (!name.contains("..")) {
      return List.of(name);
    }
    Matcher range = RANGE.matcher(name);
    if (!range.matches()) {
      throw new UserException(
          "layer %s: a range of layers is written as in layer_0..layer_44", name);
    }
    int from = Integer.parseInt(range.group("from"));
    int to = Integer.parseInt(range.group("to"));
    if (from > to || to - from >= DetectorSpec.MAX_LAYERS) {
      throw new UserException(
          "layer %s: a range must rise and have at most %d layers", name, DetectorSpec.MAX_LAYERS);
    }
    List<String> names = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      names.add(range.group("stem") + i);
    }
    return names;
  }
}
