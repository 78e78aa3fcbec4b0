package org.showerforge.jobs.train;

import org.showerforge.UserException;

/** A training whose numbers kept being infinite or none; the cause says where, in one line. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(UserException cause) {
    super(cause.getMessage(), cause);
  }
}
