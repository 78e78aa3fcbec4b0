package org.showerforge.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.showerforge.UserException;

/** What makes the response of the generator's last layer, by the name in a configuration. */
public enum HeadKind {
  /** The last layer's output as it is. */
  LINEAR,
  /** Cells with independent noise of their own, never negative. */
  NOISY_CELLS,
  /** The exponential of the last layer's output. */
  EXP,
  /** Fractions that sum to one over each image. */
  SOFTMAX;

  @JsonCreator
  static HeadKind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.configured().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "unknown '%s'; known: %s",
                    name, Arrays.stream(values()).map(HeadKind::configured).toList()));
  }

  /** The name in a configuration. */
  @JsonValue
  public String configured() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
