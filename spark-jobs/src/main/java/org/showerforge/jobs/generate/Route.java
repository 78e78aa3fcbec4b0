package org.showerforge.jobs.generate;

import java.io.Serializable;
import org.showerforge.UserException;
import org.showerforge.data.mapping.Cut;

/**
 * A generator and the particles whose showers it makes.
 *
 * @param generator folder of a generator that train wrote
 * @param when a condition on the table's columns, e.g. {@code abs(pdg) == 11 && abs(eta) < 0.2}
 */
public record Route(String generator, String when) implements Serializable {
  /** Checks the keys. */
  public Route {
    if (generator.isBlank()) {
      throw new UserException("routes: generator: must name a folder");
    }
    Cut.parse(when);
  }
}
