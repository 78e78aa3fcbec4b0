package org.showerforge.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Column numbers, and what undoes them: a sum over all j with index[j] = k is a sum of gatherings,
 * of the first such j, the second, and so on. That is as many as the most frequent column has, in a
 * fixed order, where a scattering by atomic additions would differ from run to run.
 *
 * @param columns -1 for none
 */
record Nd4jIndex(int[] columns, List<int[]> inverses) implements Index {

  static Nd4jIndex of(int[] columns) {
    Shapes.indices(columns, -1, Integer.MAX_VALUE);
    int width = Arrays.stream(columns).max().orElse(-1) + 1;
    List<int[]> inverses = new ArrayList<>();
    int[] seen = new int[width];
    for (int j = 0; j < columns.length; j++) {
      int column = columns[j];
      if (column < 0) {
        continue;
      }
      if (seen[column] == inverses.size()) {
        int[] none = new int[width];
        Arrays.fill(none, -1);
        inverses.add(none);
      }
      inverses.get(seen[column]++)[column] = j;
    }
    return new Nd4jIndex(columns.clone(), inverses);
  }

  @Override
  public int length() {
    return columns.length;
  }
}
