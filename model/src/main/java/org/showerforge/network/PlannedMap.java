package org.showerforge.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.engine.Convolution;
import org.showerforge.engine.Dense;
import org.showerforge.engine.LinearMap;
import org.showerforge.engine.LocallyConnected;
import org.showerforge.engine.Parameters;
import org.showerforge.engine.PatchGeometry;
import org.showerforge.engine.TransposedConvolution;

/**
 * A linear map with its sizes, and how DL4J lays out its parameters.
 *
 * @param name of the DL4J layer
 * @param kind DENSE for images too
 * @param from the first of the layer's input columns that it reads
 * @param inputs numbers in
 * @param outputs numbers out
 * @param filters channels out
 * @param geometry of the larger image, for kernels
 */
public record PlannedMap(
    String name,
    LayerDesign.Kind kind,
    int from,
    int inputs,
    int outputs,
    int filters,
    @Nullable PatchGeometry geometry) {

  static PlannedMap dense(String name, int inputs, int outputs) {
    return new PlannedMap(name, LayerDesign.Kind.DENSE, 0, inputs, outputs, outputs, null);
  }

  static PlannedMap kernel(
      String name, int from, List<Integer> image, int channels, LayerDesign design) {
    List<Integer> kernel = design.kernelSizes();
    List<Integer> stride = design.strides();
    if (design.kind() == LayerDesign.Kind.TRANSPOSED_CONVOLUTION) {
      List<Integer> large =
          List.of(
              image.get(0) * stride.get(0),
              image.get(1) * stride.get(1),
              image.get(2) * stride.get(2));
      PatchGeometry geometry = new PatchGeometry(large, design.width(), kernel, stride);
      int inputs = geometry.positions() * channels;
      return new PlannedMap(
          name, design.kind(), from, inputs, geometry.imageSize(), design.width(), geometry);
    }
    PatchGeometry geometry = new PatchGeometry(image, channels, kernel, stride);
    int outputs = geometry.positions() * design.width();
    return new PlannedMap(
        name, design.kind(), from, geometry.imageSize(), outputs, design.width(), geometry);
  }

  /** The geometry of a kernel. */
  public PatchGeometry patches() {
    if (geometry == null) {
      throw new IllegalStateException(name + " has no kernel");
    }
    return geometry;
  }

  /** Depth, height and width of what comes in. */
  public List<Integer> inputImage() {
    return kind == LayerDesign.Kind.TRANSPOSED_CONVOLUTION
        ? patches().positionsByAxis()
        : patches().image();
  }

  /** Depth, height and width of what comes out. */
  public List<Integer> outputImage() {
    return kind == LayerDesign.Kind.TRANSPOSED_CONVOLUTION
        ? patches().image()
        : patches().positionsByAxis();
  }

  /** Channels of what comes in. */
  public int inputChannels() {
    return kind == LayerDesign.Kind.TRANSPOSED_CONVOLUTION
        ? inputs / patches().positions()
        : patches().channels();
  }

  /** DL4J has the weights of its three-dimensional transposed convolution the other way round. */
  boolean isTurned() {
    return kind == LayerDesign.Kind.TRANSPOSED_CONVOLUTION && !isFlat();
  }

  /** Whether images have two dimensions. */
  boolean isFlat() {
    return patches().image().get(0) == 1;
  }

  private int weightRows() {
    return switch (kind) {
      case DENSE, IMAGES -> outputs;
      case CONVOLUTION -> filters;
      case TRANSPOSED_CONVOLUTION -> isTurned() ? patches().patchSize() : inputChannels();
      case LOCALLY_CONNECTED -> patches().positions() * patches().patchSize();
    };
  }

  private int weightColumns() {
    return switch (kind) {
      case DENSE, IMAGES -> inputs;
      case CONVOLUTION -> patches().patchSize();
      case TRANSPOSED_CONVOLUTION -> isTurned() ? inputChannels() : patches().patchSize();
      case LOCALLY_CONNECTED -> filters;
    };
  }

  long parameters() {
    return (long) weightRows() * weightColumns() + filters;
  }

  /**
   * A map's parameters.
   *
   * @param weight as the engine's map of the kind takes it
   * @param bias [1, filters]
   */
  record Taken(Parameters weight, Parameters bias) {}

  /** The map's parameters; DL4J keeps the bias of a convolution before its weights. */
  Taken take(FlatParameters flat) {
    flat.moveTo(name);
    if (kind == LayerDesign.Kind.CONVOLUTION || kind == LayerDesign.Kind.TRANSPOSED_CONVOLUTION) {
      Parameters bias = flat.take(1, filters);
      return new Taken(flat.take(weightRows(), weightColumns()), bias);
    }
    Parameters weight = flat.take(weightRows(), weightColumns());
    return new Taken(weight, flat.take(1, filters));
  }

  /** The engine's map. */
  LinearMap build(Backend backend, FlatParameters flat) {
    Taken taken = take(flat);
    return switch (kind) {
      case DENSE, IMAGES -> new Dense(backend, taken.weight(), taken.bias());
      case CONVOLUTION -> new Convolution(backend, patches(), taken.weight(), taken.bias());
      case TRANSPOSED_CONVOLUTION ->
          new TransposedConvolution(
              backend,
              patches(),
              taken.weight(),
              isTurned() ? PatchGeometry.Order.CHANNELS_LAST : PatchGeometry.Order.CHANNELS_FIRST,
              taken.bias());
      case LOCALLY_CONNECTED ->
          new LocallyConnected(backend, patches(), taken.weight(), taken.bias());
    };
  }
}
