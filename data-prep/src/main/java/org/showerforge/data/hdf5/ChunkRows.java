package org.showerforge.data.hdf5;

import io.jhdf.api.dataset.ChunkedDataset;

/** Rows of a chunked dataset, one row of chunks decoded at a time. */
final class ChunkRows implements Hdf5Dataset.Rows {
  private final long[] shape;
  private final int[] chunk;
  private final int rowLength;
  private final ChunkDecoder decoder;
  private float[] window = {};
  private long windowStart = -1;

  ChunkRows(ChunkedDataset dataset, ChunkDecoder decoder, int rowLength) {
    this.shape = dataset.getDimensionsAsLong();
    this.chunk = dataset.getChunkDimensions();
    this.decoder = decoder;
    this.rowLength = rowLength;
    decoder.checkWindow(Math.min(chunk[0], shape[0]) * rowLength * Float.BYTES);
  }

  @Override
  public void read(long from, long to, float[] values, int offset, int stride) {
    for (long row = from; row < to; ) {
      load(row / chunk[0] * chunk[0]);
      long end = Math.min(to, windowStart + chunk[0]);
      for (; row < end; row++) {
        int source = (int) (row - windowStart) * rowLength;
        System.arraycopy(window, source, values, offset + (int) (row - from) * stride, rowLength);
      }
    }
  }

  private void load(long start) {
    if (start == windowStart) {
      return;
    }
    // Whatever fails below, a half-filled window is never taken for this one.
    windowStart = -1;
    int rows = (int) Math.min(chunk[0], shape[0] - start);
    if (window.length < rows * rowLength) {
      window = new float[rows * rowLength];
    }
    int[] corner = new int[shape.length];
    corner[0] = (int) start;
    do {
      copy(decoder.decode(corner), corner, rows);
    } while (advance(corner));
    windowStart = start;
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
  private void copy(ChunkDecoder.Decoded decoded, int[] corner, int rows) {
    int last = shape.length - 1;
    int[] extent = new int[shape.length];
    int runs = 1;
    for (int axis = 0; axis <= last; axis++) {
      long inside = axis == 0 ? rows : Math.min(chunk[axis], shape[axis] - corner[axis]);
      extent[axis] = (int) inside;
      runs *= axis < last ? extent[axis] : 1;
    }
    if (last == 0) {
      decoded.copy(0, window, 0, rows);
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
      decoded.copy(source, window, target, extent[last]);
      for (int axis = last - 1; axis >= 0 && ++index[axis] == extent[axis]; axis--) {
        index[axis] = 0;
      }
    }
  }
}
