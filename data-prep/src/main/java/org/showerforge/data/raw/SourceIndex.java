package org.showerforge.data.raw;

import java.io.Serializable;
import java.util.List;

/**
 * What a first look at a raw file finds, for those who read it later.
 *
 * @param events the events in it
 * @param divisible whether reading can begin at any event without reading all those before
 * @param stride events between two offsets, where there are any
 * @param offsets the byte at which event 0, stride, 2 stride, ... begins, for formats whose events
 *     are found by reading alone; else empty
 */
public record SourceIndex(long events, boolean divisible, int stride, List<Long> offsets)
    implements Serializable {

  /** Copies the list. */
  public SourceIndex {
    offsets = List.copyOf(offsets);
  }

  /** Of a file that finds its events by itself. */
  public static SourceIndex of(long events) {
    return new SourceIndex(events, true, 0, List.of());
  }
}
