package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A stage as one DL4J {@link ComputationGraph} that holds generator and critic:
 *
 * <pre>
 * (noise | conditions) -> gen0 .. genN -> response vertex (head, features, conditions) -> critic0 .. criticM
 * </pre>
 *
 * DL4J gives the configuration, the initialisation, the flat parameter vector (generator first) and
 * the layout of the updater's state. Weights start normal with variance 2/inputs (He et al. 2015,
 * arXiv 1502.01852), biases at zero: with smaller weights the latent numbers hardly reach the
 * response at first, and a short training ends with showers that fluctuate too little.
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
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(type)
            .weightInit(WeightInit.RELU)
            .updater(design.updater().ofDl4j())
            .graphBuilder()
            .addInputs(NOISE_AND_CONDITIONS, CELL_NOISE, CONDITIONS, THRESHOLD);
    String below = NOISE_AND_CONDITIONS;
    for (PlannedLayer layer : NetworkPlan.generator(design).layers()) {
      below = add(graph, layer, below);
    }
    graph.addVertex(
        CRITIC_INPUT, new CriticInputVertex(design), below, CELL_NOISE, CONDITIONS, THRESHOLD);
    below = CRITIC_INPUT;
    for (PlannedLayer layer : NetworkPlan.critic(design).layers()) {
      below = add(graph, layer, below);
    }
    return graph.setOutputs(below).validateOutputLayerConfig(false).build();
  }

  private static String add(GraphBuilder graph, PlannedLayer layer, String below) {
    if (layer.maps().size() == 1 && layer.passed() == 0) {
      return add(graph, layer, layer.maps().get(0), below);
    }
    List<String> parts = new ArrayList<>();
    for (PlannedMap map : layer.maps()) {
      String columns = map.name() + ".columns";
      graph.addVertex(columns, new SubsetVertex(map.from(), map.from() + map.inputs() - 1), below);
      parts.add(add(graph, layer, map, columns));
    }
    if (layer.passed() > 0) {
      String passed = layer.name() + ".passed";
      int end = layer.inputs();
      graph.addVertex(passed, new SubsetVertex(end - layer.passed(), end - 1), below);
      parts.add(passed);
    }
    String all = layer.name() + ".all";
    graph.addVertex(all, new MergeVertex(), parts.toArray(String[]::new));
    return all;
  }

  /** One map with its normalisation and activation; numbers in and out, images in between. */
  private static String add(GraphBuilder graph, PlannedLayer layer, PlannedMap map, String below) {
    String top = below;
    boolean image = map.kind().hasKernel();
    if (image) {
      top = map.name() + ".image";
      graph.addVertex(top, reshape(map.inputImage(), map.inputChannels()), below);
    }
    graph.addLayer(map.name(), Dl4jLayers.map(map, layer), top);
    top = map.name();
    if (layer.batchNorm()) {
      graph.addLayer(map.name() + ".norm", Dl4jLayers.norm(layer), top);
      top = map.name() + ".norm";
    }
    if (Dl4jLayers.isActivatedApart(map, layer)) {
      graph.addLayer(map.name() + ".activation", Dl4jLayers.activation(layer), top);
      top = map.name() + ".activation";
    }
    if (image) {
      String numbers = map.name() + ".numbers";
      graph.addVertex(numbers, new ReshapeVertex('c', new int[] {-1, map.outputs()}, null), top);
      top = numbers;
    }
    return top;
  }

  private static ReshapeVertex reshape(List<Integer> image, int channels) {
    int depth = image.get(0);
    int height = image.get(1);
    int width = image.get(2);
    return new ReshapeVertex(
        'c',
        depth == 1
            ? new int[] {-1, height, width, channels}
            : new int[] {-1, depth, height, width, channels},
        null);
  }

  /** A stage with fresh weights. */
  public static ComputationGraph create(StageDesign design, long seed, DataType type) {
    ComputationGraph graph = new ComputationGraph(configuration(design, seed, type));
    graph.init();
    checkOrder(design, graph);
    return graph;
  }

  /** That DL4J's topological order is the plan's, in which the engine takes the parameters. */
  private static void checkOrder(StageDesign design, ComputationGraph graph) {
    List<String> planned = new ArrayList<>();
    for (NetworkPlan plan : List.of(NetworkPlan.generator(design), NetworkPlan.critic(design))) {
      for (PlannedLayer layer : plan.layers()) {
        layer.maps().forEach(map -> planned.add(map.name()));
        if (layer.batchNorm()) {
          planned.add(layer.maps().get(0).name() + ".norm");
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.numParams() > 0) {
        found.add(layer.conf().getLayer().getLayerName());
      }
    }
    if (!found.equals(planned)) {
      throw new IllegalStateException("DL4J orders layers " + found + ", planned " + planned);
    }
  }
}
