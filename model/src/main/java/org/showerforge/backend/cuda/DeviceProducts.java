package org.showerforge.backend.cuda;

import java.util.List;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Shapes;

/** The calls for products and sums. */
final class DeviceProducts {
  private final Recorder recorder;

  DeviceProducts(Recorder recorder) {
    this.recorder = recorder;
  }

  /** out = a b, either transposed, besides what out was if that is kept. */
  void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, boolean keep, Matrix out) {
    int inner = transposeA ? a.rows() : a.columns();
    if (Shapes.isEmpty(out) || (inner == 0 && keep)) {
      return;
    }
    if (inner == 0) {
      zero(out);
      return;
    }
    DeviceMatrix left = DeviceMatrix.of(a);
    DeviceMatrix right = DeviceMatrix.of(b);
    DeviceMatrix target = DeviceMatrix.of(out);
    recorder.run(
        new Call(
            Operation.PRODUCT,
            false,
            target.rows(),
            target.columns(),
            inner,
            transposeA ? 1 : 0,
            transposeB ? 1 : 0,
            keep ? 1 : 0,
            left.address(),
            left.stride(),
            right.address(),
            right.stride(),
            target.address(),
            target.stride()));
  }

  /** outRow = the sum of all rows. */
  void sumColumns(Matrix in, Matrix outRow) {
    if (Shapes.isEmpty(outRow)) {
      return;
    }
    if (in.rows() == 0) {
      zero(outRow);
      return;
    }
    DeviceMatrix source = DeviceMatrix.of(in);
    recorder.run(
        new Call(
            Operation.COLUMN_SUMS,
            false,
            source.rows(),
            source.columns(),
            source.address(),
            source.stride(),
            DeviceMatrix.of(outRow).address()));
  }

  private void zero(Matrix out) {
    recorder.run(
        new Call(Operation.FILL, true, Arguments.of(out, List.of(out))), Arguments.words(0));
  }
}
