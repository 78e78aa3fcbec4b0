package org.showerforge.network;

import org.showerforge.UserException;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.backend.cuda.OutOfDeviceMemory;

/** How much of a GPU a training takes, and what is said when that is too much. */
final class TrainingMemory {
  private static final double MIB = 1024.0 * 1024;

  private TrainingMemory() {}

  /** Bytes of a trainer and of the events it draws from, with a batch of this size. */
  static long bytes(StageDesign design, TrainingSchedule schedule, int batch, int events) {
    long numbers = (long) design.conditions() + design.response() + 2;
    return events * numbers * Float.BYTES
        + CublasBackend.memory(
            backend -> new StageTrainer(design, schedule.withBatch(batch), backend));
  }

  /**
   * What is needed, what there is, and which batch fits.
   *
   * @param events in the shard
   */
  static UserException refusal(
      StageDesign design, TrainingSchedule schedule, int events, OutOfDeviceMemory e) {
    int batch = schedule.batch();
    long needed = bytes(design, schedule, batch, events);
    int fits = batch / 2;
    while (fits > 0 && bytes(design, schedule, fits, events) > e.available()) {
      fits /= 2;
    }
    return new UserException(
        "%s: batch %d with %,d events in a shard needs %,.0f MiB of the GPU; %s has %,.0f MiB, of which %,.0f are free; %s",
        design.name(),
        batch,
        events,
        needed / MIB,
        e.device(),
        e.total() / MIB,
        e.available() / MIB,
        fits > 0 ? "batch " + fits + " fits" : "no batch fits: use more shards, or compute: cpu");
  }
}
