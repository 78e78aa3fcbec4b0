package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Matrix;
import org.showerforge.engine.Parameters;

/**
 * A layer of a trained generator with its numbers, for whoever evaluates it without the engine.
 *
 * @param plan its sizes
 * @param maps side by side
 * @param norm between maps and activation, if there is one
 */
public record TrainedLayer(PlannedLayer plan, List<TrainedMap> maps, @Nullable Norm norm) {

  /**
   * A linear map with its numbers.
   *
   * @param plan its sizes
   * @param weight dense: [outputs, inputs]; convolution: [filters, channels, kernel]; transposed
   *     convolution: [channels in, filters, kernel]; locally connected: [positions, channels x
   *     kernel, filters]
   * @param bias one per filter
   */
  public record TrainedMap(PlannedMap plan, float[] weight, float[] bias) {}

  /** A batch normalisation's numbers, one each per channel. */
  public record Norm(float[] gamma, float[] beta, float[] mean, float[] variance) {}

  /**
   * The layers of a stage's generator.
   *
   * @param weights the generator's parameters, in DL4J's flat order
   */
  public static List<TrainedLayer> ofGenerator(StageDesign design, float[] weights) {
    try (Backend backend = Backends.float32()) {
      Matrix values = backend.allocate(1, weights.length);
      backend.write(weights, values);
      FlatParameters flat = FlatParameters.fixed(values, StageGraph.offsets(design));
      List<TrainedLayer> layers = new ArrayList<>();
      for (PlannedLayer plan : NetworkPlan.generator(design).layers()) {
        List<TrainedMap> maps = new ArrayList<>();
        for (PlannedMap map : plan.maps()) {
          PlannedMap.Taken taken = map.take(flat);
          float[] weight = numbers(backend, taken.weight());
          maps.add(
              new TrainedMap(
                  map,
                  map.isTurned() ? channelsFirst(weight, map) : weight,
                  numbers(backend, taken.bias())));
        }
        layers.add(new TrainedLayer(plan, maps, norm(backend, plan, flat)));
      }
      return layers;
    }
  }

  private static @Nullable Norm norm(Backend backend, PlannedLayer plan, FlatParameters flat) {
    if (!plan.batchNorm()) {
      return null;
    }
    flat.moveTo(plan.normName());
    return new Norm(
        numbers(backend, flat.take(1, plan.channels())),
        numbers(backend, flat.take(1, plan.channels())),
        numbers(backend, flat.take(1, plan.channels())),
        numbers(backend, flat.take(1, plan.channels())));
  }

  /** From [kernel, filters, channels in] to [channels in, filters, kernel]. */
  private static float[] channelsFirst(float[] weight, PlannedMap map) {
    int channels = map.inputChannels();
    int filters = map.filters();
    int pixels = weight.length / (channels * filters);
    float[] turned = new float[weight.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int filter = 0; filter < filters; filter++) {
        for (int channel = 0; channel < channels; channel++) {
          turned[(channel * filters + filter) * pixels + pixel] =
              weight[(pixel * filters + filter) * channels + channel];
        }
      }
    }
    return turned;
  }

  private static float[] numbers(Backend backend, Parameters parameters) {
    Matrix values = parameters.values();
    float[] numbers = new float[values.rows() * values.columns()];
    backend.read(values, numbers);
    return numbers;
  }
}
