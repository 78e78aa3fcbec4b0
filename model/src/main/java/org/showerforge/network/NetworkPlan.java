package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.showerforge.UserException;
import org.showerforge.backend.Activation;

/**
 * A generator or a critic worked out to its last size: what DL4J's graph and the engine's layers
 * are both built from.
 *
 * <p>Images are those of the response, one per detector layer. A kernel of two numbers goes over
 * each of them, with weights of its own; a kernel of three goes over all of them as one image,
 * which needs detector layers of one shape.
 *
 * @param layers from input to output
 */
record NetworkPlan(List<PlannedLayer> layers) {
  private static final int OUTPUT_KERNEL = 3;

  /** The images that numbers stand for; none after a dense layer. */
  private record Images(List<List<Integer>> sizes, int channels) {
    static final Images NONE = new Images(List.of(), 0);

    boolean exist() {
      return !sizes.isEmpty();
    }

    int numbers() {
      return channels
          * sizes.stream().mapToInt(size -> size.stream().reduce(1, (a, b) -> a * b)).sum();
    }
  }

  static NetworkPlan critic(StageDesign design) {
    Builder builder = new Builder("stage " + design.name() + ", critic", "critic", design.leak());
    builder.width = design.criticInputs();
    builder.images = responseImages(design, design.critic());
    design.critic().forEach(builder::add);
    builder.output(design.loss().outputs());
    return new NetworkPlan(builder.layers);
  }

  static NetworkPlan generator(StageDesign design) {
    Builder builder = new Builder("stage " + design.name() + ", generator", "gen", design.leak());
    builder.width = design.noise() + design.conditions();
    Images response = responseImages(design, design.generator());
    builder.firstImages = shrunk(builder.where, response, design.generator());
    design.generator().forEach(builder::add);
    if (builder.images.exist()) {
      builder.outputImages(response);
    } else {
      builder.output(design.response());
    }
    return new NetworkPlan(builder.layers);
  }

  private static Images responseImages(StageDesign design, List<LayerDesign> layers) {
    List<List<Integer>> sizes = design.images();
    boolean deep = layers.stream().anyMatch(layer -> layer.kernel().size() == 3);
    if (deep && sizes.size() > 1) {
      if (sizes.stream().distinct().count() > 1) {
        throw new UserException(
            "stage %s: a kernel of three sizes needs detector layers of one shape, they are %s",
            design.name(), sizes);
      }
      List<Integer> one = sizes.get(0);
      sizes = List.of(List.of(sizes.size(), one.get(1), one.get(2)));
    }
    return sizes.isEmpty() ? Images.NONE : new Images(sizes, 1);
  }

  /** The images that transposed convolutions enlarge to the response's. */
  private static Images shrunk(String where, Images response, List<LayerDesign> layers) {
    List<List<Integer>> sizes = response.sizes();
    for (int l = layers.size() - 1; l >= 0; l--) {
      LayerDesign layer = layers.get(l);
      if (layer.kind() == LayerDesign.Kind.TRANSPOSED_CONVOLUTION) {
        List<Integer> stride = layer.strides();
        sizes = sizes.stream().map(size -> divided(where, size, stride)).toList();
      }
    }
    return new Images(sizes, 1);
  }

  private static List<Integer> divided(String where, List<Integer> size, List<Integer> stride) {
    for (int axis = 0; axis < size.size(); axis++) {
      if (size.get(axis) % stride.get(axis) != 0) {
        throw new UserException(
            "%s: strides of transposed convolutions must divide the image %s, got %s",
            where, size, stride);
      }
    }
    return IntStream.range(0, size.size()).mapToObj(a -> size.get(a) / stride.get(a)).toList();
  }

  int parameters() {
    long parameters = 0;
    for (PlannedLayer layer : layers) {
      parameters += layer.parameters();
    }
    return Math.toIntExact(parameters);
  }

