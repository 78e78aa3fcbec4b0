package org.showerforge.jobs.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.showerforge.UserException;

/**
 * What a generator is for: a detector and a particle, such as {@code calogan/eplus}. Nothing else
 * becomes part of a path.
 *
 * @param detector lower-case letters, digits, dots, hyphens and underscores; a letter or digit
 *     first
 * @param particle likewise
 */
public record LineName(String detector, String particle) {
  private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern NAME = Pattern.compile("([^/]+)/([^/]+)");

  /** Checks both parts. */
  public LineName {
    if (!is(detector, particle)) {
      throw new UserException(
          "generator %s/%s: must be <detector>/<particle> of lower-case letters, digits, '.', '-'"
              + " and '_', e.g. calogan/eplus",
          detector, particle);
    }
  }

  /** Whether two folders' names are a detector's and a particle's. */
  static boolean is(String detector, String particle) {
    return PART.matcher(detector).matches() && PART.matcher(particle).matches();
  }

  /** The name in a configuration. */
  public static LineName of(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      throw new UserException(
          "generator '%s': must be <detector>/<particle>, e.g. calogan/eplus", text);
    }
    return new LineName(matcher.group(1), matcher.group(2));
  }

  @Override
  public String toString() {
    return detector + "/" + particle;
  }
}
