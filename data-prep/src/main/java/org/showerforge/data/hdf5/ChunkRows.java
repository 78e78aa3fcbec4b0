package org.showerforge.data.hdf5;

import io.jhdf.api.dataset.ChunkedDataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Rows of a chunked dataset, one row of chunks decoded at a time. */
final class ChunkRows implements Hdf5Dataset.Rows {
  private final long[] shape;
  private final int[] chunk;
  private final int rowLength;
  private final ChunkDecoder decoder;
  private final int elementBytes;
  private final ByteOrder order;
  private byte[] window = {};
  private long windowStart = -1;

  ChunkRows(
      ChunkedDataset dataset,
      ChunkDecoder decoder,
      int rowLength,
      int elementBytes,
      ByteOrder order) {
    this.shape = dataset.getDimensionsAsLong();
    this.chunk = dataset.getChunkDimensions();
    this.decoder = decoder;
    this.rowLength = rowLength;
    this.elementBytes = elementBytes;
    this.order = order;
    decoder.checkWindow(Math.min(chunk[0], shape[0]) * rowLength * elementBytes);
  }

  @Override
  public void read(long from, long to, double[] values) {
    for (long row = from; row < to; ) {
      load(row / chunk[0] * chunk[0]);
      int rows = (int) (Math.min(to, windowStart + chunk[0]) - row);
      ChunkDecoder.doubles(
          ByteBuffer.wrap(window).order(order),
          (int) (row - windowStart) * rowLength,
          elementBytes,
          values,
          (int) (row - from) * rowLength,
          rows * rowLength);
      row += rows;
    }
  }

  private void load(long start) {
    if (start == windowStart) {
      return;
    }
    // Whatever fails below, a half-filled window is never taken for this one.
    windowStart = -1;
    int rows = (int) Math.min(chunk[0], shape[0] - start);
    int[] corner = new int[shape.length];
    corner[0] = (int) start;
    if (holdsWholeEvents()) {
      window = decoder.decode(corner);
      windowStart = start;
      return;
    }
    int bytes = rows * rowLength * elementBytes;
    if (window.length < bytes) {
      window = new byte[bytes];
    }
    do {
      copy(decoder.decode(corner), corner, rows);
    } while (advance(corner));
    windowStart = start;
  }

  private boolean holdsWholeEvents() {
    return Arrays.equals(
        Arrays.stream(chunk).skip(1).asLongStream().toArray(),
        Arrays.stream(shape).skip(1).toArray());
  }

  /** Steps to the next chunk of the same events; false after the last. */
  private boolean advance(int[] corner) {
    for (int axis = corner.length - 1; axis > 0; axis--) {
      corner[axis] += chunk[axis];
      if (corner[axis] < shape[axis]) {
        return true;
      }
      corner[axis] = 0;
    }
    return false;
  }

  /** Copies the part of a chunk that lies inside the dataset, run by run along the last axis. */
  private void copy(byte[] decoded, int[] corner, int rows) {
    int last = shape.length - 1;
    int[] extent = new int[shape.length];
    int runs = 1;
    for (int axis = 0; axis <= last; axis++) {
      long inside = axis == 0 ? rows : Math.min(chunk[axis], shape[axis] - corner[axis]);
      extent[axis] = (int) inside;
      runs *= axis < last ? extent[axis] : 1;
    }
    if (last == 0) {
      System.arraycopy(decoded, 0, window, 0, rows * elementBytes);
      return;
    }
    int[] index = new int[last];
    for (int run = 0; run < runs; run++) {
      int source = index[0];
      int target = index[0];
      for (int axis = 1; axis <= last; axis++) {
        int inner = axis < last ? index[axis] : 0;
        source = source * chunk[axis] + inner;
        target = target * (int) shape[axis] + corner[axis] + inner;
      }
      System.arraycopy(
          decoded,
          source * elementBytes,
          window,
          target * elementBytes,
          extent[last] * elementBytes);
      for (int axis = last - 1; axis >= 0 && ++index[axis] == extent[axis]; axis--) {
        index[axis] = 0;
      }
    }
  }
}
