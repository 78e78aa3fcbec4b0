package org.showerforge.jobs.refresh;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.showerforge.UserException;
import org.showerforge.metrics.Judged;

/**
 * What came of a refresh; the content of {@code last.json}, of every run's {@code outcome.json} and
 * of {@code failures/}.
 *
 * @param formatVersion of this layout
 * @param showerforge the version that ran
 * @param line what the generator is for
 * @param began when the command began, ISO 8601
 * @param seconds how long it took; a run that was killed before has more in its steps
 * @param kind what came of it
 * @param run the run's number; 0 if none was begun
 * @param version of the challenger in the registry; 0 without one
 * @param incumbent the version that was current before; 0 for none
 * @param current the version that is current now; 0 for none
 * @param reasons in words, one a line
 * @param steps what the run did, in order, whenever it was
 * @param events of the data set
 * @param challenger its figures, by name; empty if it was not judged
 * @param incumbentFigures those of the incumbent on the same events; empty without one
 * @param lastSuccess when the last refresh began that did not fail; empty if none ever did not
 */
public record Outcome(
    int formatVersion,
    String showerforge,
    String line,
    String began,
    double seconds,
    Kind kind,
    int run,
    int version,
    int incumbent,
    int current,
    List<String> reasons,
    List<Step> steps,
    Events events,
    Map<String, Judged> challenger,
    Map<String, Judged> incumbentFigures,
    String lastSuccess) {
  /** The layout that this version reads and writes. */
  public static final int FORMAT_VERSION = 1;

  /** Refuses another layout; copies. */
  public Outcome {
    if (formatVersion != FORMAT_VERSION) {
      throw new UserException("outcome is of format %d, need %d", formatVersion, FORMAT_VERSION);
    }
    reasons = List.copyOf(reasons);
    steps = List.copyOf(steps);
    challenger = new TreeMap<>(challenger);
    incumbentFigures = new TreeMap<>(incumbentFigures);
  }

  /** Without the figures of single shower shapes, of which there are hundreds. */
  public Outcome brief() {
    return new Outcome(
        formatVersion,
        showerforge,
        line,
        began,
        seconds,
        kind,
        run,
        version,
        incumbent,
        current,
        reasons,
        steps,
        events,
        headlines(challenger),
        headlines(incumbentFigures),
        lastSuccess);
  }

  private static Map<String, Judged> headlines(Map<String, Judged> figures) {
    Map<String, Judged> headlines = new TreeMap<>(figures);
    headlines.keySet().removeIf(figure -> figure.contains("/"));
    return headlines;
  }

  /** How a refresh can end. */
  public enum Kind {
    /** The challenger is current. */
    PROMOTED,
    /** It is not; the incumbent stays. */
    REJECTED,
    /** There was not enough new data. */
    NOTHING_TO_DO,
    /** A mistake, or a bug; the run, if one was begun, is carried on with next time. */
    FAILED;

    /** As it is written: {@code nothing-to-do}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
      }
      throw new UserException("unknown outcome '%s'", label);
    }
  }

  /**
   * A step of a run.
   *
   * @param name prepare, train, showers-challenger, evaluate-challenger, showers-incumbent,
   *     evaluate-incumbent, register, generate
   * @param seconds how long it took in the attempt that ended it
   */
  public record Step(String name, double seconds) {}

  /**
   * The events of the data set.
   *
   * @param in read from raw files
   * @param out accepted
   * @param cut stopped by a cut
   * @param rejected in the quarantine; in = out + cut + rejected
   * @param training of those accepted, the ones that are trained on
   * @param fresh training events that the last run before did not have
   */
  public record Events(long in, long out, long cut, long rejected, long training, long fresh) {
    /** Where no data set is. */
    public static final Events NONE = new Events(0, 0, 0, 0, 0, 0);
  }
}
