package org.showerforge.cascade;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Philox;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;

/**
 * Makes showers from a trained generator, in blocks of {@link #BLOCK} events.
 *
 * <p>An event is a pure function of (generator, seed, global event index, its block's conditions):
 * its noise is addressed by the index, and it always stands in the same row of a block of the same
 * size, block b being the events b BLOCK to (b + 1) BLOCK - 1. One thread at a time.
 *
 * <p>Some 35 MB outside the heap belong to a sampler of CaloGAN's size. Who makes many of them
 * closes them; else the memory is given back when the garbage collector gets there.
 */
public final class ShowerSampler implements AutoCloseable {
  /** Events per block: the size of every matrix product of generation. */
  public static final int BLOCK = 1024;

  static final int TOTALS_STREAM = 0;
  static final int SHAPES_STREAM = 2;

  private final DetectorSpec detector;
  private final BlockMaker maker;
  private boolean closed;

  /** A sampler for a generator that was read or trained. */
  public ShowerSampler(GeneratorCard card, GeneratorWeights weights) {
    CascadeTransform transform = card.transform();
    this.detector = transform.detector();
    Backend backend = Backends.float32();
    this.maker =
        backend instanceof CublasBackend gpu
            ? new DeviceShowers(card.recipe(), transform, weights, gpu)
            : new HostShowers(card.recipe(), transform, weights, backend);
  }

  /** Reads a generator from the folder that train wrote. */
  public static ShowerSampler load(Path folder) {
    GeneratorArtifact artifact = GeneratorArtifact.load(folder);
    return new ShowerSampler(artifact.card(), artifact.weights());
  }

  /** Gives the memory back; no more showers come. */
  @Override
  public void close() {
    closed = true;
    maker.close();
  }

  /** The detector, with the trained range of its conditions. */
  public DetectorSpec detector() {
    return detector;
  }

  /**
   * Makes the showers of some particles: those of the events 0, 1, .. of a request with this seed.
   *
   * @param conditions [events, conditions], physical, inside the trained range
   * @return [events, cells], MeV; cells at or below the threshold are 0
   */
  public float[] sample(float[] conditions, long seed) {
    int given = detector.conditions().size();
    if (conditions.length == 0 || conditions.length % given != 0) {
      throw new IllegalArgumentException(
          "need " + given + " conditions an event, got " + conditions.length);
    }
    int events = conditions.length / given;
    int cells = detector.cells();
    float[] response = new float[Math.multiplyExact(events, cells)];
    for (int first = 0; first < events; first += BLOCK) {
      int count = Math.min(BLOCK, events - first);
      float[] block = Arrays.copyOfRange(conditions, first * given, (first + BLOCK) * given);
      fill(block, count);
      System.arraycopy(
          block(seed, first / BLOCK, block), 0, response, first * cells, count * cells);
    }
    return response;
  }

  /**
   * Makes one event of a request alone: the same, bit for bit, as among all the others.
   *
   * @param conditions the event's, physical, inside the trained range
   * @return [cells], MeV
   */
  public float[] event(long index, float[] conditions, long seed) {
    int given = detector.conditions().size();
    if (index < 0 || conditions.length != given) {
      throw new IllegalArgumentException(
          "need an index >= 0 and "
              + given
              + " conditions, got "
              + index
              + " and "
              + conditions.length);
    }
    float[] block = Arrays.copyOf(conditions, BLOCK * given);
    fill(block, 1);
    int row = (int) (index % BLOCK);
    return Arrays.copyOfRange(
        block(seed, index / BLOCK, block), row * detector.cells(), (row + 1) * detector.cells());
  }

  /** Gives the rows behind the last event the conditions of the first: a block is always whole. */
  private void fill(float[] block, int events) {
    int given = detector.conditions().size();
    for (int i = events * given; i < block.length; i++) {
      block[i] = block[i % given];
    }
  }

  /**
   * Makes a whole block.
   *
   * @param seed the request's seed
   * @param block the block's number, from 0
   * @param conditions [BLOCK, conditions], physical, inside the trained range
   * @return [BLOCK, cells], MeV; cells at or below the threshold are 0
   */
  public float[] block(long seed, long block, float[] conditions) {
    begin(seed, block, conditions);
    return finish();
  }

  /** The indices of a block's events. */
  public static long[] events(long block) {
    return LongStream.range(block * BLOCK, (block + 1) * BLOCK).toArray();
  }

  /**
   * Makes any {@link #BLOCK} events. Their conditions may lie outside the trained range; what comes
   * of those is nobody's promise.
   *
   * @param seed the request's seed
   * @param events the index of each row's event
   * @param conditions [BLOCK, conditions], physical
   * @return [BLOCK, cells], MeV
   */
  public float[] events(long seed, long[] events, float[] conditions) {
    begin(seed, events, conditions);
    return finish();
  }

  /**
   * Begins what {@link #block} makes. Two blocks may be begun before {@link #finish} is called for
   * the first: a GPU then works on one while the host deals with the other.
   */
  public void begin(long seed, long block, float[] conditions) {
    long[] events = events(block);
    checkRange(conditions, events);
    begin(seed, events, conditions);
  }

  /** Begins what {@link #events(long, long[], float[])} makes. */
  public void begin(long seed, long[] events, float[] conditions) {
    if (closed) {
      throw new IllegalStateException("this sampler was closed");
    }
    int given = detector.conditions().size();
    if (events.length != BLOCK || conditions.length != BLOCK * given) {
      throw new IllegalArgumentException(
          "need "
              + BLOCK
              + " events and "
              + BLOCK * given
              + " conditions, got "
              + events.length
              + " and "
              + conditions.length);
    }
    maker.begin(Philox.of(seed), events, conditions);
  }

  /** What was begun first: [BLOCK, cells], MeV. */
  public float[] finish() {
    float[] response = new float[BLOCK * detector.cells()];
    finish(response);
    return response;
  }

  /**
   * As {@link #finish()}, into an array that is there already: whoever makes millions of showers
   * spares the garbage collector two megabytes a block.
   *
   * @param response [BLOCK, cells]
   */
  public void finish(float[] response) {
    if (response.length != BLOCK * detector.cells()) {
      throw new IllegalArgumentException(
          "need room for " + BLOCK * detector.cells() + " numbers, got " + response.length);
    }
    maker.finish(response);
  }

  private void checkRange(float[] conditions, long[] events) {
    int given = detector.conditions().size();
    for (int i = 0; i < conditions.length; i++) {
      Condition condition = detector.conditions().get(i % given);
      if (!condition.accepts(conditions[i])) {
        throw new UserException(
            "event %d: %s = %s %s is outside the trained range %s..%s",
            events[i / given],
            condition.name(),
            conditions[i],
            condition.unit(),
            condition.min(),
            condition.max());
      }
    }
  }
}
