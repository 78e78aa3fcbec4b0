package org.showerforge.network;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;

/**
 * A shard on the device, and the events that were last drawn from it, with replacement and each in
 * one of its mirror images.
 */
final class EventDraw {
  private final Backend backend;
  private final int[] rows;
  private final int[] variants;
  private final int[] bits;
  private final Store conditions = new Store();
  private final Store response = new Store();
  private final Store threshold = new Store();
  private final Store weights = new Store();
  private @Nullable Events events;

  private record Events(
      Shard shard, Matrix conditions, Matrix response, Matrix threshold, Matrix weights) {}

  /** Draws of so many events. */
  EventDraw(Backend backend, int size) {
    this.backend = backend;
    this.rows = new int[size];
    this.variants = new int[size];
    this.bits = new int[2];
  }

  /**
   * Draws from this shard from now on; one that is there already stays, as rounds repeat theirs.
   */
  void from(Shard shard) {
    if (events == null || events.shard.response() != shard.response()) {
      // Should memory end half way, no shard is named whose numbers are overwritten.
      events = null;
      events =
          new Events(
              shard,
              conditions.hold(shard.conditions(), shard.events()),
              response.hold(shard.response(), shard.events()),
              threshold.hold(shard.threshold(), shard.events()),
              weights.hold(shard.weights(), shard.events()));
    }
  }

  /**
   * Memory for numbers of a shard, used again for the next one: a backend gives nothing back before
   * it is closed, and a trainer may meet other shards in every round.
   */
  private final class Store {
    private @Nullable Matrix memory;

    Matrix hold(float[] values, int count) {
      Matrix held = memory;
      if (held == null || held.rows() < count) {
        held = backend.allocate(count, values.length / count);
        memory = held;
      }
      Matrix part = held.rows(0, count);
      backend.write(values, part);
      return part;
    }
  }

  private Events events() {
    if (events == null) {
      throw new IllegalStateException("no shard to draw from");
    }
    return events;
  }

  /** Draws each event by the numbers of a stream of its own: blocks do not change a batch. */
  void next(Philox random, long firstStream, int substream) {
    Shard shard = events().shard;
    for (int i = 0; i < rows.length; i++) {
      random.ints(firstStream + i, substream, bits, 0, bits.length);
      rows[i] = below(bits[0], shard.events());
      variants[i] = below(bits[1], shard.orders().length);
    }
  }

  private static int below(int randomBits, int bound) {
    return (int) (((randomBits & 0xFFFFFFFFL) * bound) >>> 32);
  }

  void conditions(Matrix out) {
    backend.gatherRows(events().conditions, rows, out);
  }

  void threshold(Matrix out) {
    backend.gatherRows(events().threshold, rows, out);
  }

  void weights(Matrix out) {
    backend.gatherRows(events().weights, rows, out);
  }

  /** The responses, mirrored. */
  void response(Matrix out) {
    backend.gather(events().response, rows, events().shard.orders(), variants, out);
  }
}
