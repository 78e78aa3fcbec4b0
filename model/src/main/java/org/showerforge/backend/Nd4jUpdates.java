package org.showerforge.backend;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.api.ops.impl.updaters.RmsPropUpdater;
import org.nd4j.linalg.factory.Nd4j;

/** Updaters by ND4J's own operations. */
final class Nd4jUpdates {
  private Nd4jUpdates() {}

  static void apply(
      Updater updater,
      Matrix gradient,
      List<Matrix> state,
      Matrix parameters,
      double learningRate,
      int iteration) {
    if (Shapes.isEmpty(parameters)) {
      return;
    }
    INDArray g = Nd4jMatrix.of(gradient);
    if (updater instanceof Adam adam) {
      INDArray m = Nd4jMatrix.of(state.get(0));
      INDArray v = Nd4jMatrix.of(state.get(1));
      Nd4j.exec(
          new AdamUpdater(
              g, v, m, learningRate, adam.beta1(), adam.beta2(), adam.epsilon(), iteration));
    } else if (updater instanceof RmsProp rmsProp) {
      INDArray r = Nd4jMatrix.of(state.get(0));
      Nd4j.exec(new RmsPropUpdater(g, r, learningRate, rmsProp.decay(), rmsProp.epsilon()));
    } else {
      g.muli(learningRate);
    }
    // At a rate of 0 the op for Adam puts epsilon in its place.
    if (learningRate != 0) {
      Nd4jMatrix.of(parameters).subi(g);
    }
  }
}
