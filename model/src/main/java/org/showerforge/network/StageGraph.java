package org.showerforge.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.showerforge.engine.Adam;

/**
 * A stage as one DL4J {@link ComputationGraph} that holds generator and critic:
 *
 * <pre>
 * (noise | conditions) -> gen0 .. genN -> response vertex (head, features, conditions) -> critic0 .. criticM
 * </pre>
 *
 * DL4J gives the configuration, the initialisation, the flat parameter vector (generator first) and
 * the flat updater state. Weights start normal with variance 2/inputs (He et al. 2015, arXiv
 * 1502.01852), biases at zero: with smaller weights the latent numbers hardly reach the response at
 * first, and a short training ends with showers that fluctuate too little.
 */
public final class StageGraph {
  /** The graph's inputs, in the order that {@link ComputationGraph#output} takes them. */
  static final String NOISE_AND_CONDITIONS = "noiseAndConditions";

  static final String CELL_NOISE = "cellNoise";
  static final String CONDITIONS = "conditions";
  static final String THRESHOLD = "threshold";
  private static final String CRITIC_INPUT = "criticInput";

  private StageGraph() {}

  /** The configuration of a stage. */
  public static ComputationGraphConfiguration configuration(
      StageDesign design, long seed, DataType type) {
    org.nd4j.linalg.learning.config.Adam adam =
        org.nd4j.linalg.learning.config.Adam.builder()
            .beta1(Adam.WGAN_GP.beta1())
            .beta2(Adam.WGAN_GP.beta2())
            .epsilon(Adam.WGAN_GP.epsilon())
            .build();
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(type)
            .weightInit(WeightInit.RELU)
            .updater(adam)
            .graphBuilder()
            .addInputs(NOISE_AND_CONDITIONS, CELL_NOISE, CONDITIONS, THRESHOLD);
    String below = NOISE_AND_CONDITIONS;
    int width = design.noise() + design.conditions();
    for (int l = 0; l < design.generator().size(); l++) {
      below = hidden(graph, "gen" + l, below, width, design.generator().get(l), design.leak());
      width = design.generator().get(l);
    }
    below =
        linear(graph, "gen" + design.generator().size(), below, width, design.generatorOutputs());
    graph.addVertex(
        CRITIC_INPUT, new CriticInputVertex(design), below, CELL_NOISE, CONDITIONS, THRESHOLD);
    below = CRITIC_INPUT;
    width = design.criticInputs();
    for (int l = 0; l < design.critic().size(); l++) {
      below = hidden(graph, "critic" + l, below, width, design.critic().get(l), design.leak());
      width = design.critic().get(l);
    }
    below = linear(graph, "critic" + design.critic().size(), below, width, 1);
    return graph.setOutputs(below).validateOutputLayerConfig(false).build();
  }

  private static String hidden(
      ComputationGraphConfiguration.GraphBuilder graph,
      String name,
      String below,
      int in,
      int out,
      double leak) {
    graph.addLayer(
        name,
        new DenseLayer.Builder().nIn(in).nOut(out).activation(new ActivationLReLU(leak)).build(),
        below);
    return name;
  }

  private static String linear(
      ComputationGraphConfiguration.GraphBuilder graph,
      String name,
      String below,
      int in,
      int out) {
    graph.addLayer(
        name,
        new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.IDENTITY).build(),
        below);
    return name;
  }

  /** A stage with fresh weights. */
  public static ComputationGraph create(StageDesign design, long seed, DataType type) {
    ComputationGraph graph = new ComputationGraph(configuration(design, seed, type));
    graph.init();
    return graph;
  }
}
