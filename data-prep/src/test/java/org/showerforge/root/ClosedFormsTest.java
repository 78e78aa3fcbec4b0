package org.showerforge.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** Files whose numbers follow from the index of the entry: every type and shape. */
final class ClosedFormsTest {
  @Test
  void everyTypeOfWholeNumberIsExact() throws Exception {
    try (RootFile file = BytesInput.open("all-types.root")) {
      RootTree tree = file.tree("Events");
      assertThat(tree.unsupported()).isEmpty();
      for (int bits : new int[] {8, 16, 32, 64}) {
        long least = -1L << (bits - 1);
        long most = ~least;
        long[] signed = {0, 1, 2, least, least + 1, least + 2, most, most - 1, most - 2};
        long top = bits == 64 ? -1 : (1L << bits) - 1;
        long[] unsigned = {0, 1, 2, 0, 1, 2, top, top - 1, top - 2};
        checkShapes(tree, "I" + bits, signed);
        checkShapes(tree, "UI" + bits, unsigned);
        assertThat(tree.branch("ScalarUI" + bits).type())
            .isEqualTo(NumberType.valueOf("UINT" + bits));
      }
      assertThat(tree.branch("ScalarUI64").read(6, 7).doubles()).containsExactly(0x1p64);
      assertThat(tree.branch("ScalarI1").read(0, 4).longs()).containsExactly(0, 1, 0, 1);
    }
  }

  /** A number per entry, three times the same, and entry modulo 3 times the same. */
  private static void checkShapes(RootTree tree, String suffix, long[] values) {
    assertThat(tree.branch("Scalar" + suffix).read(0, 9).longs()).isEqualTo(values);
    RootBranch array = tree.branch("Array" + suffix);
    assertThat(array.dimensions()).containsExactly(3);
    assertThat(array.read(0, 9).longs()).isEqualTo(repeated(values, i -> 3));
    RootBranch slice = tree.branch("Slice" + suffix);
    assertThat(slice.isJagged()).isTrue();
    assertThat(slice.read(0, 9).longs()).isEqualTo(repeated(values, i -> i % 3));
    assertThat(slice.read(0, 9).offsets()).containsExactly(0, 0, 1, 3, 3, 4, 6, 6, 7, 9);
  }

  private static long[] repeated(long[] values, IntUnaryOperator times) {
    return IntStream.range(0, values.length)
        .boxed()
        .flatMapToLong(i -> LongStream.generate(() -> values[i]).limit(times.applyAsInt(i)))
        .toArray();
  }

  @Test
  void vectorsHaveTheirOwnLengths() throws Exception {
    long[] expected =
        IntStream.range(0, 10)
            .boxed()
            .flatMapToLong(i -> LongStream.rangeClosed(0, i).map(j -> 10 * i + j))
            .toArray();
    try (RootFile file = BytesInput.open("stdvector.root")) {
      RootTree tree = file.tree("tvec");
      assertThat(tree.branches().stream().map(RootBranch::toString))
          .contains("float32 vpx[n]", "int8 char[n]", "int64 long[n]", "float64 double[n]");
      for (String type : new String[] {"char", "short", "int", "long"}) {
        assertThat(tree.branch(type).read(0, 10).longs()).as(type).isEqualTo(expected);
      }
      assertThat(tree.branch("double").read(0, 10).doubles())
          .isEqualTo(Arrays.stream(expected).asDoubleStream().toArray());
    }
  }

  @Test
  void arraysOfSeveralDimensionsKeepTheirShape() throws Exception {
    try (RootFile file = BytesInput.open("test_basicTypes_NDArrays.root")) {
      RootTree tree = file.tree("TestTree");
      RootBranch branch = tree.branch("multi2");
      assertThat(branch).hasToString("float64 multi2[10][10][10]");
      assertThat(branch.read(0, 100).size()).isEqualTo(100_000);
      assertThat(tree.branch("arr3").read(7, 8).doubles())
          .isEqualTo(IntStream.range(0, 100).asDoubleStream().toArray());
    }
  }

  @Test
  void leavesOfOneBranchAreColumnsOfTheirOwn() throws Exception {
    try (RootFile file = BytesInput.open("uproot-leaflist.root")) {
      RootTree tree = file.tree("tree");
      assertThat(tree.branch("leaflist.x").read(0, 5).doubles())
          .containsExactly(1.1, 2.2, 3.3, 4.0, 5.5);
      assertThat(tree.branch("leaflist.y").read(1, 5).longs()).containsExactly(2, 3, 4, 5);
      assertThat(tree.branch("leaflist.z").read(0, 5).longs())
          .containsExactly('a', 'b', 'c', 'd', 'e');
    }
  }

  @Test
  void treesLieInDirectoriesAndSplitObjectsAreNamed() throws Exception {
    try (RootFile file = BytesInput.open("uproot-nesteddirs.root")) {
      assertThat(file.trees()).containsExactly("one/tree", "one/two/tree", "three/tree");
      assertThat(file.tree("one/tree").branch("one").read(0, 4).longs())
          .containsExactly(1, 2, 3, 4);
      assertThat(file.tree("three/tree").unsupported())
          .containsEntry("evt", "it is split into sub-branches")
          .containsEntry("evt/I16", "it is a member of a split object of class Event");
    }
  }

  @Test
  void stringsAreNamedAsUnsupported() throws Exception {
    try (RootFile file = BytesInput.open("uproot-small-flat-tree.root")) {
      RootTree tree = file.tree("tree");
      assertThat(tree.unsupported()).isEqualTo(Map.of("Str", "its leaf Str is a TLeafC"));
      assertThat(tree.branches()).hasSize(19);
      assertThat(tree.branch("SliceFloat64").read(10, 14).doubles())
          .containsExactly(11, 12, 12, 13, 13, 13);
      assertThatThrownBy(() -> tree.branch("Str"))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "uproot-small-flat-tree.root: tree 'tree': branch 'Str' cannot be read: its leaf Str"
                  + " is a TLeafC");
      assertThatThrownBy(() -> tree.branch("nothing")).hasMessageContaining("Int32, Int64");
      assertThatThrownBy(() -> file.tree("nothing")).hasMessageContaining("its trees are: tree");
    }
  }

  @Test
  void onlyWhatIsAskedForIsRead() throws Exception {
    BytesInput input = new BytesInput(BytesInput.fixture("uproot-issue-250.root"));
    try (RootFile file = RootFile.open(input, "b4.root")) {
      RootBranch branch = file.tree("B4").branch("Eabs");
      long before = input.bytesRead();
      branch.read(0, 3);
      branch.read(3, 9);
      assertThat(input.bytesRead() - before).isEqualTo(4821); // its first basket, once
    }
  }

  @Test
  void hadoopFilesAreReadByPosition() throws Exception {
    var url = ClosedFormsTest.class.getResource("stdvector.root");
    Path path = new Path(Objects.requireNonNull(url).toURI());
    FileSystem fs = path.getFileSystem(new Configuration());
    try (RootFile file = RootFile.open(HadoopInput.open(fs, path), path.toString())) {
      assertThat(file.tree("tvec").branch("int").read(2, 3).longs()).containsExactly(20, 21, 22);
    }
  }
}
