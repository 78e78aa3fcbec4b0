package org.showerforge.backend;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A rank-2 INDArray, or a view of one. Ops never see one without elements. */
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
    Objects.checkFromToIndex(from, to, rows());
    return view((long) from * array.stride(0), to - from, columns(), array.stride());
  }

  @Override
  public Matrix columns(int from, int to) {
    Objects.checkFromToIndex(from, to, columns());
    return view((long) from * array.stride(1), rows(), to - from, array.stride());
  }

  @Override
  public Matrix reshape(int rows, int columns) {
    Shapes.reshape(this, isGapless(), rows, columns);
    return view(0, rows, columns, new long[] {columns, 1});
  }

  /** ND4J's own slices of a reshaped slice come out empty, or as scalars. */
  private Matrix view(long shift, int rows, int columns, long[] strides) {
    long[] shape = {rows, columns};
    return new Nd4jMatrix(
        rows == 0 || columns == 0
            ? Nd4j.create(array.dataType(), shape)
            : Nd4j.create(array.data(), shape, strides, array.offset() + shift, 'c'));
  }

  @Override
  public boolean isGapless() {
    return array.isEmpty()
        || ((columns() == 1 || array.stride(1) == 1)
            && (rows() == 1 || array.stride(0) == columns()));
  }
}
