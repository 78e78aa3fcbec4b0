package org.showerforge.jobs.watch;

import java.io.Closeable;
import java.io.IOException;

/** Shows rounds somewhere. */
interface RoundObserver extends Closeable {
  /** A round is over. */
  void round(RoundReport report) throws IOException;

  @Override
  void close() throws IOException;
}
