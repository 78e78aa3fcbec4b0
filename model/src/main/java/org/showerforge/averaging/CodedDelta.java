package org.showerforge.averaging;

import java.io.Serializable;

/**
 * A delta in 8 bits per number: in blocks of 256 numbers, each a whole multiple, -127 to 127, of a
 * scale of the block (block-wise quantisation, Dettmers et al. 2022, arXiv 2110.02861, with evenly
 * spaced levels). A number is off by at most half a scale, 1/254 of the block's largest.
 *
 * @param codes a multiple per number
 * @param scales one per block
 */
record CodedDelta(byte[] codes, float[] scales) implements Serializable {
  static final int BLOCK = 256;
  private static final int LEVELS = Byte.MAX_VALUE;

  /** A coded delta, and what it leaves out. */
  record Rest(CodedDelta delta, float[] residual) {}

  /** Codes the way from start to end, and what was left out before. */
  static Rest of(float[] start, float[] end, float[] residual) {
    byte[] codes = new byte[start.length];
    float[] scales = new float[(start.length + BLOCK - 1) / BLOCK];
    float[] left = new float[start.length];
    for (int block = 0; block < scales.length; block++) {
      int from = block * BLOCK;
      int to = Math.min(from + BLOCK, start.length);
      float largest = 0;
      for (int i = from; i < to; i++) {
        left[i] = end[i] - start[i] + residual[i];
        largest = Math.max(largest, Math.abs(left[i]));
      }
      float scale = largest / LEVELS;
      scales[block] = scale;
      if (scale == 0) {
        continue;
      }
      for (int i = from; i < to; i++) {
        codes[i] = (byte) Math.max(-LEVELS, Math.min(LEVELS, Math.round(left[i] / scale)));
        left[i] -= codes[i] * scale;
      }
    }
    return new Rest(new CodedDelta(codes, scales), left);
  }

  /** Where it leads from a start. */
  float[] from(float[] start) {
    float[] end = new float[start.length];
    for (int i = 0; i < end.length; i++) {
      end[i] = start[i] + codes[i] * scales[i / BLOCK];
    }
    return end;
  }

  long bytes() {
    return codes.length + (long) Float.BYTES * scales.length;
  }
}
