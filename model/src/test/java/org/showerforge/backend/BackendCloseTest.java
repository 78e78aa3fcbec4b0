package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A backend gives its memory back when it is closed, once. */
@Tag(TestBackend.GPU)
final class BackendCloseTest {
  @ParameterizedTest
  @EnumSource
  void closingTwiceDoesNoHarm(TestBackend kind) {
    Backend backend = kind.create();
    Matrix matrix = backend.allocate(3, 4);
    backend.allocate(0, 4);
    // Both have arrays of their own behind the scenes.
    backend.columnSums(matrix, backend.allocate(1, 4));
    backend.gatherColumns(matrix, backend.index(new int[] {2, -1}), backend.allocate(3, 2));
    backend.close();
    assertThatCode(backend::close).doesNotThrowAnyException();
  }

  @Test
  void arraysOfNd4jAreGivenBack() {
    Nd4jBackend backend = Nd4jBackend.float32();
    INDArray array = backend.unwrap(backend.allocate(3, 4));
    backend.close();
    assertThat(array.wasClosed()).isTrue();
  }
}
