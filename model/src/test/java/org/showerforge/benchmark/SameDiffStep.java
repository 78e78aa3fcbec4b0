package org.showerforge.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The step by SameDiff, dense networks only. It cannot differentiate a gradient, so the gradient
 * that the penalty acts on is written out as forward operations.
 */
final class SameDiffStep implements Contender {
  private static final double INITIAL_DEVIATION = 0.03;

  private final BenchmarkCase what;
  private final INDArray conditions;
  private final INDArray real;
  private final SameDiff criticGraph = SameDiff.create();
  private final SameDiff generatorGraph = SameDiff.create();
  private final Trained critic;
  private final Trained generator;

  SameDiffStep(BenchmarkCase what) {
    this.what = what;
    this.conditions = Nd4j.rand(DataType.FLOAT, what.batch(), 1);
    this.real = Nd4j.hstack(Nd4j.rand(DataType.FLOAT, what.batch(), what.cells()), conditions);
    this.critic = new Trained(criticGraph, "critic", what.critic());
    this.generator = new Trained(generatorGraph, "generator", what.generator());
    criticLoss();
    generatorLoss();
  }

  /**
   * A network's variables [w1, b1, w2, b2, ...] in the graph that trains them, with Adam's state.
   */
  private static final class Trained {
    final Map<String, INDArray> values = new LinkedHashMap<>();
    final List<SDVariable> variables = new ArrayList<>();
    private final SameDiff graph;
    private final Map<String, INDArray[]> state = new HashMap<>();
    private int steps;

    Trained(SameDiff graph, String name, List<Integer> widths) {
      this.graph = graph;
      for (int l = 1; l < widths.size(); l++) {
        int in = widths.get(l - 1);
        int out = widths.get(l);
        add(name + "W" + l, Nd4j.randn(DataType.FLOAT, in, out).muli(INITIAL_DEVIATION));
        add(name + "B" + l, Nd4j.zeros(DataType.FLOAT, 1, out));
      }
    }

    private void add(String name, INDArray initial) {
      SDVariable variable = graph.var(name, initial);
      variables.add(variable);
      values.put(name, variable.getArr());
      state.put(name, new INDArray[] {Nd4j.zerosLike(initial), Nd4j.zerosLike(initial)});
    }

    void update(Map<String, INDArray> placeholders) {
      Map<String, INDArray> gradients = graph.calculateGradients(placeholders, values.keySet());
      values.forEach(
          (name, value) -> {
            INDArray gradient = gradients.get(name);
            INDArray[] moments = Objects.requireNonNull(state.get(name));
            double rate = BenchmarkCase.LEARNING_RATE;
            // The second moment comes first in this operation's arguments.
            Nd4j.exec(
                new AdamUpdater(gradient, moments[1], moments[0], rate, 0.5, 0.9, 1e-8, steps));
            value.subi(gradient);
          });
      steps++;
    }
  }

  /** What the last layer gives; fills the activations' slopes. */
  private static SDVariable apply(
      SameDiff graph, List<SDVariable> network, SDVariable in, List<SDVariable> slopes) {
    SDVariable values = in;
    for (int l = 0; l < network.size(); l += 2) {
      values = graph.mmul(values, network.get(l)).add(network.get(l + 1));
      if (l + 2 < network.size()) {
        slopes.add(
            graph.math().step(values, 0).mul(1 - BenchmarkCase.LEAK).add(BenchmarkCase.LEAK));
        values = graph.nn().leakyRelu(values, BenchmarkCase.LEAK);
      }
    }
    return values;
  }

  private void criticLoss() {
    SameDiff graph = criticGraph;
    int inputs = what.cells() + 1;
    SDVariable realCells = graph.placeHolder("real", DataType.FLOAT, -1, inputs);
    SDVariable fakeCells = graph.placeHolder("fake", DataType.FLOAT, -1, inputs);
    SDVariable mixing = graph.placeHolder("mixing", DataType.FLOAT, -1, 1);
    SDVariable between = fakeCells.add(realCells.sub(fakeCells).mul(mixing));
    List<SDVariable> slopes = new ArrayList<>();
    apply(graph, critic.variables, between, slopes);
    SDVariable gradient = graph.constant(Nd4j.ones(DataType.FLOAT, what.batch(), 1));
    for (int l = slopes.size(); l >= 0; l--) {
      gradient = graph.mmul(gradient, critic.variables.get(2 * l), false, true, false);
      gradient = l == 0 ? gradient : gradient.mul(slopes.get(l - 1));
    }
    INDArray response = Nd4j.ones(DataType.FLOAT, 1, inputs);
    response.putScalar(inputs - 1, 0);
    SDVariable norms = gradient.mul(graph.constant(response)).norm2(true, 1);
    SDVariable penalty = norms.sub(1).mul(norms.sub(1)).mean();
    SDVariable fakeScore = apply(graph, critic.variables, fakeCells, new ArrayList<>());
    SDVariable realScore = apply(graph, critic.variables, realCells, new ArrayList<>());
    fakeScore.mean().sub(realScore.mean()).add("loss", penalty.mul(BenchmarkCase.LAMBDA));
    graph.setLossVariables("loss");
  }

  private void generatorLoss() {
    SameDiff graph = generatorGraph;
    SDVariable latent = graph.placeHolder("latent", DataType.FLOAT, -1, what.latent() + 1);
    SDVariable condition = graph.placeHolder("condition", DataType.FLOAT, -1, 1);
    List<SDVariable> held = new ArrayList<>();
    critic.values.forEach(
        (name, value) -> held.add(graph.placeHolder(name, DataType.FLOAT, value.shape())));
    SDVariable cells =
        apply(graph, generator.variables, latent, new ArrayList<>()).rename("generated");
    SDVariable input = graph.concat(1, cells, condition);
    apply(graph, held, input, new ArrayList<>()).mean().neg("loss");
    graph.setLossVariables("loss");
  }

  @Override
  public double[] time(int steps) {
    return Contender.time(steps, this::step);
  }

  private void step() {
    INDArray cells =
        generatorGraph.output(Map.of("latent", latent()), "generated").get("generated");
    critic.update(
        Map.of(
            "real", real,
            "fake", Nd4j.hstack(cells, conditions),
            "mixing", Nd4j.rand(DataType.FLOAT, what.batch(), 1)));
    Map<String, INDArray> placeholders = new HashMap<>(critic.values);
    placeholders.put("latent", latent());
    placeholders.put("condition", conditions);
    generator.update(placeholders);
  }

  private INDArray latent() {
    return Nd4j.hstack(Nd4j.randn(DataType.FLOAT, what.batch(), what.latent()), conditions);
  }
}
