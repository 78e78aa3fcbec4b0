package org.showerforge.backend.cuda;

import java.util.List;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Shapes;

/** Kernels that do with each element, or with each row, of some matrices the same. */
final class DeviceElements {
  private final Recorder recorder;

  DeviceElements(Recorder recorder) {
    this.recorder = recorder;
  }

  /** An operation whose matrices all have one shape, so that without gaps they are long rows. */
  void byElement(Operation operation, List<Matrix> matrices, double... numbers) {
    Matrix shape = matrices.get(0);
    if (!Shapes.isEmpty(shape)) {
      boolean gapless = matrices.stream().allMatch(Matrix::isGapless);
      long[] arguments = gapless ? Arguments.flat(matrices) : Arguments.of(shape, matrices);
      recorder.run(new Call(operation, numbers.length > 0, arguments), Arguments.words(numbers));
    }
  }

  /** An operation for which a row is a row. */
  void byRow(Operation operation, Matrix shape, List<Matrix> matrices, double... numbers) {
    if (!Shapes.isEmpty(shape)) {
      long[] arguments = Arguments.of(shape, matrices);
      recorder.run(new Call(operation, numbers.length > 0, arguments), Arguments.words(numbers));
    }
  }
}
