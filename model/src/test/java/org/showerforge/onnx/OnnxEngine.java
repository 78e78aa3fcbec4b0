package org.showerforge.onnx;

import java.util.List;
import java.util.Map;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerNoise;
import org.showerforge.network.StageDesign;

/** A generator in ONNX Runtime, for benchmarks: its networks alone, or the whole cascade. */
public final class OnnxEngine implements AutoCloseable {
  private final OnnxSession session;
  private final String output;

  private OnnxEngine(byte[] model, String output) {
    this.session = new OnnxSession(model);
    this.output = output;
  }

  /** Runs what {@link #networks} built. */
  public static OnnxEngine ofNetworks(byte[] model) {
    return new OnnxEngine(model, "shapes");
  }

  /** Runs what {@link #cascade} built. */
  public static OnnxEngine ofCascade(byte[] model) {
    return new OnnxEngine(model, "cells");
  }

  /**
   * Both stages' networks, which do not hear of each other: {@code noise} [N, normals], {@code
   * given} and {@code shapesGiven} [N, conditions of each] in, {@code scores} and {@code shapes}
   * out.
   */
  public static byte[] networks(GeneratorArtifact generator) {
    ShowerNoise noise = ShowerNoise.of(generator.card());
    StageDesign totals = noise.totals();
    StageDesign shapes = noise.shapes();
    OnnxGraph graph = new OnnxGraph();
    Tensor normals = graph.input("noise", noise.normals());
    Tensor given = graph.input("given", totals.conditions());
    Tensor shapesGiven = graph.input("shapesGiven", shapes.conditions());
    graph.output(
        "scores",
        totals.response(),
        StageNodes.response(
            totals,
            generator.weights().stage("totals"),
            Tensor.beside(List.of(normals.columns(0, totals.noise()))),
            given));
    graph.output(
        "shapes",
        shapes.response(),
        StageNodes.response(
            shapes,
            generator.weights().stage("shapes"),
            normals.columns(totals.noise(), noise.normals()),
            shapesGiven));
    return graph.model(Map.of());
  }

  /** What export writes. */
  public static byte[] cascade(GeneratorArtifact generator) {
    return OnnxModel.build(generator, new ShowerForgePorts(generator.card()), Map.of());
  }

  /**
   * Runs a batch.
   *
   * @param inputs by name, [rows, columns]
   * @return [rows, columns]
   */
  public float[] run(int rows, Map<String, float[]> inputs) {
    return session.run(rows, inputs, output);
  }

  @Override
  public void close() {
    session.close();
  }
}
