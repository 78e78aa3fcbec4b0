package org.showerforge.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of a backend. Intermediate ones are kept by shape: the next call that asks for the
 * same gets the same array.
 */
final class Nd4jScratch {
  private enum Use {
    ONES,
    FIRST,
    SECOND,
    THIRD,
    PADDED
  }

  private record Key(Use use, int rows, int columns) {}

  private final DataType type;
  private final Map<Key, INDArray> arrays = new HashMap<>();
  private final List<INDArray> allocated = new ArrayList<>();

  Nd4jScratch(DataType type) {
    this.type = type;
  }

  /** A new array; neither size may be 0. */
  INDArray zeros(int rows, int columns) {
    INDArray array = Nd4j.createUninitializedDetached(type, 'c', rows, columns).assign(0);
    allocated.add(array);
    return array;
  }

  /** Gives back the memory of all arrays, which must not be used any more. */
  void close() {
    allocated.forEach(INDArray::close);
    allocated.clear();
    arrays.clear();
  }

  /** A row of ones. */
  INDArray ones(int length) {
    return arrays.computeIfAbsent(new Key(Use.ONES, 1, length), key -> zeros(1, length).assign(1));
  }

  /** Something of this shape, content undefined. */
  INDArray first(Matrix like) {
    return get(Use.FIRST, like.rows(), like.columns());
  }

  /** Another. */
  INDArray second(Matrix like) {
    return get(Use.SECOND, like.rows(), like.columns());
  }

  /** And another. */
  INDArray third(Matrix like) {
    return get(Use.THIRD, like.rows(), like.columns());
  }

  /** Something with these sizes whose last column is zero, provided that nobody wrote to it. */
  INDArray padded(int rows, int columns) {
    return get(Use.PADDED, rows, columns);
  }

  private INDArray get(Use use, int rows, int columns) {
    return arrays.computeIfAbsent(new Key(use, rows, columns), key -> zeros(rows, columns));
  }
}
