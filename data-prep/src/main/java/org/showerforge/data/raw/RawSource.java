package org.showerforge.data.raw;

import java.io.IOException;

/**
 * One open raw file, as a table: one row per event, and of its columns those that were asked for. A
 * column holds one number per event, an array of them, or as many as an event has.
 *
 * <p>Whatever is wrong with the file as a whole is a {@link org.showerforge.UserException} that
 * names it; whatever is wrong with one event is a {@link Slab#fault}; an {@link IOException}, or an
 * {@link java.io.UncheckedIOException}, means that the file could not be reached, which may pass.
 */
public interface RawSource extends AutoCloseable {

  /** The length in {@link #shape} of a column whose events differ in their number of numbers. */
  int VARYING = -1;

  /** The number of events in the file. */
  long events();

  /**
   * The lengths of the axes of one event's numbers in a column, without the axis of events: none
   * for a single number, {@code {3, 96}} for an image, {@code {VARYING}} for a list.
   *
   * @param column the column's place among those asked for
   */
  int[] shape(int column);

  /**
   * Reads the events [from, to), at most as many as the slab holds. Reading forwards is fast;
   * anything else may not be.
   */
  void read(long from, long to, Slab slab) throws IOException;

  @Override
  void close() throws IOException;
}
