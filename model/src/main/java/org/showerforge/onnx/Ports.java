package org.showerforge.onnx;

import java.util.Map;
import org.showerforge.cascade.GeneratorArtifact;

/** The inputs and the output of a model in one layout, as nodes and as numbers. */
interface Ports {
  /** Adds inputs, the cascade between them, and the output. */
  void add(OnnxGraph graph, GeneratorArtifact generator);

  /**
   * What the model is fed for some events.
   *
   * @return by input, a row per event
   */
  Map<String, float[]> inputs(Events events);

  /** The output's name. */
  String output();

  /**
   * What the model answered, as the sampler does.
   *
   * @param output a row per event
   * @return [events, cells], MeV, in the detector's order
   */
  float[] cellsMeV(float[] output, Events events);

  /** What an input or output holds, column by column, for the model's metadata. */
  Map<String, String> description();

  /**
   * Events to be made.
   *
   * @param count of them
   * @param conditions [count, conditions], physical
   * @param normals [count, normals]
   */
  record Events(int count, float[] conditions, float[] normals) {}
}
