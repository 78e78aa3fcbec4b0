package org.showerforge.network;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Between generator and critic: head, critic features and conditions, as a vertex of the DL4J
 * graph.
 */
final class CriticInputVertex extends GraphVertex {
  private static final long serialVersionUID = 1L;
  static final int INPUTS = 4;

  private final StageDesign design;

  CriticInputVertex(StageDesign design) {
    this.design = design;
  }

  @Override
  public GraphVertex clone() {
    return new CriticInputVertex(design);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CriticInputVertex vertex && vertex.design.equals(design);
  }

  @Override
  public int hashCode() {
    return design.hashCode();
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return INPUTS;
  }

  @Override
  public int maxVertexInputs() {
    return INPUTS;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray params,
      boolean initialise,
      DataType type) {
    return new CriticInputForward(graph, name, idx, type, design);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return InputType.feedForward(design.criticInputs());
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(
            "criticInput", CriticInputVertex.class, inputs[0], getOutputType(-1, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }
}
