package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/** A linear map with one operation made wrong. */
final class WrongMap implements LinearMap {
  /** What is wrong. */
  enum Fault {
    /** The weight gradient's sign. */
    GRADIENT_SIGN,
    /** The weight gradient lacks the rows of the first event: with a penalty, its direction's. */
    GRADIENT_WITHOUT_FIRST_ROW,
    /** The transpose's sign. */
    TRANSPOSE_SIGN,
    /** The bias gradient's sign. */
    BIAS_SIGN
  }

  private final Backend backend = new JavaBackend();
  private final Fault fault;
  private final LinearMap map;
  private final Matrix gradient;

  WrongMap(Fault fault, LinearMap map, Matrix gradient) {
    this.fault = fault;
    this.map = map;
    this.gradient = gradient;
  }

  @Override
  public int inputs() {
    return map.inputs();
  }

  @Override
  public int outputs() {
    return map.outputs();
  }

  @Override
  public int passed() {
    return map.passed();
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    map.apply(in, out);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    map.applyTranspose(error, out);
    if (fault == Fault.TRANSPOSE_SIGN) {
      backend.affine(-1, 0, out);
    }
  }

  @Override
  public void weightGradient(Matrix in, Matrix error, Sum sum) {
    if (fault == Fault.GRADIENT_WITHOUT_FIRST_ROW) {
      map.weightGradient(in.rows(1, in.rows()), error.rows(1, in.rows()), sum);
    } else {
      map.weightGradient(in, error, sum);
    }
    if (fault == Fault.GRADIENT_SIGN) {
      backend.affine(-1, 0, gradient);
    }
  }

  @Override
  public Matrix bias() {
    return map.bias();
  }

  @Override
  public void biasGradient(Matrix errorSums, Sum sum) {
    if (fault == Fault.BIAS_SIGN) {
      backend.affine(-1, 0, errorSums);
    }
    map.biasGradient(errorSums, sum);
  }
}
