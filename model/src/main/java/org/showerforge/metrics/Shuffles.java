package org.showerforge.metrics;

import java.util.SplittableRandom;

/** Random orders. */
final class Shuffles {
  private Shuffles() {}

  /** The numbers 0 to n - 1 in random order (Fisher and Yates; Durstenfeld, CACM 7, 420). */
  static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
