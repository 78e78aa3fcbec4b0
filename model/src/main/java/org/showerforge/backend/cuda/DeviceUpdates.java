package org.showerforge.backend.cuda;

import java.util.List;
import org.showerforge.backend.Adam;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.RmsProp;

/** The updaters' kernels. */
final class DeviceUpdates {
  private final DeviceElements elements;

  DeviceUpdates(DeviceElements elements) {
    this.elements = elements;
  }

  /**
   * Adam's step.
   *
   * @param matrices gradient, both moments, parameters
   */
  void adam(Adam adam, float correctedRate, List<Matrix> matrices) {
    elements.byElement(
        Operation.ADAM, matrices, correctedRate, adam.beta1(), adam.beta2(), adam.epsilon());
  }

  /**
   * Adam's step, and the moving average's.
   *
   * @param matrices gradient, both moments, parameters, average
   */
  void adam(Adam adam, float correctedRate, double decay, List<Matrix> matrices) {
    elements.byElement(
        Operation.ADAM_AVERAGED,
        matrices,
        correctedRate,
        adam.beta1(),
        adam.beta2(),
        adam.epsilon(),
        1 - decay,
        decay);
  }

  /**
   * RMSProp's step.
   *
   * @param matrices gradient, mean square, parameters
   */
  void rmsProp(RmsProp rmsProp, double learningRate, List<Matrix> matrices) {
    elements.byElement(
        Operation.RMS_PROP, matrices, learningRate, rmsProp.decay(), rmsProp.epsilon());
  }
}
