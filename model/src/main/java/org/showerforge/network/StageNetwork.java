package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.showerforge.engine.Dense;
import org.showerforge.engine.Matrix;
import org.showerforge.engine.Nd4jBackend;

/**
 * The engine's layers as views of a DL4J graph's flat vectors: parameters, Adam's state, and a
 * gradient of the same layout.
 *
 * <p>DL4J keeps, per layer, the weights in column-major order and then the bias; layers follow each
 * other in topological order, so the generator's come first. The updater state is [m | v] per
 * updater block.
 */
final class StageNetwork {
  /** One network's share of the flat vectors, each [1, parameters]. */
  record Share(Matrix parameters, Matrix gradient, Matrix m, Matrix v) {}

  private final Nd4jBackend backend;
  private final INDArray parameters;
  private final INDArray gradient;
  private final INDArray updater;
  private final List<UpdaterBlock> blocks;
  private final List<Dense> generator = new ArrayList<>();
  private final List<Dense> critic = new ArrayList<>();
  private final long generatorLength;

  StageNetwork(StageDesign design, Nd4jBackend backend, ComputationGraph graph) {
    this.backend = backend;
    this.parameters = graph.params();
    BaseMultiLayerUpdater<?> state = (BaseMultiLayerUpdater<?>) graph.getUpdater(true);
    INDArray gradients = state.getFlattenedGradientsView();
    this.gradient = gradients.reshape(gradients.length());
    this.updater = state.getStateViewArray().reshape(state.getStateViewArray().length());
    this.blocks = state.getUpdaterBlocks();
    long offset = 0;
    List<Integer> widths = new ArrayList<>();
    widths.add(design.noise() + design.conditions());
    widths.addAll(design.generator());
    widths.add(design.generatorOutputs());
    offset = bind(widths, offset, generator);
    this.generatorLength = offset;
    widths.clear();
    widths.add(design.criticInputs());
    widths.addAll(design.critic());
    widths.add(1);
    offset = bind(widths, offset, critic);
    if (offset != parameters.length()) {
      throw new IllegalStateException(
          "graph has " + parameters.length() + " parameters, design " + offset);
    }
  }

  private long bind(List<Integer> widths, long start, List<Dense> out) {
    long offset = start;
    for (int l = 0; l + 1 < widths.size(); l++) {
      int in = widths.get(l);
      int outputs = widths.get(l + 1);
      long bias = offset + (long) in * outputs;
      out.add(
          new Dense(
              backend,
              weight(parameters, offset, in, outputs),
              row(parameters, bias, outputs),
              weight(gradient, offset, in, outputs),
              row(gradient, bias, outputs)));
      offset = bias + outputs;
    }
    return offset;
  }

  private Matrix weight(INDArray flat, long offset, int in, int out) {
    return backend.wrap(
        flat.get(NDArrayIndex.interval(offset, offset + (long) in * out)).reshape('f', in, out));
  }

  private Matrix row(INDArray flat, long offset, long length) {
    return backend.wrap(
        flat.get(NDArrayIndex.interval(offset, offset + length)).reshape('c', 1, length));
  }

  List<Dense> generator() {
    return generator;
  }

  List<Dense> critic() {
    return critic;
  }

  Share generatorShare() {
    return share(0, generatorLength);
  }

  Share criticShare() {
    return share(generatorLength, parameters.length());
  }

  private Share share(long from, long to) {
    for (UpdaterBlock block : blocks) {
      if (block.getParamOffsetStart() <= from && to <= block.getParamOffsetEnd()) {
        long m = block.getUpdaterViewOffsetStart() + from - block.getParamOffsetStart();
        long v = m + block.getParamOffsetEnd() - block.getParamOffsetStart();
        return new Share(
            row(parameters, from, to - from),
            row(gradient, from, to - from),
            row(updater, m, to - from),
            row(updater, v, to - from));
      }
    }
    throw new IllegalStateException("no updater block holds parameters " + from + ".." + to);
  }

  Matrix parameters() {
    return row(parameters, 0, parameters.length());
  }

  Matrix updaterState() {
    return row(updater, 0, updater.length());
  }
}
