package org.showerforge.data.prepare;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FSError;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.output.StorageFailure;

/**
 * What a task has to say: its report, or why the user must mend something.
 *
 * <p>A user's error travels as a value and not as an exception, since Spark would run the task
 * again and then bury the message in its own. Reports travel as JSON, which every Spark serialiser
 * carries (Kryo cannot rebuild records).
 */
final class Outcome {
  private static final String OK = "+";
  private static final String ERROR = "-";

  private Outcome() {}

  /** Runs a task's body. */
  static String of(Body body) throws Exception {
    try {
      return OK + new String(Json.write(body.run()), StandardCharsets.UTF_8);
    } catch (UserException e) {
      return ERROR + e.getMessage();
    } catch (IOException | UncheckedIOException | FSError e) {
      UserException user = StorageFailure.explain(e);
      if (user == null) {
        throw e;
      }
      return ERROR + user.getMessage();
    }
  }

  /** The error that an outcome carries, if it does. */
  private static @Nullable String error(String outcome) {
    return outcome.startsWith(ERROR) ? outcome.substring(1) : null;
  }

  /** The report that a successful outcome carries. */
  private static <T> T report(String outcome, Class<T> type) {
    byte[] json = outcome.substring(1).getBytes(StandardCharsets.UTF_8);
    return Json.read(new ByteArrayInputStream(json), type, type.getSimpleName());
  }

  /** The reports of all tasks, or the error of those that have one. */
  static <T> List<T> reports(List<String> outcomes, Class<T> type) {
    List<String> errors = outcomes.stream().map(Outcome::error).filter(Objects::nonNull).toList();
    if (!errors.isEmpty()) {
      throw new UserException(
          "%s%s",
          errors.get(0),
          errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more like it)");
    }
    return outcomes.stream().map(outcome -> Outcome.report(outcome, type)).toList();
  }

  /** A task's body. */
  interface Body {
    Object run() throws Exception;
  }
}
