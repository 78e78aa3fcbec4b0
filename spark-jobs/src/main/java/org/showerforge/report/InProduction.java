package org.showerforge.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.Judged;

/**
 * What was in production from an event on, and how good it was by the newest measurement: a
 * challenger's judgement measures the version in production anew, on newer events.
 *
 * @param when the event happened
 * @param version in production from then on; 0 for none
 * @param figures of that version, by name; empty if it was never judged
 */
record InProduction(Instant when, int version, Map<String, Judged> figures) {
  /** One per event of a history. */
  static List<InProduction> of(List<BoardInput.Event> history) {
    List<InProduction> all = new ArrayList<>();
    Map<Integer, Map<String, Judged>> known = new HashMap<>();
    for (BoardInput.Event event : history) {
      if (!event.previousFigures().isEmpty()) {
        known.put(event.previous(), event.previousFigures());
      }
      if (!event.figures().isEmpty()) {
        known.put(event.version(), event.figures());
      }
      all.add(
          new InProduction(
              event.when(), event.current(), known.getOrDefault(event.current(), Map.of())));
    }
    return all;
  }

  /** The newest of a version; null if it never was in production. */
  static @Nullable InProduction newest(List<InProduction> all, int version) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).version == version) {
        return all.get(i);
      }
    }
    return null;
  }

  /** Since when a version is in production; null if it never was. */
  static @Nullable Instant since(List<InProduction> all, int version) {
    Instant since = null;
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).version == version) {
        since = all.get(i).when;
      } else if (since != null) {
        break;
      }
    }
    return since;
  }
}
