package org.showerforge.engine;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Fractions that sum to one in each of several groups of neighbouring columns, such as the cells of
 * each layer (CaloShowerGAN, arXiv 2309.06515).
 */
public final class SoftmaxHead implements Head {
  private final Backend backend;
  private final List<Integer> groups;
  private final Views columns;
  private final Matrix product;
  private final Matrix dots;

  /**
   * A head for batches of one size.
   *
   * @param groups columns of each group
   */
  public SoftmaxHead(Backend backend, int batch, List<Integer> groups) {
    this.backend = backend;
    this.groups = List.copyOf(groups);
    int cells = groups.stream().mapToInt(Integer::intValue).sum();
    this.columns = new Views(this::split);
    this.product = backend.allocate(batch, cells);
    this.dots = backend.allocate(batch, 1);
  }

  private Matrix[] split(Matrix matrix) {
    List<Matrix> parts = new ArrayList<>();
    int from = 0;
    for (int width : groups) {
      parts.add(matrix.columns(from, from + width));
      from += width;
    }
    return parts.toArray(Matrix[]::new);
  }

  @Override
  public int outputs(int responseWidth) {
    if (responseWidth != product.columns()) {
      throw new IllegalArgumentException(groups + " are not " + responseWidth + " columns");
    }
    return responseWidth;
  }

  @Override
  public int noise(int responseWidth) {
    return 0;
  }

  @Override
  public void apply(Matrix raw, Matrix noise, Matrix response) {
    Matrix[] in = columns.of(raw);
    Matrix[] out = columns.of(response);
    for (int i = 0; i < in.length; i++) {
      backend.softmaxRows(in[i], out[i]);
    }
  }

  /** d raw = y (g - sum y g), with y the response. */
  @Override
  public void backward(
      Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient) {
    Matrix[] y = columns.of(response);
    Matrix[] g = columns.of(gradient);
    Matrix[] out = columns.of(rawGradient);
    Matrix[] scaled = columns.of(product);
    for (int i = 0; i < y.length; i++) {
      backend.rowDots(y[i], g[i], dots);
      backend.copy(y[i], scaled[i]);
      backend.scaleRows(dots, scaled[i]);
      backend.multiply(y[i], g[i], out[i]);
      backend.combine(-1, scaled[i], 1, out[i]);
    }
  }
}
