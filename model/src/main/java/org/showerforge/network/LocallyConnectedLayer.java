package org.showerforge.network;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.showerforge.engine.PatchGeometry;

/**
 * A locally connected map as a DL4J layer, numbers in and out. DL4J's own, LocallyConnected2D of
 * 1.0.0-M2.1, runs through the positions column by column but puts the results row by row, so that
 * an image comes out transposed, and one that is not square scrambled.
 */
final class LocallyConnectedLayer extends SameDiffLayer {
  private static final long serialVersionUID = 1L;
  private static final String WEIGHT = "W";
  private static final String BIAS = "b";

  private final PatchGeometry geometry;
  private final int filters;

  LocallyConnectedLayer(PatchGeometry geometry, int filters) {
    super();
    this.geometry = geometry;
    this.filters = filters;
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    parameters.addWeightParam(WEIGHT, geometry.positions(), geometry.patchSize(), filters);
    parameters.addBiasParam(BIAS, filters);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    initWeights(
        geometry.patchSize(),
        filters,
        WeightInit.RELU,
        Objects.requireNonNull(parameters.get(WEIGHT)));
    Objects.requireNonNull(parameters.get(BIAS)).assign(0);
  }

  @Override
  public SDVariable defineLayer(
      SameDiff graph, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
    // One column of zeros behind the image stands for what is beyond its edge.
    int[] index = geometry.index(PatchGeometry.Order.CHANNELS_FIRST);
    for (int i = 0; i < index.length; i++) {
      index[i] = index[i] < 0 ? geometry.imageSize() : index[i];
    }
    SDVariable zero = input.get(SDIndex.all(), SDIndex.interval(0, 1)).mul(0);
    SDVariable patches =
        graph
            .gather(graph.concat(1, input, zero), index, 1)
            .reshape(-1, geometry.positions(), geometry.patchSize(), 1);
    SDVariable products = patches.mul(Objects.requireNonNull(parameters.get(WEIGHT))).sum(2);
    return products
        .add(Objects.requireNonNull(parameters.get(BIAS)))
        .reshape(-1, geometry.positions() * filters);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LocallyConnectedLayer layer
        && layer.geometry.equals(geometry)
        && layer.filters == filters;
  }

  @Override
  public int hashCode() {
    return Objects.hash(geometry, filters);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(geometry.positions() * (long) filters);
  }
}
