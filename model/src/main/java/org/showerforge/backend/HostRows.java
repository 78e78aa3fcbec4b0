package org.showerforge.backend;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows of an array with contiguous rows, moved to and from float arrays in bulk. Element access
 * through INDArray costs a native call each; this costs one copy per row. In double precision, used
 * by tests alone, elements go one by one.
 */
final class HostRows {
  private final INDArray array;
  private final int width;
  private final FloatBuffer floats;
  private final int stride;

  private HostRows(INDArray array) {
    this.array = array;
    this.width = Math.toIntExact(array.size(1));
    if (array.dataType() == DataType.FLOAT && (array.stride(1) == 1 || width == 1)) {
      this.stride = Math.toIntExact(array.stride(0));
      long length = (array.size(0) - 1) * stride + width;
      this.floats = new FloatPointer(array.data().addressPointer()).capacity(length).asBuffer();
    } else {
      this.stride = 0;
      this.floats = FloatBuffer.allocate(0);
    }
  }

  static HostRows of(INDArray array) {
    return new HostRows(array);
  }

  void put(int row, float[] values, int offset) {
    if (stride > 0) {
      floats.put(row * stride, values, offset, width);
    } else {
      for (int j = 0; j < width; j++) {
        array.putScalar(row, j, (double) values[offset + j]);
      }
    }
  }

  void get(int row, float[] out, int offset) {
    if (stride > 0) {
      floats.get(row * stride, out, offset, width);
    } else {
      for (int j = 0; j < width; j++) {
        out[offset + j] = array.getFloat(row, j);
      }
    }
  }
}
