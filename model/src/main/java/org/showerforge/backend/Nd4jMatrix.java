package org.showerforge.backend;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A rank-2 INDArray, or a view of one. */
final class Nd4jMatrix implements Matrix {
  final INDArray array;

  Nd4jMatrix(INDArray array) {
    if (array.rank() != 2) {
      throw new IllegalArgumentException("rank " + array.rank() + ", need 2");
    }
    this.array = array;
  }

  static INDArray of(Matrix matrix) {
    return ((Nd4jMatrix) matrix).array;
  }

  @Override
  public int rows() {
    return Math.toIntExact(array.size(0));
  }

  @Override
  public int columns() {
    return Math.toIntExact(array.size(1));
  }

  @Override
  public Matrix rows(int from, int to) {
    return new Nd4jMatrix(array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
  }

  @Override
  public Matrix columns(int from, int to) {
    return new Nd4jMatrix(array.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)));
  }
}
