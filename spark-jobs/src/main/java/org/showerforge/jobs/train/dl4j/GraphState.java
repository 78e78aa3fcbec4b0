package org.showerforge.jobs.train.dl4j;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.showerforge.network.StageState;

/**
 * A stage's training state inside DL4J's graph. The graph has room for parameters and updater only:
 * the moving average of the generator begins anew, and is left out on the way back.
 */
final class GraphState {
  private GraphState() {}

  /**
   * Reads the state.
   *
   * @param averaged how many of the first parameters the moving average is of
   */
  static StageState read(ComputationGraph graph, int averaged) {
    float[] parameters = values(graph.params());
    INDArray updater = graph.getUpdater(true).getStateViewArray();
    return new StageState(
        parameters,
        updater == null ? new float[0] : values(updater),
        java.util.Arrays.copyOf(parameters, averaged));
  }

  /** Writes parameters and updater. */
  static void write(StageState state, ComputationGraph graph) {
    graph.params().assign(row(state.parameters()));
    INDArray updater = graph.getUpdater(true).getStateViewArray();
    if (updater != null) {
      updater.assign(row(state.updater()));
    }
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }

  private static float[] values(INDArray row) {
    return row.dup().data().asFloat();
  }
}
