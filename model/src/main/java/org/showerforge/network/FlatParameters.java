package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.engine.Layer;
import org.showerforge.engine.Parameters;

/** Takes parameters from a flat vector of DL4J's layout. */
final class FlatParameters {
  private final Matrix values;
  private final @Nullable Matrix gradient;
  private final Map<String, Integer> offsets;
  private int offset;

  private FlatParameters(Matrix values, @Nullable Matrix gradient, Map<String, Integer> offsets) {
    this.values = values;
    this.gradient = gradient;
    this.offsets = offsets;
  }

  /**
   * Parameters that get a gradient of the same layout.
   *
   * @param offsets of layers, see {@link StageGraph#offsets}
   */
  static FlatParameters trained(Matrix values, Matrix gradient, Map<String, Integer> offsets) {
    return new FlatParameters(values, gradient, offsets);
  }

  /** Parameters that stay. */
  static FlatParameters fixed(Matrix values, Map<String, Integer> offsets) {
    return new FlatParameters(values, null, offsets);
  }

  boolean isTrained() {
    return gradient != null;
  }

  /** The next to be taken are those of a layer. */
  void moveTo(String layer) {
    offset = Objects.requireNonNull(offsets.get(layer), layer);
  }

  Parameters take(int rows, int columns) {
    int from = offset;
    offset += Math.multiplyExact(rows, columns);
    Matrix part = values.columns(from, offset).reshape(rows, columns);
    return gradient == null
        ? Parameters.fixed(part)
        : Parameters.trained(part, gradient.columns(from, offset).reshape(rows, columns));
  }

  /** The engine's layers of a network. */
  List<Layer> layers(Backend backend, NetworkPlan plan, int rows) {
    List<Layer> layers = new ArrayList<>();
    for (PlannedLayer layer : plan.layers()) {
      layers.add(layer.build(backend, this, rows));
    }
    return layers;
  }
}
