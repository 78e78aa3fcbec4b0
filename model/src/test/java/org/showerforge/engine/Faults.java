package org.showerforge.engine;

import org.showerforge.backend.Matrix;

/** What a test puts around the engine's parts, to see whether a wrong one would be noticed. */
interface Faults {
  /** None. */
  Faults NONE = new Faults() {};

  /**
   * Instead of a network's map.
   *
   * @param layer counts from 0
   * @param gradient that of the map's weight, or of its first weight
   */
  default LinearMap map(int layer, LinearMap map, Matrix gradient) {
    return map;
  }

  /** Instead of a critic's loss. */
  default Loss loss(Loss loss) {
    return loss;
  }

  /** Instead of a generator's head. */
  default Head head(Head head) {
    return head;
  }

  /** Instead of a feature of the critic's input. */
  default CriticFeature feature(CriticFeature feature) {
    return feature;
  }
}
