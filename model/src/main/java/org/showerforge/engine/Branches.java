package org.showerforge.engine;

import java.util.List;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Maps side by side, each on columns of its own, such as one per layer of a calorimeter; columns
 * behind the last are passed on. The output is [part 0 | part 1 | ... | passed].
 */
public final class Branches implements LinearMap {
  /**
   * One map of several.
   *
   * @param from the first input column that it reads
   * @param map reads as many columns as it has inputs
   */
  public record Part(int from, LinearMap map) {}

  private final Backend backend;
  private final List<Part> parts;
  private final int inputs;
  private final int outputs;
  private final int passed;
  private final Views ins;
  private final Views outs;
  private final Views sums;
  private final Matrix bias;

  /**
   * Maps side by side.
   *
   * @param parts their columns follow each other without a gap; two parts may read the same
   * @param inputs columns in all; those behind the furthest that a part reads are passed on
   */
  public Branches(Backend backend, List<Part> parts, int inputs) {
    this.backend = backend;
    this.parts = List.copyOf(parts);
    this.inputs = inputs;
    int end = 0;
    int width = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (!readBefore(i) && part.from() != end) {
        throw new UserException(
            "branches: part %d begins at column %d, not %d", i, part.from(), end);
      }
      int to = part.from() + part.map().inputs();
      if (readBefore(i) && to > end) {
        throw new UserException(
            "branches: part %d reads columns up to %d, those before it up to %d", i, to, end);
      }
      end = Math.max(end, to);
      width += part.map().outputs();
    }
    if (end > inputs) {
      throw new UserException("branches: read %d columns, there are %d", end, inputs);
    }
    this.passed = inputs - end;
    this.outputs = width + passed;
    int read = end;
    this.ins =
        new Views(
            matrix -> {
              Matrix[] views = new Matrix[parts.size() + 1];
              for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                views[i] = matrix.columns(part.from(), part.from() + part.map().inputs());
              }
              views[parts.size()] = matrix.columns(read, inputs);
              return views;
            });
    this.outs =
        new Views(
            matrix -> {
              Matrix[] views = new Matrix[parts.size() + 1];
              int from = 0;
              for (int i = 0; i < parts.size(); i++) {
                int to = from + parts.get(i).map().outputs();
                views[i] = matrix.columns(from, to);
                from = to;
              }
              views[parts.size()] = matrix.columns(from, outputs);
              return views;
            });
    this.sums = new Views(view -> new Matrix[] {backend.allocate(view.rows(), view.columns())});
    this.bias = backend.allocate(1, outputs);
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int passed() {
    return passed;
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    Matrix[] from = ins.of(in);
    Matrix[] to = outs.of(out);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).map().apply(from[i], to[i]);
    }
    backend.copy(from[parts.size()], to[parts.size()]);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    Matrix[] from = outs.of(error);
    Matrix[] to = ins.of(out);
    for (int i = 0; i < parts.size(); i++) {
      if (readBefore(i)) {
        Matrix sum = sums.of(to[i])[0];
        parts.get(i).map().applyTranspose(from[i], sum);
        backend.combine(1, sum, 1, to[i]);
      } else {
        parts.get(i).map().applyTranspose(from[i], to[i]);
      }
    }
    backend.copy(from[parts.size()], to[parts.size()]);
  }

  /** Whether a part reads the same columns as one before it. */
  private boolean readBefore(int part) {
    for (int i = 0; i < part; i++) {
      if (parts.get(i).from() == parts.get(part).from()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void weightGradient(Matrix in, Matrix error, Sum sum) {
    Matrix[] from = ins.of(in);
    Matrix[] errors = outs.of(error);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).map().weightGradient(from[i], errors[i], sum);
    }
  }

  @Override
  public Matrix bias() {
    Matrix[] views = outs.of(bias);
    for (int i = 0; i < parts.size(); i++) {
      backend.copy(parts.get(i).map().bias(), views[i]);
    }
    return bias;
  }

  @Override
  public void biasGradient(Matrix errorSums, Sum sum) {
    Matrix[] views = outs.of(errorSums);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).map().biasGradient(views[i], sum);
    }
  }
}
