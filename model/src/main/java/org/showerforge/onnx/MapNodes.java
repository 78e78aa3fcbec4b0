package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import org.showerforge.engine.PatchGeometry;
import org.showerforge.network.PlannedMap;
import org.showerforge.network.TrainedLayer.TrainedMap;

/** Linear maps and their biases as nodes; numbers in and out, images with channels last. */
final class MapNodes {
  private static final int AXES = 3;

  private MapNodes() {}

  static Tensor apply(TrainedMap map, Tensor in) {
    return switch (map.plan().kind()) {
      case DENSE, IMAGES -> dense(map, in);
      case CONVOLUTION -> convolution("Conv", map, in);
      case TRANSPOSED_CONVOLUTION -> convolution("ConvTranspose", map, in);
      case LOCALLY_CONNECTED -> locallyConnected(map, in);
    };
  }

  private static Tensor dense(TrainedMap map, Tensor in) {
    OnnxGraph graph = in.graph();
    PlannedMap plan = map.plan();
    List<Tensor> inputs =
        List.of(
            in,
            graph.floats(map.weight(), plan.outputs(), plan.inputs()),
            graph.floats(map.bias(), plan.outputs()));
    return graph.node("Gemm", in.type(), inputs, OnnxGraph.attribute("transB", 1));
  }

  /** In three dimensions always: a flat image has depth 1. */
  private static Tensor convolution(String operator, TrainedMap map, Tensor in) {
    OnnxGraph graph = in.graph();
    PlannedMap plan = map.plan();
    PatchGeometry patches = plan.patches();
    boolean transposed = operator.equals("ConvTranspose");
    long outer = transposed ? plan.inputChannels() : plan.filters();
    long inner = transposed ? plan.filters() : plan.inputChannels();
    List<Tensor> inputs =
        List.of(
            channelsFirst(plan, in),
            graph.floats(
                map.weight(),
                outer,
                inner,
                patches.kernel().get(0),
                patches.kernel().get(1),
                patches.kernel().get(2)),
            graph.floats(map.bias(), plan.filters()));
    List<Integer> pads = new ArrayList<>();
    IntStream.range(0, AXES).forEach(axis -> pads.add(patches.before(axis)));
    IntStream.range(0, AXES).forEach(axis -> pads.add(behind(patches, axis)));
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(OnnxGraph.attribute("pads", pads));
    attributes.add(OnnxGraph.attribute("strides", patches.stride()));
    if (transposed) {
      // Pixels that no kernel covers, where a stride is larger than its kernel.
      List<Integer> beyond =
          IntStream.range(0, AXES)
              .mapToObj(axis -> Math.max(0, patches.image().get(axis) - patches.covered(axis)))
              .toList();
      attributes.add(OnnxGraph.attribute("output_padding", beyond));
    }
    Tensor out = graph.node(operator, in.type(), inputs, attributes.toArray(AttributeProto[]::new));
    return out.transposed(0, 2, 3, 4, 1).reshaped(-1, plan.outputs());
  }

  /** Zeros behind an image along an axis. */
  private static int behind(PatchGeometry patches, int axis) {
    return Math.max(0, patches.covered(axis) - patches.image().get(axis)) - patches.before(axis);
  }

  private static Tensor channelsFirst(PlannedMap plan, Tensor in) {
    List<Integer> image = plan.inputImage();
    return in.reshaped(-1, image.get(0), image.get(1), image.get(2), plan.inputChannels())
        .transposed(0, 4, 1, 2, 3);
  }

  /** As the engine: columns are gathered into patches, and each position has its own product. */
  private static Tensor locallyConnected(TrainedMap map, Tensor in) {
    OnnxGraph graph = in.graph();
    PlannedMap plan = map.plan();
    PatchGeometry patches = plan.patches();
    int positions = patches.positions();
    Tensor padded = graph.node("Pad", in.type(), List.of(in, graph.longs(0, 0, 0, 1)));
    int[] columns = patches.index(PatchGeometry.Order.CHANNELS_FIRST);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = columns[i] < 0 ? plan.inputs() : columns[i];
    }
    Tensor weight = graph.floats(map.weight(), positions, patches.patchSize(), plan.filters());
    return padded
        .columns(columns)
        .reshaped(-1, positions, patches.patchSize())
        .transposed(1, 0, 2)
        .node("MatMul", weight)
        .transposed(1, 0, 2)
        .plus(graph.floats(map.bias(), plan.filters()))
        .reshaped(-1, plan.outputs());
  }
}
