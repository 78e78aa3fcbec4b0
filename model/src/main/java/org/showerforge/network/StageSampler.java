package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.engine.Backend;
import org.showerforge.engine.Dense;
import org.showerforge.engine.Generator;
import org.showerforge.engine.Matrix;
import org.showerforge.engine.Nd4jBackend;
import org.showerforge.engine.Philox;

/**
 * A trained generator of one stage, for batches of one size.
 *
 * <p>BLAS is free to sum in another order for another shape or place in a batch, so bit-identical
 * events need a fixed batch size and a fixed row; the caller keeps both.
 */
public final class StageSampler {
  private final StageDesign design;
  private final Backend backend;
  private final Generator generator;
  private final Matrix latent;
  private final Matrix conditions;
  private final Matrix response;

  /**
   * A sampler.
   *
   * @param weights the generator's parameters, in DL4J's flat order
   */
  public StageSampler(StageDesign design, float[] weights, int batch) {
    if (weights.length != parameters(design)) {
      throw new IllegalArgumentException(
          design.name() + ": " + weights.length + " weights, need " + parameters(design));
    }
    this.design = design;
    this.backend = Nd4jBackend.float32();
    List<Dense> maps = new ArrayList<>();
    int offset = 0;
    List<Integer> widths = widths(design);
    for (int l = 0; l + 1 < widths.size(); l++) {
      int in = widths.get(l);
      int out = widths.get(l + 1);
      maps.add(
          Dense.fixed(
              backend, weight(weights, offset, in, out), row(weights, offset + in * out, out)));
      offset += in * out + out;
    }
    this.generator =
        new Generator(
            backend,
            maps,
            design.createHead(backend, batch),
            batch,
            design.response(),
            design.leak());
    this.latent = generator.input().columns(0, design.noise());
    this.conditions =
        generator.input().columns(design.noise(), design.noise() + design.conditions());
    this.response = backend.allocate(batch, design.response());
  }

  private static List<Integer> widths(StageDesign design) {
    List<Integer> widths = new ArrayList<>();
    widths.add(design.noise() + design.conditions());
    widths.addAll(design.generator());
    widths.add(design.generatorOutputs());
    return widths;
  }

  /** How many parameters a stage's generator has. */
  public static int parameters(StageDesign design) {
    List<Integer> widths = widths(design);
    long parameters = 0;
    for (int l = 0; l + 1 < widths.size(); l++) {
      parameters += (widths.get(l) + 1L) * widths.get(l + 1);
    }
    return Math.toIntExact(parameters);
  }

  /** DL4J keeps weights column by column; rows are up to a tenth faster to multiply by. */
  private Matrix weight(float[] flat, int offset, int in, int out) {
    float[] rows = new float[in * out];
    for (int j = 0; j < out; j++) {
      for (int i = 0; i < in; i++) {
        rows[i * out + j] = flat[offset + j * in + i];
      }
    }
    Matrix matrix = backend.allocate(in, out);
    backend.write(rows, matrix);
    return matrix;
  }

  private Matrix row(float[] flat, int offset, int length) {
    float[] values = new float[length];
    System.arraycopy(flat, offset, values, 0, length);
    Matrix matrix = backend.allocate(1, length);
    backend.write(values, matrix);
    return matrix;
  }

  /**
   * Generates a batch.
   *
   * @param random the request's noise
   * @param firstEvent the global index of the first row; row i uses stream firstEvent + i
   * @param substream this stage's first substream; it uses two
   * @param given [batch, conditions]
   * @return [batch, response]
   */
  public float[] sample(Philox random, long firstEvent, int substream, float[] given) {
    backend.write(given, conditions);
    backend.gaussianRows(random, firstEvent, substream, latent);
    if (design.cellNoise() > 0) {
      backend.gaussianRows(random, firstEvent, substream + 1, generator.cellNoise());
    }
    generator.forward(response);
    return backend.readFloats(response);
  }
}
