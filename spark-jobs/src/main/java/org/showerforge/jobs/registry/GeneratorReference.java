package org.showerforge.jobs.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A generator of a registry, as a configuration names it: {@code registry:calogan/eplus@current} or
 * {@code registry:calogan/eplus@v7}.
 *
 * @param line what it is for
 * @param version its number; null: the one that is current
 */
public record GeneratorReference(LineName line, @Nullable Integer version) {
  private static final String SCHEME = "registry:";
  private static final Pattern FORM =
      Pattern.compile("registry:([^@]+)@(current|v0*([1-9]\\d{0,5}))");

  /** Whether a generator's place is in a registry and not a folder's path. */
  public static boolean is(String place) {
    return place.startsWith(SCHEME);
  }

  /** Reads it. */
  public static GeneratorReference of(String place) {
    Matcher matcher = FORM.matcher(place);
    if (!matcher.matches()) {
      throw new UserException(
          "generator '%s': must be registry:<detector>/<particle>@current or ...@v<number>", place);
    }
    String number = matcher.group(3);
    return new GeneratorReference(
        LineName.of(matcher.group(1)), number == null ? null : Integer.valueOf(number));
  }
}
