package org.showerforge.backend;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.same.Reciprocal;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Element-wise functions and their derivatives on arrays.
 *
 * <p>ND4J's own leaky ReLU is slow and rounds its slope to single precision; its softplus is the
 * logarithm of 1 + e^x, infinite above 88 and zero below -17 in single precision. Both are composed
 * of other ops here.
 */
final class Nd4jFunctions {
  private Nd4jFunctions() {}

  /** z = function of x; the spares are overwritten, z may be x. */
  static void map(
      Backend.Function function, INDArray x, INDArray z, INDArray spare, INDArray other) {
    switch (function) {
      case SIGMOID -> Nd4j.exec(new Sigmoid(x, z));
      case SOFTPLUS -> softplus(x, z, spare, other);
      case EXP -> Nd4j.exec(new Exp(x, z));
      case RELU -> Nd4j.exec(new RectifiedLinear(x, z, 0));
      case STEP -> Nd4j.exec(new Step(x, z));
      case SQRT -> Nd4j.exec(new Sqrt(x, z));
      case RECIPROCAL -> Nd4j.exec(new Reciprocal(x, z));
    }
  }

  /**
   * max(x, 0) + ln(1 + y) with y = e^-|x|. ND4J's log1p rounds 1 + y and loses the tail; what u = 1
   * + y lost is y - (u - 1), without a rounding, and ln(1 + y) = ln u + (y - (u - 1))/u up to the
   * square of a rounding.
   */
  private static void softplus(INDArray x, INDArray z, INDArray spare, INDArray u) {
    Nd4j.exec(new Abs(x, spare));
    Nd4j.exec(new Negative(spare, spare));
    Nd4j.exec(new Exp(spare, spare));
    Nd4j.exec(new RectifiedLinear(x, z, 0));
    spare.addi(1, u);
    u.subi(1);
    spare.subi(u);
    u.addi(1);
    spare.divi(u);
    Nd4j.exec(new Log(u, u));
    z.addi(spare.addi(u));
  }

  /** x = f(x), slope = f'(x). Of Swish, spare = 1/(1 + e^-x). */
  static void activate(Activation f, INDArray x, INDArray slope, INDArray spare, INDArray other) {
    switch (f.kind()) {
      case IDENTITY -> slope.assign(1);
      case LEAKY_RELU -> {
        Nd4j.exec(new Step(x, slope));
        Nd4j.exec(new ScalarMax(slope, null, slope, f.leak()));
        x.muli(slope);
      }
      case RELU -> {
        Nd4j.exec(new Step(x, slope));
        Nd4j.exec(new RectifiedLinear(x, x, 0));
      }
      case TANH -> {
        Nd4j.exec(new Tanh(x, x));
        x.muli(x, slope);
        slope.rsubi(1);
      }
      case SIGMOID -> {
        Nd4j.exec(new Sigmoid(x, x));
        complement(x, slope);
        slope.muli(x);
      }
      case SWISH -> {
        Nd4j.exec(new Sigmoid(x, spare));
        x.muli(spare);
        complement(spare, slope);
        slope.muli(x).addi(spare);
      }
      case SOFTPLUS -> {
        Nd4j.exec(new Sigmoid(x, slope));
        softplus(x, x, spare, other);
      }
    }
  }

  /**
   * curvature = f''(x), from what {@link #activate} left: value y = f(x), slope and spare, which is
   * overwritten. With s = 1/(1 + e^-x):
   *
   * <ul>
   *   <li>tanh: -2 y (1 - y^2)
   *   <li>sigmoid: s (1 - s) (1 - 2 s)
   *   <li>Swish: s (1 - s) (2 + x (1 - 2 s)) = (1 - s) (2 s + y (1 - 2 s))
   *   <li>softplus: s (1 - s)
   * </ul>
   */
  static void curve(Activation f, INDArray y, INDArray slope, INDArray spare, INDArray curvature) {
    switch (f.kind()) {
      case IDENTITY, LEAKY_RELU, RELU -> curvature.assign(0);
      case TANH -> y.muli(slope, curvature).muli(-2);
      case SIGMOID -> {
        y.muli(-2, curvature).addi(1);
        curvature.muli(slope);
      }
      case SWISH -> {
        spare.muli(-2, curvature).addi(1).muli(y).addi(spare).addi(spare);
        curvature.muli(spare.rsubi(1));
      }
      case SOFTPLUS -> {
        complement(slope, curvature);
        curvature.muli(slope);
      }
    }
  }

  private static void complement(INDArray x, INDArray z) {
    x.rsubi(1, z);
  }
}
