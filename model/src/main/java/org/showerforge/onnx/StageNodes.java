package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Activation;
import org.showerforge.engine.BatchNorm;
import org.showerforge.network.StageDesign;
import org.showerforge.network.TrainedLayer;
import org.showerforge.network.TrainedLayer.TrainedMap;

/** A stage's generator as nodes, in single precision as the engine: layers, then the head. */
final class StageNodes {
  private StageNodes() {}

  /**
   * The response of a stage.
   *
   * @param weights the generator's parameters, in DL4J's flat order
   * @param noise [N, latent + cell noise]
   * @param given [N, conditions]
   * @return [N, response]; numbers that a head would put up to zero are negative
   */
  static Tensor response(StageDesign design, float[] weights, Tensor noise, Tensor given) {
    Tensor top = Tensor.beside(List.of(noise.columns(0, design.noise()), given));
    for (TrainedLayer layer : TrainedLayer.ofGenerator(design, weights)) {
      top = layer(layer, top);
    }
    int response = design.response();
    return switch (design.head()) {
      case LINEAR -> top;
      case EXP -> top.node("Exp");
      case SOFTMAX -> softmax(design, top);
      case NOISY_CELLS -> {
        Tensor sizes = noise.graph().floats(design.noiseSizesInSinglePrecision(), response);
        Tensor normals = noise.columns(design.noise(), design.noise() + response);
        Tensor unit = given.columns(design.conditions() - 1, design.conditions());
        yield normals.times(sizes).times(unit).plus(top);
      }
    };
  }

  private static Tensor softmax(StageDesign design, Tensor top) {
    List<Tensor> images = new ArrayList<>();
    int from = 0;
    for (List<Integer> size : design.images()) {
      int to = from + size.stream().reduce(1, (a, b) -> a * b);
      images.add(top.columns(from, to).node("Softmax"));
      from = to;
    }
    return Tensor.beside(images);
  }

  private static Tensor layer(TrainedLayer layer, Tensor below) {
    int inputs = layer.plan().inputs();
    List<Tensor> outs = new ArrayList<>();
    for (TrainedMap map : layer.maps()) {
      int from = map.plan().from();
      int to = from + map.plan().inputs();
      outs.add(MapNodes.apply(map, to - from == inputs ? below : below.columns(from, to)));
    }
    return activated(layer.plan().activation(), normalised(layer, Tensor.beside(outs)));
  }

  private static Tensor normalised(TrainedLayer layer, Tensor values) {
    TrainedLayer.Norm norm = layer.norm();
    if (norm == null) {
      return values;
    }
    OnnxGraph graph = values.graph();
    int channels = norm.mean().length;
    List<Tensor> in =
        List.of(
            values.reshaped(-1, channels),
            graph.floats(norm.gamma(), channels),
            graph.floats(norm.beta(), channels),
            graph.floats(norm.mean(), channels),
            graph.floats(norm.variance(), channels));
    return graph
        .node(
            "BatchNormalization",
            values.type(),
            in,
            OnnxGraph.attribute("epsilon", (float) BatchNorm.EPSILON))
        .reshaped(-1, layer.maps().get(0).plan().outputs());
  }

  private static Tensor activated(Activation activation, Tensor values) {
    return switch (activation.kind()) {
      case IDENTITY -> values;
      case LEAKY_RELU ->
          values
              .graph()
              .node(
                  "LeakyRelu",
                  values.type(),
                  List.of(values),
                  OnnxGraph.attribute("alpha", (float) activation.leak()));
      case RELU -> values.node("Relu");
      case TANH -> values.node("Tanh");
      case SIGMOID -> values.node("Sigmoid");
      case SWISH -> values.times(values.node("Sigmoid"));
      case SOFTPLUS -> values.node("Softplus");
    };
  }
}
