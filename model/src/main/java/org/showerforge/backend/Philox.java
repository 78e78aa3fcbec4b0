package org.showerforge.backend;

import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Counter-based random numbers: Philox 4x32-10 (Salmon et al., SC'11, "Parallel random numbers: as
 * easy as 1, 2, 3").
 *
 * <p>A number depends on nothing but the key and its address (stream, substream, position), so any
 * machine makes any of them in any order. One counter block of 128 bits holds (stream: 64,
 * substream: 32, block: 32) and gives 128 random bits: four integers or uniforms, or eight normals.
 *
 * <p>A normal is the quantile of a 16-bit number: one of 65,536 equally likely values, symmetric,
 * of variance 1. The distribution function is within 1e-5 of the normal's, |z| <= 4.4. A table
 * look-up is exact on every machine and five times as fast as Box and Muller's transform, whose
 * logarithm and sine differ between libraries.
 */
public final class Philox {
  /** Integers in a block. */
  static final int LANES = 4;

  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;
  private static final int ROUNDS = 10;
  private static final float TO_UNIT = 0x1p-24f;
  private static final float HALF_ULP = 0x1p-25f;
  private static final int QUANTILES = 1 << 16;
  private static final int QUANTILE_MASK = QUANTILES - 1;
  private static final float[] NORMAL = normalQuantiles();

  private final int key0;
  private final int key1;

  /** The generator of a key. */
  public Philox(long key) {
    this.key0 = (int) key;
    this.key1 = (int) (key >>> 32);
  }

  /**
   * A generator whose key mixes several numbers, such as seed, stage and shard: unequal parts give
   * unrelated generators.
   */
  public static Philox of(long... parts) {
    long key = 0;
    for (long part : parts) {
      key = mix(key ^ mix(part + 0x9E3779B97F4A7C15L));
    }
    return new Philox(key);
  }

  /** The key, of which the number of each draw is a function. */
  public long key() {
    return Integer.toUnsignedLong(key0) | ((long) key1 << 32);
  }

  /** A copy of the 65,536 normals, by the 16 bits that choose one. */
  public static float[] normals() {
    return NORMAL.clone();
  }

  /** SplitMix64's finaliser (Steele, Lea, Flood 2014): a bijection that spreads every bit. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static float[] normalQuantiles() {
    NormalDistribution normal = new NormalDistribution(0, 1);
    double[] quantiles = new double[QUANTILES];
    double square = 0;
    for (int i = QUANTILES / 2; i < QUANTILES; i++) {
      quantiles[i] = normal.inverseCumulativeProbability((i + 0.5) / QUANTILES);
      square += quantiles[i] * quantiles[i];
    }
    double scale = Math.sqrt(QUANTILES / (2 * square));
    float[] table = new float[QUANTILES];
    for (int i = QUANTILES / 2; i < QUANTILES; i++) {
      table[i] = (float) (scale * quantiles[i]);
      table[QUANTILES - 1 - i] = -table[i];
    }
    return table;
  }

  /** Fills a range with raw 32-bit numbers, from position 0 of the substream on. */
  public void ints(long stream, int substream, int[] out, int offset, int length) {
    int[] block = new int[LANES];
    for (int i = 0; i < length; i += LANES) {
      block(stream, substream, i / LANES, block);
      System.arraycopy(block, 0, out, offset + i, Math.min(LANES, length - i));
    }
  }

  /** Fills a range with uniforms in (0, 1), from position 0 of the substream on. */
  public void uniforms(long stream, int substream, float[] out, int offset, int length) {
    uniforms(stream, substream, out, offset, length, new int[LANES]);
  }

  /** As the other, with an array of {@link #LANES} as scratch: nothing is allocated. */
  void uniforms(long stream, int substream, float[] out, int offset, int length, int[] block) {
    for (int i = 0; i < length; i += LANES) {
      block(stream, substream, i / LANES, block);
      for (int lane = 0; lane < Math.min(LANES, length - i); lane++) {
        out[offset + i + lane] = (block[lane] >>> 8) * TO_UNIT + HALF_ULP;
      }
    }
  }

  /** Fills a range with standard normals, from position 0 of the substream on. */
  public void gaussians(long stream, int substream, float[] out, int offset, int length) {
    gaussians(stream, substream, out, offset, length, new int[LANES]);
  }

  /** As the other, with an array of {@link #LANES} as scratch: nothing is allocated. */
  void gaussians(long stream, int substream, float[] out, int offset, int length, int[] block) {
    int whole = length - length % (2 * LANES);
    for (int i = 0; i < whole; i += 2 * LANES) {
      block(stream, substream, i / (2 * LANES), block);
      int at = offset + i;
      for (int lane = 0; lane < LANES; lane++) {
        out[at + 2 * lane] = NORMAL[block[lane] & QUANTILE_MASK];
        out[at + 2 * lane + 1] = NORMAL[block[lane] >>> 16];
      }
    }
    if (whole < length) {
      block(stream, substream, whole / (2 * LANES), block);
      for (int i = whole; i < length; i++) {
        int bits = block[(i - whole) / 2];
        out[offset + i] = NORMAL[(i & 1) == 0 ? bits & QUANTILE_MASK : bits >>> 16];
      }
    }
  }

  private void block(long stream, int substream, int index, int[] out) {
    int c0 = index;
    int c1 = substream;
    int c2 = (int) stream;
    int c3 = (int) (stream >>> 32);
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & LOW);
      long p1 = MULTIPLIER_1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}
