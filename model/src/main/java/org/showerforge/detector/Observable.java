package org.showerforge.detector;

import java.io.Serializable;
import org.showerforge.UserException;

/**
 * A number that a detector gives for an event, such as a likelihood difference of a particle
 * hypothesis.
 *
 * @param name its name in data, configurations and cards, e.g. {@code RichDLLk}
 * @param unit its unit; empty if it has none
 */
public record Observable(String name, String unit) implements Serializable {
  /** Checks the name. */
  public Observable {
    if (name.isBlank()) {
      throw new UserException("observable: needs a name");
    }
  }
}
