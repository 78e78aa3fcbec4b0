package org.showerforge.backend.cuda;

import java.util.Objects;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Shapes;

/** Single-precision numbers in a device's memory. */
final class DeviceMatrix implements Matrix {
  private final long address;
  private final int rows;
  private final int columns;
  private final int stride;

  DeviceMatrix(long address, int rows, int columns, int stride) {
    this.address = address;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  static DeviceMatrix of(Matrix matrix) {
    return (DeviceMatrix) matrix;
  }

  /** Of the first element. */
  long address() {
    return address;
  }

  /** The distance of rows in elements, at least 1. */
  int stride() {
    return Math.max(1, stride);
  }

  long size() {
    return (long) rows * columns;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public boolean isGapless() {
    return stride == columns || rows <= 1 || columns == 0;
  }

  @Override
  public Matrix rows(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new DeviceMatrix(at(from, 0), to - from, columns, stride);
  }

  @Override
  public Matrix columns(int from, int to) {
    Objects.checkFromToIndex(from, to, columns);
    return new DeviceMatrix(at(0, from), rows, to - from, stride);
  }

  @Override
  public Matrix reshape(int newRows, int newColumns) {
    Shapes.reshape(this, isGapless(), newRows, newColumns);
    return new DeviceMatrix(address, newRows, newColumns, newColumns);
  }

  private long at(int row, int column) {
    return address + Float.BYTES * ((long) row * stride + column);
  }

  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]" + (isGapless() ? "" : " in rows of " + stride);
  }
}
