package org.showerforge.onnx;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorCard;

/** What a model's inputs and outputs are. */
public enum Layout {
  /** Conditions and normals in; MeV out. */
  SHOWERFORGE,
  /** That of Geant4's example Par04: one vector in, fractions of the incident energy out. */
  PAR04;

  @JsonCreator
  static Layout of(String name) {
    return Arrays.stream(values())
        .filter(layout -> layout.configured().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "layout: must be one of %s, got '%s'",
                    Arrays.stream(values()).map(Layout::configured).toList(), name));
  }

  /** The name in a configuration. */
  @JsonValue
  public String configured() {
    return name().toLowerCase(Locale.ROOT);
  }

  Ports ports(GeneratorCard card) {
    return switch (this) {
      case SHOWERFORGE -> new ShowerForgePorts(card);
      case PAR04 -> new Par04Ports(card);
    };
  }
}
