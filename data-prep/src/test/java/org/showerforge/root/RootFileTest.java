package org.showerforge.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ROOT files of several writers, versions and compressions. */
final class RootFileTest {
  /** A folder with expected_root.json and the files it names. */
  private static final String SAMPLES = "SHOWERFORGE_ROOT_SAMPLES";

  @Test
  void numbersAgreeWithAnotherReader() throws Exception {
    try (var in = RootFileTest.class.getResourceAsStream("expected.json")) {
      for (var expected : ExpectedNumbers.read(in).entrySet()) {
        String name = Path.of(expected.getKey()).getFileName().toString();
        try (RootFile file = BytesInput.open(name)) {
          ExpectedNumbers.check(file, expected.getValue());
        }
      }
    }
  }

  @Test
  void numbersOfAllSamplesAgreeWithAnotherReader() throws Exception {
    String folder = System.getenv(SAMPLES);
    assumeTrue(folder != null, SAMPLES + " names no folder with expected_root.json");
    Path samples = Path.of(folder);
    try (var in = Files.newInputStream(samples.resolve("expected_root.json"))) {
      for (var expected : ExpectedNumbers.read(in).entrySet()) {
        long start = System.nanoTime();
        try (RootFile file = BytesInput.open(samples.resolve(expected.getKey()))) {
          int branches = ExpectedNumbers.check(file, expected.getValue());
          System.out.printf(
              "%s: %d branches agree, %d ms%n",
              expected.getKey(), branches, (System.nanoTime() - start) / 1_000_000);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uproot-HZZ-lz4.root",
        "uproot-issue-250.root",
        "uproot-small-flat-tree.root",
        "stdvector.root",
        "test_basicTypes_NDArrays.root",
        "all-types.root"
      })
  void slicesGiveTheSameNumbersAsOneRead(String name) throws Exception {
    Random random = new Random(1);
    try (RootFile file = BytesInput.open(name)) {
      RootTree tree = file.tree(file.trees().get(0));
      assertThat(tree.branches()).isNotEmpty();
      for (RootBranch branch : tree.branches()) {
        RootValues all = branch.read(0, tree.entries());
        int[] offsets = all.offsets();
        double[] values = all.doubles();
        for (int i = 0; i < 20; i++) {
          int from = random.nextInt((int) tree.entries() + 1);
          int to = from + random.nextInt((int) tree.entries() + 1 - from);
          RootValues slice = branch.read(from, to);
          assertThat(slice.entries()).isEqualTo(to - from);
          assertThat(slice.doubles())
              .as("%s %d..%d", branch, from, to)
              .isEqualTo(Arrays.copyOfRange(values, offsets[from], offsets[to]));
          int base = offsets[from];
          assertThat(slice.offsets())
              .isEqualTo(
                  Arrays.stream(offsets, from, to + 1).map(offset -> offset - base).toArray());
        }
      }
    }
  }
}
