package org.showerforge.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.backend.Activation;
import org.showerforge.engine.PatchGeometry;

/**
 * One layer as a configuration gives it: a number is the width of a dense layer; an object names
 * the kind, such as {@code {convolution: 8, kernel: [3, 3], stride: [1, 2], activation: tanh}}.
 *
 * @param kind what the layer does
 * @param width outputs of a dense layer; else channels of the images that come out
 * @param kernel two numbers for a kernel on each detector layer's image, three for one on all
 *     layers as one image; none for a dense layer
 * @param stride as kernel
 * @param activation null for the recipe's leaky ReLU
 * @param batchNorm whether numbers are normalised over the batch; for generators only
 */
public record LayerDesign(
    Kind kind,
    int width,
    List<Integer> kernel,
    List<Integer> stride,
    Activation.@Nullable Kind activation,
    boolean batchNorm)
    implements Serializable {

  /** What a layer does. */
  public enum Kind {
    /** Every number from every number. */
    DENSE("dense"),
    /** A dense layer onto small images, which transposed convolutions then enlarge. */
    IMAGES("images"),
    /** A convolution. */
    CONVOLUTION("convolution"),
    /** The transpose of a convolution: enlarges images by its stride. */
    TRANSPOSED_CONVOLUTION("transposedConvolution"),
    /** A kernel of its own at every position. */
    LOCALLY_CONNECTED("locallyConnected");

    private final String configured;

    Kind(String configured) {
      this.configured = configured;
    }

    /** The name in a configuration. */
    public String configured() {
      return configured;
    }

    boolean hasKernel() {
      return this != DENSE && this != IMAGES;
    }
  }

  private static final Set<String> OPTIONS = Set.of("kernel", "stride", "activation", "batchNorm");
  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_KERNEL = 1 << 10;

  /** Checks the sizes. */
  public LayerDesign {
    String name = kind.configured();
    if (width < 1 || width > MAX_WIDTH) {
      throw new UserException("layer %s: must be 1..%d, got %d", name, MAX_WIDTH, width);
    }
    int axes = kernel.size();
    if (kind.hasKernel() ? axes != 2 && axes != 3 : axes != 0) {
      throw new UserException(
          "layer %s: kernel needs %s, got %s",
          name, kind.hasKernel() ? "two or three sizes" : "to be left out", kernel);
    }
    stride = stride.isEmpty() ? kernel.stream().map(size -> 1).toList() : List.copyOf(stride);
    kernel = List.copyOf(kernel);
    if (stride.size() != axes) {
      throw new UserException(
          "layer %s: stride %s needs as many numbers as kernel %s", name, stride, kernel);
    }
    checkSizes(name, "kernel", kernel);
    checkSizes(name, "stride", stride);
  }

  private static void checkSizes(String name, String key, List<Integer> sizes) {
    for (int size : sizes) {
      if (size < 1 || size > MAX_KERNEL) {
        throw new UserException("layer %s: %s must be 1..%d, got %s", name, key, MAX_KERNEL, sizes);
      }
    }
  }

  /** A dense layer with the recipe's activation. */
  public static LayerDesign dense(int width) {
    return new LayerDesign(Kind.DENSE, width, List.of(), List.of(), null, false);
  }

  /** Dense layers with the recipe's activation. */
  public static List<LayerDesign> denseLayers(Integer... widths) {
    return Arrays.stream(widths).map(LayerDesign::dense).toList();
  }

  /** Reads a layer from a configuration. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static LayerDesign of(JsonNode node) {
    if (node.isIntegralNumber()) {
      return dense(node.intValue());
    }
    if (!node.isObject()) {
      throw new UserException("layer %s: must be a width or an object", node);
    }
    Kind kind = null;
    Iterator<String> keys = node.fieldNames();
    while (keys.hasNext()) {
      String key = keys.next();
      Kind named = kind(key);
      if (named == null ? !OPTIONS.contains(key) : kind != null) {
        throw new UserException(
            "layer %s: unknown key '%s'; a layer is one of %s, with %s",
            node, key, kinds(), OPTIONS.stream().sorted().toList());
      }
      kind = named == null ? kind : named;
    }
    if (kind == null) {
      throw new UserException("layer %s: must be one of %s", node, kinds());
    }
    JsonNode activation = node.path("activation");
    return new LayerDesign(
        kind,
        whole(node, kind.configured()),
        sizes(node.path("kernel")),
        sizes(node.path("stride")),
        activation.isMissingNode() ? null : Activations.kind(activation.asText()),
        node.path("batchNorm").asBoolean(false));
  }

  private static @Nullable Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.configured.equals(name))
        .findFirst()
        .orElse(null);
  }

  private static List<String> kinds() {
    return Arrays.stream(Kind.values()).map(Kind::configured).toList();
  }

  private static int whole(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new UserException("layer %s: %s must be a whole number", node, key);
    }
    return value.intValue();
  }

  private static List<Integer> sizes(JsonNode array) {
    List<Integer> sizes = new ArrayList<>();
    for (JsonNode size : array) {
      if (!size.isIntegralNumber() || !size.canConvertToInt()) {
        throw new UserException("kernel and stride: need whole numbers, got %s", array);
      }
      sizes.add(size.intValue());
    }
    return sizes;
  }

  /** The layer as a configuration gives it. */
  @JsonValue
  Object configured() {
    if (kind == Kind.DENSE && activation == null && !batchNorm) {
      return width;
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(kind.configured, width);
    if (kind.hasKernel()) {
      keys.put("kernel", kernel);
      keys.put("stride", stride);
    }
    if (activation != null) {
      keys.put("activation", activation.configured());
    }
    if (batchNorm) {
      keys.put("batchNorm", true);
    }
    return keys;
  }

  /** Depth, height and width of the kernel. */
  List<Integer> kernelSizes() {
    return onThreeAxes(kernel);
  }

  /** The stride along depth, height and width. */
  List<Integer> strides() {
    return onThreeAxes(stride);
  }

  private static List<Integer> onThreeAxes(List<Integer> sizes) {
    return sizes.size() == 2 ? PatchGeometry.flat(sizes.get(0), sizes.get(1)) : sizes;
  }

  /** The activation, given the recipe's leak. */
  Activation activation(double leak) {
    return activation == null || activation == Activation.Kind.LEAKY_RELU
        ? Activation.leakyRelu(leak)
        : new Activation(activation, 0);
  }
}
