package org.showerforge.backend;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Single-precision numbers in the host's memory outside the heap, where BLAS can reach them. */
final class HostMatrix implements Matrix {
  private final FloatPointer memory;
  private final FloatBuffer floats;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int stride;

  /** Where BLAS finds the first element. */
  final FloatPointer first;

  private HostMatrix(
      FloatPointer memory, FloatBuffer floats, int offset, int rows, int columns, int stride) {
    this.memory = memory;
    this.floats = floats;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    this.first = new FloatPointer(memory).position(offset);
  }

  static HostMatrix zeros(int rows, int columns) {
    // JavaCPP takes a length of 0 for null memory; one number more does no harm.
    int length = Math.max(1, Math.multiplyExact(rows, columns));
    FloatPointer memory = new FloatPointer((long) length);
    Pointer.memset(memory, 0, (long) length * Float.BYTES);
    return new HostMatrix(memory, memory.asBuffer(), 0, rows, columns, columns);
  }

  /** Gives the memory back, that of all parts, too; none may be used any more. */
  void free() {
    memory.deallocate();
  }

  static HostMatrix of(Matrix matrix) {
    return (HostMatrix) matrix;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** The distance of rows, as BLAS wants it. */
  int leading() {
    return Math.max(1, stride);
  }

  int size() {
    return rows * columns;
  }

  @Override
  public boolean isGapless() {
    return stride == columns || rows <= 1 || columns == 0;
  }

  @Override
  public Matrix rows(int from, int to) {
    checkRange(from, to, rows, "rows");
    return new HostMatrix(memory, floats, offset + from * stride, to - from, columns, stride);
  }

  @Override
  public Matrix columns(int from, int to) {
    checkRange(from, to, columns, "columns");
    return new HostMatrix(memory, floats, offset + from, rows, to - from, stride);
  }

  private static void checkRange(int from, int to, int size, String what) {
    if (from < 0 || to < from || to > size) {
      throw new IllegalArgumentException(what + " " + from + ".." + to + " of " + size);
    }
  }

  @Override
  public Matrix reshape(int newRows, int newColumns) {
    if (!isGapless() || (long) newRows * newColumns != size()) {
      throw new IllegalArgumentException(
          this + " cannot be seen as [" + newRows + ", " + newColumns + "]");
    }
    return new HostMatrix(memory, floats, offset, newRows, newColumns, newColumns);
  }

  /** The first element of a row. */
  float get(int row) {
    return floats.get(offset + row * stride);
  }

  void put(int row, float value) {
    floats.put(offset + row * stride, value);
  }

  /** Copies elements from a row on; past its end only where there are no gaps. */
  void get(int row, int column, float[] out, int length) {
    floats.get(offset + row * stride + column, out, 0, length);
  }

  void put(int row, int column, float[] values, int length) {
    floats.put(offset + row * stride + column, values, 0, length);
  }

  void get(int row, float[] out, int at) {
    floats.get(offset + row * stride, out, at, columns);
  }

  void put(int row, float[] values, int at) {
    floats.put(offset + row * stride, values, at, columns);
  }

  /** Copies elements from another matrix, without a detour through the heap. */
  void copy(int row, HostMatrix source, int sourceRow, int length) {
    floats.put(
        offset + row * stride, source.floats, source.offset + sourceRow * source.stride, length);
  }

  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]" + (isGapless() ? "" : " in rows of " + stride);
  }
}
