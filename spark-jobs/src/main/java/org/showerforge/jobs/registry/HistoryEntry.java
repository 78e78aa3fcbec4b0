package org.showerforge.jobs.registry;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.metrics.Judged;

/**
 * Something that happened to a line of generators; never changed afterwards.
 *
 * @param formatVersion of this layout
 * @param number entries are numbered from 1
 * @param when ISO 8601
 * @param showerforge the version that did it
 * @param action what happened
 * @param version that it happened to
 * @param current the version that is current from now on; 0 for none
 * @param previous the one that was before; 0 for none
 * @param data the training data: its card's SHA-256
 * @param figures of the version
 * @param previousFigures of the previous version on the same events
 * @param reasons in words, one a line
 */
public record HistoryEntry(
    int formatVersion,
    int number,
    String when,
    String showerforge,
    Action action,
    int version,
    int current,
    int previous,
    String data,
    Map<String, Judged> figures,
    Map<String, Judged> previousFigures,
    List<String> reasons) {
  /** The layout that this version reads and writes. */
  public static final int FORMAT_VERSION = 1;

  /** Refuses another layout; copies. */
  public HistoryEntry {
    if (formatVersion != FORMAT_VERSION) {
      throw new UserException(
          "history entry is of format %d, need %d", formatVersion, FORMAT_VERSION);
    }
    reasons = List.copyOf(reasons);
    figures = Map.copyOf(figures);
    previousFigures = Map.copyOf(previousFigures);
  }

  /** What can happen. */
  public enum Action {
    /** A version was added, and is not current. */
    ADDED,
    /** It became current. */
    PROMOTED,
    /** It was judged, and did not become current. */
    REJECTED,
    /** An older version became current again. */
    ROLLED_BACK,
    /** Its files were deleted. */
    PRUNED
  }

  /**
   * Why something is done, and what is known of it.
   *
   * @param data the training data: its card's SHA-256
   * @param figures of the version
   * @param previousFigures of the version before it, on the same events
   * @param reasons in words
   */
  public record Grounds(
      String data,
      Map<String, Judged> figures,
      Map<String, Judged> previousFigures,
      List<String> reasons) {
    /** A reason and nothing else. */
    public static Grounds of(@Nullable String reason) {
      return new Grounds("", Map.of(), Map.of(), reason == null ? List.of() : List.of(reason));
    }
  }
}
