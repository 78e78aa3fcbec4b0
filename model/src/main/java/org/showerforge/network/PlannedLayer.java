package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.engine.BatchNorm;
import org.showerforge.engine.Branches;
import org.showerforge.engine.Layer;
import org.showerforge.engine.LinearMap;

/**
 * A layer with its sizes.
 *
 * @param name in DL4J's graph
 * @param maps side by side
 * @param passed columns behind those that the maps read, passed on
 * @param activation of the maps' outputs
 * @param batchNorm between maps and activation; then there is one map
 */
public record PlannedLayer(
    String name, List<PlannedMap> maps, int passed, Activation activation, boolean batchNorm) {
  private static final int NORM_VECTORS = 4;

  /** Numbers in. */
  public int inputs() {
    int end = 0;
    for (PlannedMap map : maps) {
      end = Math.max(end, map.from() + map.inputs());
    }
    return end + passed;
  }

  /** Channels that are normalised: of an image, or all numbers. */
  int channels() {
    return maps.get(0).filters();
  }

  /** The DL4J layer that normalises. */
  String normName() {
    return maps.get(0).name() + ".norm";
  }

  /** gamma, beta, mean and variance. */
  long normParameters() {
    return (long) NORM_VECTORS * channels();
  }

  long parameters() {
    long parameters = batchNorm ? normParameters() : 0;
    for (PlannedMap map : maps) {
      parameters += map.parameters();
    }
    return parameters;
  }

  /** The engine's layer for batches of so many rows. */
  Layer build(Backend backend, FlatParameters flat, int rows) {
    List<Branches.Part> parts = new ArrayList<>();
    for (PlannedMap map : maps) {
      parts.add(new Branches.Part(map.from(), map.build(backend, flat)));
    }
    LinearMap map =
        parts.size() == 1 && passed == 0
            ? parts.get(0).map()
            : new Branches(backend, parts, inputs());
    return new Layer(map, norm(backend, flat, rows, map.outputs()), activation);
  }

  private @Nullable BatchNorm norm(Backend backend, FlatParameters flat, int rows, int width) {
    if (!batchNorm) {
      return null;
    }
    flat.moveTo(normName());
    return new BatchNorm(
        backend,
        flat.take(1, channels()),
        flat.take(1, channels()),
        flat.take(1, channels()).values(),
        flat.take(1, channels()).values(),
        rows,
        width,
        flat.isTrained() ? BatchNorm.Mode.TRAINING : BatchNorm.Mode.SAMPLING);
  }
}
