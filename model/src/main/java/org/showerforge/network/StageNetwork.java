package org.showerforge.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.RmsProp;
import org.showerforge.backend.Updater;
import org.showerforge.engine.Layer;

/**
 * The engine's two networks on flat vectors of DL4J's layout: parameters, a gradient of the same
 * layout, and the updater's state.
 *
 * <p>DL4J puts layers in topological order, so the generator's come first. The updater's state lies
 * in blocks of neighbouring parameters with one updater, each [first state | second state]; a batch
 * normalisation's running values have no updater and lie in no block with state.
 */
final class StageNetwork {
  /** Neighbouring parameters that are updated at once, each [1, parameters]. */
  private record Segment(int from, Matrix parameters, Matrix gradient, List<Matrix> state) {
    int to() {
      return from + parameters.columns();
    }
  }

  /** One network's share of the flat vectors. */
  static final class Share {
    private final Matrix parameters;
    private final List<Segment> segments;

    private Share(Matrix parameters, List<Segment> segments) {
      this.parameters = parameters;
      this.segments = segments;
    }

    /** All parameters of the network. */
    Matrix parameters() {
      return parameters;
    }

    /** One step against the gradient. */
    void update(Backend backend, Updater updater, double learningRate, int iteration) {
      for (Segment segment : segments) {
        backend.update(
            updater, segment.gradient, segment.state, segment.parameters, learningRate, iteration);
      }
    }

    /**
     * One step against the gradient, after which a moving average takes its share of the new
     * parameters, those without an updater included.
     *
     * @param average [1, parameters]
     */
    void update(
        Backend backend,
        Updater updater,
        double learningRate,
        int iteration,
        double decay,
        Matrix average) {
      int done = 0;
      for (Segment segment : segments) {
        average(backend, decay, average, done, segment.from);
        backend.update(
            updater,
            segment.gradient,
            segment.state,
            segment.parameters,
            learningRate,
            iteration,
            decay,
            average.columns(segment.from, segment.to()));
        done = segment.to();
      }
      average(backend, decay, average, done, parameters.columns());
    }

    private void average(Backend backend, double decay, Matrix average, int from, int to) {
      if (from < to) {
        backend.combine(1 - decay, parameters.columns(from, to), decay, average.columns(from, to));
      }
    }
  }

  private final Matrix parameters;
  private final Matrix gradient;
  private final Matrix updater;
  private final List<Layer> generator;
  private final List<Layer> critic;
  private final Share generatorShare;
  private final Share criticShare;

  /**
   * Networks for batches of one size.
   *
   * @param generatorRows events that the generator makes at once
   * @param criticRows events of one block of the critic
   */
  StageNetwork(StageDesign design, Backend backend, int generatorRows, int criticRows) {
    ComputationGraph graph = StageGraph.create(design, 0, DataType.FLOAT);
    int length = Math.toIntExact(graph.numParams());
    List<UpdaterBlock> blocks = updaterOf(graph).getUpdaterBlocks();
    this.parameters = backend.allocate(1, length);
    this.gradient = backend.allocate(1, length);
    this.updater = backend.allocate(1, stateLength(graph));
    FlatParameters flat = FlatParameters.trained(parameters, gradient, StageGraph.offsets(design));
    NetworkPlan generatorPlan = NetworkPlan.generator(design);
    NetworkPlan criticPlan = NetworkPlan.critic(design);
    int split = generatorPlan.parameters();
    if (split + criticPlan.parameters() != length) {
      throw new IllegalStateException("graph and plan differ: " + length + " parameters");
    }
    this.generator = flat.layers(backend, generatorPlan, generatorRows);
    this.critic = flat.layers(backend, criticPlan, criticRows);
    int states = design.updater().updater().states();
    this.generatorShare = share(blocks, states, 0, split);
    this.criticShare = share(blocks, states, split, length);
  }

  private static BaseMultiLayerUpdater<?> updaterOf(ComputationGraph graph) {
    return (BaseMultiLayerUpdater<?>) graph.getUpdater(true);
  }

  private static int stateLength(ComputationGraph graph) {
    var state = updaterOf(graph).getStateViewArray();
    return state == null ? 0 : Math.toIntExact(state.length());
  }

  /** How DL4J initialises a stage: parameters, and the updater's state. */
  static StageState initialState(StageDesign design, long seed) {
    ComputationGraph graph = StageGraph.create(design, seed, DataType.FLOAT);
    float[] parameters = graph.params().dup().data().asFloat();
    int generator = NetworkPlan.generator(design).parameters();
    float[] updater = new float[stateLength(graph)];
    if (design.updater() == UpdaterKind.RMS_PROP) {
      Arrays.fill(updater, (float) RmsProp.DEFAULT.epsilon());
    }
    return new StageState(parameters, updater, Arrays.copyOf(parameters, generator));
  }

  private Share share(List<UpdaterBlock> blocks, int states, int from, int to) {
    List<Segment> segments = new ArrayList<>();
    for (UpdaterBlock block : blocks) {
      int start = Math.max(from, block.getParamOffsetStart());
      int end = Math.min(to, block.getParamOffsetEnd());
      int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
      int state = block.getUpdaterViewOffsetEnd() - block.getUpdaterViewOffsetStart();
      if (start >= end || state != states * length) {
        continue;
      }
      List<Matrix> views = new ArrayList<>();
      for (int s = 0; s < states; s++) {
        int shift = block.getUpdaterViewOffsetStart() + s * length - block.getParamOffsetStart();
        views.add(updater.columns(shift + start, shift + end));
      }
      segments.add(
          new Segment(
              start - from, parameters.columns(start, end), gradient.columns(start, end), views));
    }
    return new Share(parameters.columns(from, to), segments);
  }

  List<Layer> generator() {
    return generator;
  }

  List<Layer> critic() {
    return critic;
  }

  Share generatorShare() {
    return generatorShare;
  }

  Share criticShare() {
    return criticShare;
  }

  /** Both networks' parameters: [1, parameters]. */
  Matrix parameters() {
    return parameters;
  }

  /** The updater's state: [1, numbers]. */
  Matrix updaterState() {
    return updater;
  }
}
