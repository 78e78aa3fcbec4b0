package org.showerforge.backend;

import java.util.Objects;

/** A window on an array: element (i, j) lies at offset + i stride + j step. */
record JavaMatrix(double[] data, int offset, int rows, int columns, int stride, int step)
    implements Matrix {

  static JavaMatrix of(Matrix matrix) {
    return (JavaMatrix) matrix;
  }

  double get(int i, int j) {
    return data[offset + i * stride + j * step];
  }

  void set(int i, int j, double value) {
    data[offset + i * stride + j * step] = value;
  }

  JavaMatrix transposed() {
    return new JavaMatrix(data, offset, columns, rows, step, stride);
  }

  @Override
  public Matrix rows(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new JavaMatrix(data, offset + from * stride, to - from, columns, stride, step);
  }

  @Override
  public Matrix columns(int from, int to) {
    Objects.checkFromToIndex(from, to, columns);
    return new JavaMatrix(data, offset + from * step, rows, to - from, stride, step);
  }

  @Override
  public boolean isGapless() {
    return rows <= 1 || columns == 0 || stride == columns;
  }

  @Override
  public Matrix reshape(int newRows, int newColumns) {
    Shapes.reshape(this, isGapless(), newRows, newColumns);
    return new JavaMatrix(data, offset, newRows, newColumns, newColumns, 1);
  }
}
