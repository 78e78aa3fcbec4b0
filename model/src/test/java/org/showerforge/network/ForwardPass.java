package org.showerforge.network;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.engine.Generator;

/** A stage's generator on any backend, given its noise, for benchmarks. */
public final class ForwardPass {
  private final Backend backend;
  private final Generator generator;
  private final Matrix latent;
  private final Matrix conditions;
  private final Matrix response;
  private final @Nullable CellNoise noise;
  private final float[] out;

  /**
   * A pass.
   *
   * @param weights the generator's parameters, in DL4J's flat order
   */
  public ForwardPass(StageDesign design, float[] weights, int batch, Backend backend) {
    this.backend = backend;
    Matrix flat = backend.allocate(1, weights.length);
    backend.write(weights, flat);
    this.generator =
        new Generator(
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
    this.noise = CellNoise.of(design, backend);
    this.out = new float[batch * design.response()];
  }

  /** Multiply-adds of the products of one event, each two operations. */
  public static double operations(StageDesign design) {
    return NetworkPlan.generator(design).layers().stream()
        .flatMap(layer -> layer.maps().stream())
        .mapToDouble(map -> 2.0 * map.inputs() * map.outputs())
        .sum();
  }

  /**
   * Runs a batch.
   *
   * @param latentNoise [batch, latent numbers]
   * @param cellNoise [batch, response], standard normals, empty if the head takes none
   * @param given [batch, conditions]
   * @return [batch, response], overwritten by the next
   */
  public float[] run(float[] latentNoise, float[] cellNoise, float[] given) {
    backend.write(given, conditions);
    backend.write(latentNoise, latent);
    if (noise != null) {
      backend.write(cellNoise, generator.cellNoise());
      noise.scale(conditions, generator.cellNoise());
    }
    generator.forward(response);
    backend.read(response, out);
    return out;
  }
}
