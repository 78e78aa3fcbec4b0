package org.showerforge.engine;

/**
 * Counter-based random numbers: Philox 4x32-10 (Salmon et al., SC'11, "Parallel random numbers: as
 * easy as 1, 2, 3").
 *
 * <p>A number depends on nothing but the key and its address (stream, substream, position), so any
 * machine makes any of them in any order. One counter block of 128 bits holds (stream: 64,
 * substream: 32, block: 32) and gives four numbers.
 *
 * <p>Normals come from Box and Muller's transform with Cephes' single-precision polynomials for ln,
 * sin and cos, written with additions, multiplications, divisions and square roots alone: IEEE
 * arithmetic fixes every bit, here and on any other device that follows the same recipe without
 * fused operations. |z| <= 5.9; moments agree with the normal distribution's to 1e-5.
 */
// The polynomials are quoted as published, with more digits than a float holds.
@SuppressWarnings("FloatingPointLiteralPrecision")
public final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;
  private static final int ROUNDS = 10;
  private static final int LANES = 4;
  private static final float TO_UNIT = 0x1p-24f;
  private static final float HALF_ULP = 0x1p-25f;
  private static final float QUARTER_TURN = (float) (Math.PI / 2);

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

  /** SplitMix64's finaliser (Steele, Lea, Flood 2014): a bijection that spreads every bit. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
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
    int[] block = new int[LANES];
    for (int i = 0; i < length; i += LANES) {
      block(stream, substream, i / LANES, block);
      for (int lane = 0; lane < Math.min(LANES, length - i); lane++) {
        out[offset + i + lane] = unit(block[lane]);
      }
    }
  }

  /** Fills a range with standard normals, from position 0 of the substream on. */
  public void gaussians(long stream, int substream, float[] out, int offset, int length) {
    int[] block = new int[LANES];
    float[] pair = new float[2];
    for (int i = 0; i < length; i += LANES) {
      block(stream, substream, i / LANES, block);
      for (int lane = 0; lane < Math.min(LANES, length - i); lane += 2) {
        boxMuller(block[lane], block[lane + 1], pair);
        out[offset + i + lane] = pair[0];
        if (i + lane + 1 < length) {
          out[offset + i + lane + 1] = pair[1];
        }
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

  private static float unit(int bits) {
    return (bits >>> 8) * TO_UNIT + HALF_ULP;
  }

  private static void boxMuller(int radiusBits, int angleBits, float[] out) {
    float radius = (float) Math.sqrt(-2f * ln(unit(radiusBits)));
    // The top two bits choose the quadrant, the rest an angle in [-pi/4, pi/4) around its middle.
    float x = ((angleBits & 0x3FFFFFFF) - (1 << 29)) * 0x1p-30f * QUARTER_TURN;
    float z = x * x;
    float sin = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * x + x;
    float cos =
        ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z
            - 0.5f * z
            + 1f;
    int quadrant = angleBits >>> 30;
    float first = (quadrant & 1) == 0 ? cos : sin;
    float second = (quadrant & 1) == 0 ? sin : cos;
    out[0] = radius * ((quadrant & 2) == 0 ? first : -first);
    out[1] = radius * (quadrant == 1 || quadrant == 2 ? -second : second);
  }

  /** Cephes' logf for positive normal numbers; relative error below 2e-7. */
  private static float ln(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> 23) - 126;
    float x = Float.intBitsToFloat((bits & 0x7FFFFF) | 0x3F000000);
    if (x < 0.70710678f) {
      exponent--;
      x = x + x - 1f;
    } else {
      x = x - 1f;
    }
    float z = x * x;
    float y = 7.0376836292e-2f * x - 1.1514610310e-1f;
    y = y * x + 1.1676998740e-1f;
    y = y * x - 1.2420140846e-1f;
    y = y * x + 1.4249322787e-1f;
    y = y * x - 1.6668057665e-1f;
    y = y * x + 2.0000714765e-1f;
    y = y * x - 2.4999993993e-1f;
    y = y * x + 3.3333331174e-1f;
    y = y * x * z;
    y = y + -2.12194440e-4f * exponent;
    y = y - 0.5f * z;
    return x + y + 0.693359375f * exponent;
  }
}
