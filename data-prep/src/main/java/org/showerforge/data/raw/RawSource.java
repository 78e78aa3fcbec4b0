package org.showerforge.data.raw;

import java.io.IOException;

/**
 * One open raw file of events.
 *
 * <p>Whatever is wrong with the file is a {@link org.showerforge.UserException} that names it; an
 * {@link IOException}, or an {@link java.io.UncheckedIOException}, means that it could not be
 * reached, which may pass.
 */
public interface RawSource extends AutoCloseable {

  /** The number of events in the file. */
  long events();

  /**
   * Reads the events [from, to), as many as the caller's arrays hold.
   *
   * @param conditions receives (to - from) x c values, in the detector's order and units
   * @param response receives (to - from) x d values, in the detector's order and units
   */
  void read(long from, long to, float[] conditions, float[] response) throws IOException;

  @Override
  void close() throws IOException;
}
