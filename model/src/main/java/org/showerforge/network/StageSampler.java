package org.showerforge.network;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.engine.Generator;

/**
 * A trained generator of one stage, for batches of one size.
 *
 * <p>BLAS is free to sum in another order for another shape or place in a batch, so bit-identical
 * events need a fixed batch size and a fixed row; the caller keeps both.
 */
public final class StageSampler implements AutoCloseable {
  private final Backend backend;
  private final Generator generator;
  private final Matrix latent;
  private final Matrix conditions;
  private final Matrix response;
  private final @Nullable CellNoise cellNoise;

  /**
   * A sampler.
   *
   * @param weights the generator's parameters, in DL4J's flat order
   */
  public StageSampler(StageDesign design, float[] weights, int batch) {
    this(design, weights, batch, Backends.float32());
  }

  /** A sampler on a backend that others may use, too: who made that closes it. */
  public StageSampler(StageDesign design, float[] weights, int batch, Backend backend) {
    if (weights.length != parameters(design)) {
      throw new IllegalArgumentException(
          design.name() + ": " + weights.length + " weights, need " + parameters(design));
    }
    this.backend = backend;
    Matrix flat = backend.allocate(1, weights.length);
    backend.write(weights, flat);
    this.generator =
        Generator.forward(
            backend,
            FlatParameters.fixed(flat, StageGraph.offsets(design))
                .layers(backend, NetworkPlan.generator(design), batch),
            design.createHead(backend, batch),
            batch,
            design.response());
    this.latent = generator.input().columns(0, design.noise());
    this.conditions =
        generator.input().columns(design.noise(), design.noise() + design.conditions());
    this.response = backend.allocate(batch, design.response());
    this.cellNoise = CellNoise.of(design, backend);
  }

  /** Gives its memory back; it must not be used any more. */
  @Override
  public void close() {
    backend.close();
  }

  /** How many parameters a stage's generator has. */
  public static int parameters(StageDesign design) {
    return NetworkPlan.generator(design).parameters();
  }

  /**
   * Generates a batch.
   *
   * @param random the request's noise
   * @param events the global index of each row's event, which is its stream
   * @param substream this stage's first substream; it uses two
   * @param given [batch, conditions]
   * @return [batch, response]
   */
  public float[] sample(Philox random, long[] events, int substream, float[] given) {
    give(given);
    forward(random, events, substream);
    float[] made = new float[response.rows() * response.columns()];
    read(made);
    return made;
  }

  /** Sets the conditions, [batch, conditions]. */
  public void give(float[] given) {
    backend.write(given, conditions);
  }

  /** The conditions, which whoever is on the backend may set there. */
  public Matrix conditions() {
    return conditions;
  }

  /** What was made last, on the backend: [batch, response]. */
  public Matrix response() {
    return response;
  }

  /** Generates a batch for the conditions that were set; it stays on the backend. */
  public Matrix forward(Philox random, long[] events, int substream) {
    draw(random, events, substream);
    generator.forward(response);
    return response;
  }

  /** As {@link #forward}, but numbers that the head would put up to zero stay negative. */
  public Matrix forwardUncut(Philox random, long[] events, int substream) {
    draw(random, events, substream);
    generator.forwardUncut(response);
    return response;
  }

  /** What computes. */
  public Backend backend() {
    return backend;
  }

  /** Generates a batch of successive events, of which the first has this index. */
  public float[] sample(Philox random, long firstEvent, int substream, float[] given) {
    return sample(
        random,
        LongStream.range(firstEvent, firstEvent + response.rows()).toArray(),
        substream,
        given);
  }

  private void draw(Philox random, long[] events, int substream) {
    noise(random, events, substream, latent);
    if (cellNoise != null) {
      noise(random, events, substream + 1, generator.cellNoise());
      cellNoise.scale(conditions, generator.cellNoise());
    }
  }

  /**
   * Reads what was made last.
   *
   * @param made is given [batch, response]
   */
  public void read(float[] made) {
    backend.read(response, made);
  }

  /** Successive events, mostly all of a batch, are one call. */
  private void noise(Philox random, long[] events, int substream, Matrix out) {
    int from = 0;
    for (int to = 1; to <= events.length; to++) {
      if (to == events.length || events[to] != events[to - 1] + 1) {
        Matrix rows = to - from == events.length ? out : out.rows(from, to);
        backend.gaussianRows(random, events[from], substream, rows);
        from = to;
      }
    }
  }
}
