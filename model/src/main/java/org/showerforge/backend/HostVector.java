package org.showerforge.backend;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A contiguous row of single-precision numbers on the host, moved in bulk. */
final class HostVector {
  private final FloatBuffer floats;

  private HostVector(FloatBuffer floats) {
    this.floats = floats;
  }

  static HostVector of(Matrix row) {
    INDArray array = Nd4jMatrix.of(row);
    if (array.size(0) != 1 || (array.size(1) > 1 && array.stride(1) != 1)) {
      throw new IllegalArgumentException("need one contiguous row");
    }
    return new HostVector(
        new FloatPointer(array.data().addressPointer()).capacity(array.size(1)).asBuffer());
  }

  int length() {
    return floats.capacity();
  }

  void get(int from, float[] out, int length) {
    floats.get(from, out, 0, length);
  }

  void put(int from, float[] values, int length) {
    floats.put(from, values, 0, length);
  }
}
