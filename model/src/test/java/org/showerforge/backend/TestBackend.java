package org.showerforge.backend;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.api.buffer.DataType;
import org.showerforge.backend.cuda.TestDevices;

/**
 * The backends that have to keep the contract, each with its rounding. A test with one that cannot
 * be had here is skipped, with the reason.
 */
public enum TestBackend {
  /** Ours, on the processor. */
  HOST(DataType.FLOAT),
  /** Ours for GPUs, its kernels compiled for the processor. */
  CUBLAS_EMULATED(DataType.FLOAT),
  /** Ours for GPUs, on one. */
  CUBLAS(DataType.FLOAT),
  /** ND4J's operations. */
  ND4J_FLOAT32(DataType.FLOAT),
  /** ND4J's operations. */
  ND4J_FLOAT64(DataType.DOUBLE),
  /** Plain loops. */
  JAVA(DataType.DOUBLE);

  /**
   * The tag of the classes that test on a GPU where there is one: {@code mvn test -Dgroups=gpu}.
   */
  public static final String GPU = "gpu";

  private final DataType type;

  TestBackend(DataType type) {
    this.type = type;
  }

  /** A backend of this kind; aborts the test where there is none. */
  public Backend create() {
    return switch (this) {
      case HOST -> new HostBackend();
      case CUBLAS_EMULATED -> TestDevices.emulated();
      case CUBLAS -> TestDevices.gpu();
      case ND4J_FLOAT32 -> Nd4jBackend.float32();
      case ND4J_FLOAT64 -> Nd4jBackend.float64();
      case JAVA -> new JavaBackend();
    };
  }

  /** The precision of its numbers. */
  public DataType type() {
    return type;
  }

  /**
   * A hundred roundings, relative to a number or to 1, whichever is larger: enough for sums of some
   * fifty products of numbers of order 1.
   */
  double tolerance() {
    return type == DataType.FLOAT ? 100 * 0x1p-24 : 100 * 0x1p-53;
  }

  /** Every backend with every layout. */
  static Stream<Arguments> layouts() {
    return Arrays.stream(values())
        .flatMap(backend -> Arrays.stream(Layout.values()).map(l -> Arguments.of(backend, l)));
  }

  /** Where a matrix lies in a larger one. */
  enum Layout {
    WHOLE(0, 0),
    ROWS(1, 0),
    COLUMNS(0, 2),
    BLOCK(2, 1);

    final int margin;
    final int sideMargin;

    Layout(int margin, int sideMargin) {
      this.margin = margin;
      this.sideMargin = sideMargin;
    }
  }
}
