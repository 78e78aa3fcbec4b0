package org.showerforge;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something the user can mend: a wrong path, value or file.
 *
 * <p>The message is one line that says what, value, bound and where, and how to mend it. The
 * command line prints it without a stack trace and exits with code 2; any other exception is a bug
 * and keeps its trace.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Builds the line that the user reads.
   *
   * @param format as in {@link String#format}; one line
   * @param arguments its arguments
   */
  @FormatMethod
  public UserException(String format, @Nullable Object... arguments) {
    super(String.format(Locale.ROOT, format, arguments));
  }
}
