package org.showerforge.jobs.refresh;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.showerforge.UserException;

/** What a challenger's training begins with. */
public enum StartFrom {
  /** Networks drawn at random. */
  SCRATCH,
  /** All that the incumbent's training ended with. */
  INCUMBENT;

  @JsonValue
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static StartFrom of(String name) {
    return Arrays.stream(values())
        .filter(start -> start.label().equals(name))
        .findFirst()
        .orElseThrow(() -> new UserException("unknown '%s'; known: scratch, incumbent", name));
  }
}
