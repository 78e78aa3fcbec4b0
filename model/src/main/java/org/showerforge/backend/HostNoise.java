package org.showerforge.backend;

/** Noise on the host, without garbage. */
final class HostNoise {
  private final int[] block = new int[Philox.LANES];
  private float[] wide = new float[0];

  void gaussianRows(Philox random, long firstStream, int substream, HostMatrix out) {
    buffer(out.columns());
    for (int i = 0; i < out.rows(); i++) {
      random.gaussians(firstStream + i, substream, wide, 0, out.columns(), block);
      out.put(i, wide, 0);
    }
  }

  void uniformRows(Philox random, long firstStream, int substream, HostMatrix out) {
    buffer(out.columns());
    for (int i = 0; i < out.rows(); i++) {
      random.uniforms(firstStream + i, substream, wide, 0, out.columns(), block);
      out.put(i, wide, 0);
    }
  }

  private void buffer(int length) {
    if (wide.length < length) {
      wide = new float[length];
    }
  }
}
