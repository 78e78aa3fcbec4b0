package org.showerforge.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
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
    boolean image = map.kind().hasKernel() && map.kind() != LayerDesign.Kind.LOCALLY_CONNECTED;
    if (image) {
      top = map.name() + ".image";
      graph.addVertex(top, image(map), below);
    }
    graph.addLayer(map.name(), Dl4jLayers.map(map, layer), top);
    top = map.name();
    if (layer.batchNorm()) {
      graph.addLayer(layer.normName(), Dl4jLayers.norm(layer), top);
      top = layer.normName();
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

  private static ReshapeVertex image(PlannedMap map) {
    int channels = map.inputChannels();
    int depth = map.inputImage().get(0);
    int height = map.inputImage().get(1);
    int width = map.inputImage().get(2);
    return new ReshapeVertex(
        'c',
        map.isFlat()
            ? new int[] {-1, height, width, channels}
            : new int[] {-1, depth, height, width, channels},
        null);
  }

  /** A stage with fresh weights. */
  public static ComputationGraph create(StageDesign design, long seed, DataType type) {
    ComputationGraph graph = new ComputationGraph(configuration(design, seed, type));
    graph.init();
    return graph;
  }

  /**
   * Where in DL4J's flat vector the parameters of each layer begin. DL4J follows its topological
   * order, which for layers side by side is neither that of their names nor that of their making.
   */
  static Map<String, Integer> offsets(StageDesign design) {
    Map<String, Long> lengths = new HashMap<>();
    for (NetworkPlan plan : List.of(NetworkPlan.generator(design), NetworkPlan.critic(design))) {
      for (PlannedLayer layer : plan.layers()) {
        layer.maps().forEach(map -> lengths.put(map.name(), map.parameters()));
        if (layer.batchNorm()) {
          lengths.put(layer.normName(), layer.normParameters());
        }
      }
    }
    GraphIndices indices =
        new ComputationGraph(configuration(design, 0, DataType.FLOAT)).calculateIndices();
    Map<String, Integer> offsets = new HashMap<>();
    long offset = 0;
    for (int index : indices.getTopologicalSortOrder()) {
      String name = indices.getIdxToName().get(index);
      offsets.put(name, Math.toIntExact(offset));
      offset += lengths.getOrDefault(name, 0L);
    }
    return offsets;
  }
}
