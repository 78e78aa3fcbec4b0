package org.showerforge.network;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.showerforge.engine.BatchNorm;

/** Planned layers as DL4J has them; images have their channels last. */
final class Dl4jLayers {
  private Dl4jLayers() {}

  static Layer map(PlannedMap map, PlannedLayer layer) {
    IActivation activation =
        isActivatedApart(map, layer)
            ? new ActivationIdentity()
            : Activations.ofDl4j(layer.activation());
    return switch (map.kind()) {
      case DENSE, IMAGES ->
          new DenseLayer.Builder()
              .nIn(map.inputs())
              .nOut(map.outputs())
              .activation(activation)
              .build();
      case CONVOLUTION -> convolution(map, activation);
      case TRANSPOSED_CONVOLUTION -> transposed(map, activation);
      case LOCALLY_CONNECTED -> new LocallyConnectedLayer(map.patches(), map.filters());
    };
  }

  /**
   * Whether the activation is a layer of its own: behind a normalisation, and because DL4J's
   * locally connected layer takes no slope for its leaky ReLU.
   */
  static boolean isActivatedApart(PlannedMap map, PlannedLayer layer) {
    return layer.batchNorm() || map.kind() == LayerDesign.Kind.LOCALLY_CONNECTED;
  }

  private static int[] axes(List<Integer> sizes, boolean flat) {
    return flat
        ? new int[] {sizes.get(1), sizes.get(2)}
        : new int[] {sizes.get(0), sizes.get(1), sizes.get(2)};
  }

  private static Layer convolution(PlannedMap map, IActivation activation) {
    int[] kernel = axes(map.patches().kernel(), map.isFlat());
    int[] stride = axes(map.patches().stride(), map.isFlat());
    if (map.isFlat()) {
      return new ConvolutionLayer.Builder(kernel, stride)
          .nIn(map.inputChannels())
          .nOut(map.filters())
          .convolutionMode(ConvolutionMode.Same)
          .dataFormat(CNN2DFormat.NHWC)
          .activation(activation)
          .build();
    }
    return new Convolution3D.Builder(kernel, stride)
        .nIn(map.inputChannels())
        .nOut(map.filters())
        .convolutionMode(ConvolutionMode.Same)
        .dataFormat(Convolution3D.DataFormat.NDHWC)
        .activation(activation)
        .build();
  }

  private static Layer transposed(PlannedMap map, IActivation activation) {
    int[] kernel = axes(map.patches().kernel(), map.isFlat());
    int[] stride = axes(map.patches().stride(), map.isFlat());
    if (map.isFlat()) {
      return new Deconvolution2D.Builder(kernel, stride)
          .nIn(map.inputChannels())
          .nOut(map.filters())
          .convolutionMode(ConvolutionMode.Same)
          .dataFormat(CNN2DFormat.NHWC)
          .activation(activation)
          .build();
    }
    return new Deconvolution3D.Builder()
        .kernelSize(kernel)
        .stride(stride)
        .nIn(map.inputChannels())
        .nOut(map.filters())
        .convolutionMode(ConvolutionMode.Same)
        .dataFormat(Convolution3D.DataFormat.NDHWC)
        .activation(activation)
        .build();
  }

  static Layer norm(PlannedLayer layer) {
    return new BatchNormalization.Builder()
        .decay(BatchNorm.DECAY)
        .eps(BatchNorm.EPSILON)
        .useLogStd(false)
        .nIn(layer.channels())
        .nOut(layer.channels())
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }

  static Layer activation(PlannedLayer layer) {
    return new ActivationLayer.Builder().activation(Activations.ofDl4j(layer.activation())).build();
  }
}
