package org.showerforge.backend;

/**
 * A matrix on a backend's device, or a view of a part of one; rows lie one after the other. Opaque:
 * only the backend that made it reads or writes it.
 *
 * <p>Views share memory with their parent. They are made once, when a network is built, never
 * inside a step.
 */
public interface Matrix {
  /** Number of rows; in a batch, one per event. */
  int rows();

  /** Number of columns. */
  int columns();

  /** Whether the rows lie in memory without gaps between them. */
  boolean isGapless();

  /** A view of the rows {@code from} to {@code to}, the latter exclusive. */
  Matrix rows(int from, int to);

  /** A view of the columns {@code from} to {@code to}, the latter exclusive. */
  Matrix columns(int from, int to);

  /**
   * A view of the same numbers, row by row, in another shape.
   *
   * @throws IllegalArgumentException if the rows do not lie gaplessly in memory, or the number of
   *     elements differs
   */
  Matrix reshape(int rows, int columns);
}
