package org.showerforge.root;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash XXH64 with seed 0 (xxhash_spec.md of the xxHash project). */
final class XxHash64 {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE_BYTES = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  /** The hash of [from, to). */
  static long of(byte[] bytes, int from, int to) {
    int at = from;
    long hash;
    if (to - from >= STRIPE_BYTES) {
      long a = 0x60EA27EEADC0B5D6L; // PRIME_1 + PRIME_2
      long b = PRIME_2;
      long c = 0;
      long d = -PRIME_1;
      for (; to - at >= STRIPE_BYTES; at += STRIPE_BYTES) {
        a = round(a, (long) LONG.get(bytes, at));
        b = round(b, (long) LONG.get(bytes, at + 8));
        c = round(c, (long) LONG.get(bytes, at + 16));
        d = round(d, (long) LONG.get(bytes, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = (hash ^ round(0, a)) * PRIME_1 + PRIME_4;
      hash = (hash ^ round(0, b)) * PRIME_1 + PRIME_4;
      hash = (hash ^ round(0, c)) * PRIME_1 + PRIME_4;
      hash = (hash ^ round(0, d)) * PRIME_1 + PRIME_4;
    } else {
      hash = PRIME_5;
    }
    return finish(bytes, at, to, hash + (to - from));
  }

  private static long finish(byte[] bytes, int from, int to, long start) {
    long hash = start;
    int at = from;
    for (; to - at >= 8; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * PRIME_1 + PRIME_4;
    }
    if (to - at >= 4) {
      long word = (int) INT.get(bytes, at) & 0xffffffffL;
      hash = Long.rotateLeft(hash ^ word * PRIME_1, 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < to; at++) {
      hash = Long.rotateLeft(hash ^ (bytes[at] & 0xff) * PRIME_5, 11) * PRIME_1;
    }
    hash = (hash ^ hash >>> 33) * PRIME_2;
    hash = (hash ^ hash >>> 29) * PRIME_3;
    return hash ^ hash >>> 32;
  }

  private static long round(long lane, long word) {
    return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
  }
}
