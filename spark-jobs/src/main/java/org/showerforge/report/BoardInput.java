package org.showerforge.report;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.Judged;

/**
 * All that the board is made of: the generators of a registry, and what came of their refreshes.
 *
 * @param registry its folder
 * @param made when the page is made
 * @param generators in the order of the page
 * @param works in the order of the page
 */
public record BoardInput(
    String registry, Instant made, List<Generator> generators, List<Work> works) {
  /** Copies the lists. */
  public BoardInput {
    generators = List.copyOf(generators);
    works = List.copyOf(works);
  }

  /** What can happen to a version. */
  public enum Action {
    /** It was added, and is not current. */
    ADDED,
    /** It became current. */
    PROMOTED,
    /** It was judged, and did not become current. */
    REJECTED,
    /** It became current again. */
    ROLLED_BACK,
    /** Its files were deleted. */
    PRUNED;

    String label() {
      return words(this);
    }
  }

  /** How a refresh can end. */
  public enum Ending {
    /** The challenger is current. */
    PROMOTED,
    /** It is not; the incumbent stays. */
    REJECTED,
    /** There was not enough new data. */
    NOTHING_TO_DO,
    /** A mistake, or a bug. */
    FAILED,
    /** It has not ended. */
    UNDER_WAY;

    String label() {
      return words(this);
    }
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * A line of generators.
   *
   * @param line its name, such as {@code calogan/eplus}
   * @param current the version in production; 0 for none
   * @param damage what of it cannot be read, a line each
   * @param versions how many are there
   * @param history all that has happened, the oldest first
   */
  public record Generator(
      String line, int current, List<String> damage, int versions, List<Event> history) {
    /** Copies the lists. */
    public Generator {
      damage = List.copyOf(damage);
      history = List.copyOf(history);
    }
  }

  /**
   * Something that happened to a version.
   *
   * @param when it happened
   * @param action what happened
   * @param version to which
   * @param current the version in production from then on; 0 for none
   * @param previous the one before; 0 for none
   * @param figures of the version, by name
   * @param previousFigures of the one before on the same events
   * @param reasons in words
   * @param report the address of the version's evaluation; empty if there is none
   */
  public record Event(
      Instant when,
      Action action,
      int version,
      int current,
      int previous,
      Map<String, Judged> figures,
      Map<String, Judged> previousFigures,
      List<String> reasons,
      String report) {
    /** Copies the maps and the list. */
    public Event {
      figures = Map.copyOf(figures);
      previousFigures = Map.copyOf(previousFigures);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Where a refresh works.
   *
   * @param folder its place
   * @param line of generators that it refreshes; empty if no refresh has ended there
   * @param lastSuccess when the last refresh began that did not fail; null if none ever did not
   * @param runs and failures, in any order
   * @param damage what cannot be read, a line each
   */
  public record Work(
      String folder,
      String line,
      @Nullable Instant lastSuccess,
      List<Run> runs,
      List<String> damage) {
    /** Copies the lists. */
    public Work {
      runs = List.copyOf(runs);
      damage = List.copyOf(damage);
    }

    /** What it is called. */
    String name() {
      return line.isEmpty() ? folder : line;
    }
  }

  /**
   * A refresh.
   *
   * @param number of its run; 0 if none was begun
   * @param began when its last attempt began
   * @param begun when its first one did
   * @param ending how it ended
   * @param version of the challenger; 0 without one
   * @param seconds that it took
   * @param steps that are done, in order
   * @param events of the data set
   * @param reasons in words; the last one says most
   */
  public record Run(
      int number,
      Instant began,
      Instant begun,
      Ending ending,
      int version,
      double seconds,
      List<Step> steps,
      Events events,
      List<String> reasons) {
    /** Copies the lists. */
    public Run {
      steps = List.copyOf(steps);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * A step of a run.
   *
   * @param name such as {@code train} or {@code evaluate-incumbent}
   * @param seconds that it took
   */
  public record Step(String name, double seconds) {}

  /**
   * The events of a data set.
   *
   * @param in read from raw files
   * @param out accepted
   * @param cut stopped by a cut
   * @param rejected in the quarantine
   * @param fresh training events that the last run before did not have
   */
  public record Events(long in, long out, long cut, long rejected, long fresh) {}
}
