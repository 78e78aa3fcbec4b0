package org.showerforge.backend.cuda;

import java.util.List;
import org.showerforge.backend.Matrix;

/** A kernel's usual arguments: rows, columns, then address and row distance of each matrix. */
final class Arguments {
  private static final int FIRST = 2;

  private Arguments() {}

  static long[] of(Matrix shape, List<Matrix> matrices) {
    long[] arguments = sized(shape.rows(), shape.columns(), matrices);
    for (int i = 0; i < matrices.size(); i++) {
      arguments[FIRST + 2 * i + 1] = DeviceMatrix.of(matrices.get(i)).stride();
    }
    return arguments;
  }

  /** Matrices of one shape without gaps, each as one row. */
  static long[] flat(List<Matrix> matrices) {
    long size = DeviceMatrix.of(matrices.get(0)).size();
    long[] arguments = sized(1, size, matrices);
    for (int i = 0; i < matrices.size(); i++) {
      arguments[FIRST + 2 * i + 1] = size;
    }
    return arguments;
  }

  private static long[] sized(long rows, long columns, List<Matrix> matrices) {
    long[] arguments = new long[FIRST + 2 * matrices.size()];
    arguments[0] = rows;
    arguments[1] = columns;
    for (int i = 0; i < matrices.size(); i++) {
      arguments[FIRST + 2 * i] = DeviceMatrix.of(matrices.get(i)).address();
    }
    return arguments;
  }

  /** Numbers as the words that go along with a call. */
  static int[] words(double... numbers) {
    int[] words = new int[numbers.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Float.floatToRawIntBits((float) numbers[i]);
    }
    return words;
  }
}
