package org.showerforge.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Nd4jBackend;

/**
 * The forward pass of {@link CriticInputVertex}, with the same head and features that the engine
 * uses. It has no backward pass: gradients are the engine's.
 */
@SuppressWarnings(
    "overrides") // DL4J declares setInputs(INDArray...) and implements setInputs(INDArray[]).
final class CriticInputForward extends BaseGraphVertex {
  private static final long serialVersionUID = 1L;

  private final StageDesign design;

  CriticInputForward(
      ComputationGraph graph, String name, int index, DataType type, StageDesign design) {
    super(graph, name, index, null, null, type);
    this.design = design;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public @Nullable Layer getLayer() {
    return null;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray[] in = getInputs();
    Nd4jBackend backend =
        in[0].dataType() == DataType.DOUBLE ? Nd4jBackend.float64() : Nd4jBackend.float32();
    int batch = Math.toIntExact(in[0].size(0));
    CriticInput input =
        new CriticInput(design, backend, backend.allocate(batch, design.criticInputs()));
    backend.copy(backend.wrap(in[2]), input.conditions());
    Matrix noise = backend.wrap(in[1]);
    CellNoise cellNoise = CellNoise.of(design, backend);
    if (cellNoise != null) {
      noise = backend.allocate(batch, design.cellNoise());
      backend.copy(backend.wrap(in[1]), noise);
      cellNoise.scale(input.conditions(), noise);
    }
    design.createHead(backend, batch).apply(backend.wrap(in[0]), noise, input.response());
    input.applyFeatures(backend.wrap(in[3]));
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, backend.unwrap(input.all()));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    throw new UnsupportedOperationException("the adversarial gradient is the engine's");
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    if (view != null) {
      throw new IllegalStateException("a vertex without parameters has no gradient");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return masks == null ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return "CriticInput(" + design.name() + ")";
  }
}
