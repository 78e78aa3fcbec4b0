package org.showerforge.root;

/**
 * Decodes an LZ4 block (lz4_Block_format.md of the LZ4 project) in plain Java, every index checked.
 *
 * <p>A block is a chain of sequences: a token with two lengths of 4 bits, literals, and a match of
 * at least 4 bytes some 16-bit distance back. A length of 15 goes on in bytes up to one below 255.
 */
public final class Lz4 {
  private static final int LEAST_MATCH = 4;

  private Lz4() {}

  /** Whether [from, to) of the input unpacks to exactly [start, end) of the output. */
  public static boolean unpack(byte[] in, int from, int to, byte[] out, int start, int end) {
    int at = from;
    int done = start;
    while (at < to) {
      int token = in[at++] & 0xff;
      long literals = (long) (token >>> 4);
      if (literals == 15) {
        int next;
        do {
          if (at >= to) {
            return false;
          }
          next = in[at++] & 0xff;
          literals += next;
        } while (next == 255);
      }
      if (literals > to - at || literals > end - done) {
        return false;
      }
      System.arraycopy(in, at, out, done, (int) literals);
      at += (int) literals;
      done += (int) literals;
      if (at == to) {
        return done == end;
      }
      if (to - at < 2) {
        return false;
      }
      int distance = (in[at] & 0xff) | (in[at + 1] & 0xff) << 8;
      at += 2;
      long match = (long) (token & 15) + LEAST_MATCH;
      if ((token & 15) == 15) {
        int next;
        do {
          if (at >= to) {
            return false;
          }
          next = in[at++] & 0xff;
          match += next;
        } while (next == 255);
      }
      if (distance == 0 || distance > done - start || match > end - done) {
        return false;
      }
      copyMatch(out, done, distance, (int) match);
      done += (int) match;
    }
    return false;
  }

  /** A match may overlap its own copy: then what is copied repeats. */
  private static void copyMatch(byte[] out, int done, int distance, int length) {
    if (distance >= length) {
      System.arraycopy(out, done - distance, out, done, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      out[done + i] = out[done + i - distance];
    }
  }
}
