package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.engine.Layer;
import org.showerforge.engine.Parameters;

/** Takes parameters one after the other from a flat vector in DL4J's order. */
final class FlatParameters {
  private final Matrix values;
  private final @Nullable Matrix gradient;
  private int offset;

  private FlatParameters(Matrix values, @Nullable Matrix gradient) {
    this.values = values;
    this.gradient = gradient;
  }

  /** Parameters that get a gradient of the same layout. */
  static FlatParameters trained(Matrix values, Matrix gradient) {
    return new FlatParameters(values, gradient);
  }

  /** Parameters that stay. */
  static FlatParameters fixed(Matrix values) {
    return new FlatParameters(values, null);
  }

  boolean isTrained() {
    return gradient != null;
  }

  int offset() {
    return offset;
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
