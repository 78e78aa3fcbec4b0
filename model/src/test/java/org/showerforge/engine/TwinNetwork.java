package org.showerforge.engine;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Activation;

/** A network as the engine's layers and as a naive one with the same numbers, layer by layer. */
final class TwinNetwork {
  private final TwinMaps maps;
  private final Faults faults;
  private final List<NaiveLayer> naive = new ArrayList<>();
  final List<Layer> layers = new ArrayList<>();

  TwinNetwork(TwinMaps maps, Faults faults) {
    this.maps = maps;
    this.faults = faults;
  }

  /** A layer without normalisation. */
  void add(TwinMaps.Twin twin, Activation activation) {
    layers.add(Layer.of(map(twin), activation));
    naive.add(new NaiveLayer(twin.naive(), null, activation));
  }

  private LinearMap map(TwinMaps.Twin twin) {
    return faults.map(layers.size(), twin.map(), twin.gradient());
  }

  /** A layer that normalises batches of so many events. */
  void addNormalised(TwinMaps.Twin twin, Activation activation, int channels, int batch) {
    LinearMap map = map(twin);
    double[] gamma = maps.gaussians(channels, 1);
    double[] beta = maps.gaussians(channels, 1);
    BatchNorm norm =
        new BatchNorm(
            maps.backend,
            maps.parameters(1, channels, gamma),
            maps.parameters(1, channels, beta),
            maps.backend.allocate(1, channels),
            maps.backend.allocate(1, channels),
            batch,
            map.outputs(),
            BatchNorm.Mode.TRAINING);
    layers.add(new Layer(map, norm, activation));
    naive.add(new NaiveLayer(twin.naive(), new NaiveBatchNorm(gamma, beta), activation));
  }

  NaiveNetwork naive(Margin margin) {
    return new NaiveNetwork(naive, margin);
  }
}
