package org.showerforge.data.mapping;

import java.util.Map;
import org.showerforge.UserException;

/** Conversions between units by their names; numbers without a unit have the empty name. */
public final class Units {
  private static final Map<String, Unit> KNOWN =
      Map.ofEntries(
          Map.entry("eV", new Unit("energy", 1e-6)),
          Map.entry("keV", new Unit("energy", 1e-3)),
          Map.entry("MeV", new Unit("energy", 1)),
          Map.entry("GeV", new Unit("energy", 1e3)),
          Map.entry("TeV", new Unit("energy", 1e6)),
          Map.entry("um", new Unit("length", 1e-3)),
          Map.entry("mm", new Unit("length", 1)),
          Map.entry("cm", new Unit("length", 10)),
          Map.entry("m", new Unit("length", 1e3)),
          Map.entry("mrad", new Unit("angle", 1e-3)),
          Map.entry("rad", new Unit("angle", 1)),
          Map.entry("deg", new Unit("angle", Math.PI / 180)));

  private Units() {}

  /**
   * A unit.
   *
   * @param size in the unit of its kind: MeV, mm, rad
   */
  private record Unit(String kind, double size) {}

  /**
   * What a number in one unit is multiplied by to be in another.
   *
   * @param where the key that names {@code from}, for the error
   */
  public static double factor(String from, String to, String where) {
    if (from.equals(to)) {
      return 1;
    }
    Unit source = KNOWN.get(from);
    if (source == null) {
      throw new UserException(
          "%s: unknown unit '%s'; known are %s",
          where, from, KNOWN.keySet().stream().sorted().toList());
    }
    Unit target = KNOWN.get(to);
    if (target == null || !target.kind.equals(source.kind)) {
      throw new UserException(
          "%s: %s (%s) cannot become '%s', the detector's unit", where, from, source.kind, to);
    }
    return source.size / target.size;
  }
}