  /** Adds layers, keeping track of what the numbers stand for. */
  private static final class Builder {
    private final String where;
    private final String prefix;
    private final double leak;
    private final List<PlannedLayer> layers = new ArrayList<>();
    private int width;
    private Images images = Images.NONE;
    private Images firstImages = Images.NONE;

    Builder(String where, String prefix, double leak) {
      this.where = where;
      this.prefix = prefix;
      this.leak = leak;
    }

    private String name() {
      return prefix + layers.size();
    }

    void add(LayerDesign design) {
      Activation activation = design.activation(leak);
      switch (design.kind()) {
        case DENSE -> dense(design.width(), activation, design.batchNorm());
        case IMAGES -> {
          if (!firstImages.exist()) {
            throw new UserException(
                "%s: layer images is for generators of calorimeter cells", where);
          }
          Images next = new Images(firstImages.sizes(), design.width());
          dense(next.numbers(), activation, design.batchNorm());
          images = next;
        }
        case CONVOLUTION, TRANSPOSED_CONVOLUTION, LOCALLY_CONNECTED -> kernels(design, activation);
      }
    }

    private void dense(int outputs, Activation activation, boolean batchNorm) {
      PlannedMap map = PlannedMap.dense(name(), width, outputs);
      layers.add(new PlannedLayer(name(), List.of(map), 0, activation, batchNorm));
      width = outputs;
      images = Images.NONE;
    }

    private void kernels(LayerDesign design, Activation activation) {
      if (!images.exist()) {
        throw new UserException(
            "%s: layer %s needs images, but stands on %s",
            where,
            design.kind().configured(),
            layers.isEmpty() ? "numbers that are none" : "a dense layer");
      }
      List<PlannedMap> maps = new ArrayList<>();
      List<List<Integer>> sizes = new ArrayList<>();
      int from = 0;
      for (List<Integer> size : images.sizes()) {
        String name = images.sizes().size() == 1 ? name() : name() + "." + maps.size();
        PlannedMap map = PlannedMap.kernel(name, from, size, images.channels(), design);
        maps.add(map);
        sizes.add(map.outputImage());
        from += map.inputs();
      }
      int passed = width - from;
      if (design.batchNorm() && design.kernel().size() > 2) {
        throw new UserException(
            "%s: batch normalisation of layer %s: DL4J has it for kernels of two sizes only",
            where, design.kind().configured());
      }
      if (design.batchNorm() && (passed > 0 || maps.size() > 1)) {
        throw new UserException(
            "%s: batch normalisation of layer %s needs one image and nothing beside it",
            where, design.kind().configured());
      }
      layers.add(new PlannedLayer(name(), maps, passed, activation, design.batchNorm()));
      images = new Images(sizes, design.width());
      width = images.numbers() + passed;
    }

    void output(int outputs) {
      dense(outputs, Activation.IDENTITY, false);
    }

    /** A number of each cell, each image's by a convolution of its own. */
    void outputImages(Images response) {
      if (!images.sizes().equals(response.sizes())) {
        throw new UserException(
            "%s: ends with images %s, the response has %s",
            where, images.sizes(), response.sizes());
      }
      int depth = images.sizes().get(0).get(0);
      List<Integer> kernel = List.of(depth == 1 ? 1 : OUTPUT_KERNEL, OUTPUT_KERNEL, OUTPUT_KERNEL);
      LayerDesign design =
          new LayerDesign(LayerDesign.Kind.CONVOLUTION, 1, kernel, List.of(), null, false);
      List<PlannedMap> maps = new ArrayList<>();
      int from = 0;
      for (List<Integer> size : images.sizes()) {
        String name = name() + "." + maps.size();
        PlannedMap map = PlannedMap.kernel(name, from, size, images.channels(), design);
        maps.add(map);
        from += map.inputs();
      }
      layers.add(new PlannedLayer(name(), maps, 0, Activation.IDENTITY, false));
    }
  }
}
