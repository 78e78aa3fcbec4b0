package org.showerforge.backend;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gathering by ND4J's one native operation that picks rows or columns on the device, which checks
 * no bounds: the caller has to.
 */
final class Nd4jGathers {
  private static final int COLUMNWISE = 0;
  private static final int ROWWISE = 1;

  private final Nd4jScratch scratch;

  Nd4jGathers(Nd4jScratch scratch) {
    this.scratch = scratch;
  }

  void rows(INDArray source, int[] rows, INDArray out) {
    Nd4j.pullRows(source, out, ROWWISE, rows);
  }

  /** Rows first, then all their elements as rows of one column. */
  void ordered(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    INDArray plain = scratch.first(out);
    INDArray ordered = scratch.second(out);
    rows(Nd4jMatrix.of(source), rows, plain);
    int width = out.columns();
    int[] elements = new int[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      int[] order = orders[variant[i]];
      for (int j = 0; j < width; j++) {
        elements[i * width + j] = i * width + order[j];
      }
    }
    long[] column = {elements.length, 1};
    rows(plain.reshape('c', true, column), elements, ordered.reshape('c', true, column));
    Nd4jMatrix.of(out).assign(ordered);
  }

  void columns(Matrix in, int[] columns, Matrix out) {
    pull(padded(in), columns, Nd4jMatrix.of(out));
  }

  /** Adds to out, which holds zeros; see {@link Nd4jIndex}. */
  void scatter(Matrix in, List<int[]> inverses, Matrix out) {
    INDArray padded = padded(in);
    for (int[] inverse : inverses) {
      Matrix target = out.columns(0, inverse.length);
      INDArray share = scratch.first(target);
      pull(padded, inverse, share);
      Nd4jMatrix.of(target).addi(share);
    }
  }

  /** The matrix and one more column, of zeros, for what is nowhere. */
  private INDArray padded(Matrix in) {
    INDArray padded = scratch.padded(in.rows(), in.columns() + 1);
    if (in.columns() > 0) {
      Matrix part = new Nd4jMatrix(padded).columns(0, in.columns());
      Nd4jMatrix.of(part).assign(Nd4jMatrix.of(in));
    }
    return padded;
  }

  private static void pull(INDArray padded, int[] columns, INDArray out) {
    int zero = Math.toIntExact(padded.size(1)) - 1;
    int[] pulled = Arrays.stream(columns).map(column -> column < 0 ? zero : column).toArray();
    Nd4j.pullRows(padded, out, COLUMNWISE, pulled);
  }
}
