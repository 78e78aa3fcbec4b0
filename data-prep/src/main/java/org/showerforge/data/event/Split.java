package org.showerforge.data.event;

import java.util.Locale;

/** The three parts of a prepared data set. */
public enum Split {
  /** What networks are trained on. */
  TRAIN,
  /** What the best checkpoint is chosen on. */
  VALIDATION,
  /** What a finished generator is judged on; touched by nothing before. */
  TEST;

  /** The name in cards and folders, e.g. {@code train}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The split's folder inside a data set, e.g. {@code events/split=train}. */
  public String folder() {
    return EventSchema.EVENTS_FOLDER + "/" + EventSchema.SPLIT + "=" + label();
  }
}
