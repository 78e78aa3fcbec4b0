package org.showerforge.root;

import java.nio.file.Path;

/**
 * Prints how fast all branches of a file's first tree are read, in unpacked MB/s on one core.
 *
 * <p>Example: {@code java -cp ... org.showerforge.root.ReadSpeed uproot-HZZ-zlib.root}
 */
final class ReadSpeed {
  private static final int ROUNDS = 60;

  private ReadSpeed() {}

  public static void main(String[] args) throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      long bytes = 0;
      try (RootFile file = BytesInput.open(Path.of(args[0]))) {
        RootTree tree = file.tree(file.trees().get(0));
        for (RootBranch branch : tree.branches()) {
          RootValues values = branch.read(0, tree.entries());
          bytes += (long) values.doubles().length * values.type().bytes();
        }
      }
      if (round % 20 == 0) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf(
            "%.2f MB in %.4f s: %.0f MB/s%n", bytes * 1e-6, seconds, bytes * 1e-6 / seconds);
      }
    }
  }
}
