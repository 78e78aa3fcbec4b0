package org.showerforge.root;

import java.util.Arrays;
import org.showerforge.UserException;

/** How the entries of a branch lie in its baskets, and how their values are taken out. */
sealed interface Layout {
  /** Numbers that each entry has at least one multiple of; for vectors 1. */
  int unit();

  NumberType type();

  /** Appends the values of the basket's entries [from, to). */
  void append(Basket basket, int from, int to, RootValues.Builder target, String where);

  /**
   * Entries of one size.
   *
   * @param entryBytes bytes of an entry, all leaves of the branch together
   * @param skip bytes of the leaves before this one
   * @param unit numbers of this leaf
   */
  record Fixed(NumberType type, int unit, int entryBytes, int skip) implements Layout {
    @Override
    public void append(Basket basket, int from, int to, RootValues.Builder target, String where) {
      if (basket.length() != (long) basket.entries() * entryBytes) {
        throw damaged(
            where,
            basket.length()
                + " bytes for "
                + basket.entries()
                + " entries of "
                + entryBytes
                + " bytes");
      }
      int bytes = unit * type.bytes();
      if (bytes == entryBytes) {
        target.add(basket.values(), from * entryBytes, (to - from) * entryBytes);
      } else {
        for (int i = from; i < to; i++) {
          target.add(basket.values(), i * entryBytes + skip, bytes);
        }
      }
      target.endFixed(to - from, unit);
    }
  }

  /** C arrays whose length another branch gives; what is stored tells it, too. */
  record Jagged(NumberType type, int unit) implements Layout {
    @Override
    public void append(Basket basket, int from, int to, RootValues.Builder target, String where) {
      int[] offsets = basket.offsets(where);
      int bytes = unit * type.bytes();
      for (int i = from; i < to; i++) {
        int length = offsets[i + 1] - offsets[i];
        if (length % bytes != 0) {
          throw damaged(
              where, "its entry " + i + " has " + length + " bytes, no multiple of " + bytes);
        }
      }
      target.add(basket.values(), offsets[from], offsets[to] - offsets[from]);
      for (int i = from; i < to; i++) {
        target.end((offsets[i + 1] - offsets[i]) / type.bytes());
      }
    }
  }

  /**
   * std::vector: length in bytes, version (6 bytes together) and number of elements before the
   * elements.
   */
  record Vector(NumberType type) implements Layout {
    private static final int HEAD_BYTES = 10;
    private static final int LENGTH_FLAG = 0x40000000;
    private static final int MEMBER_WISE = 0x4000;

    @Override
    public int unit() {
      return 1;
    }

    @Override
    public void append(Basket basket, int from, int to, RootValues.Builder target, String where) {
      int[] offsets = basket.offsets(where);
      for (int i = from; i < to; i++) {
        int length = offsets[i + 1] - offsets[i];
        Cursor in = new Cursor(basket.values(), offsets[i], offsets[i + 1], where);
        int stored = length < HEAD_BYTES ? 0 : in.int32();
        int version = length < HEAD_BYTES ? 0 : in.uint16();
        long n = length < HEAD_BYTES ? -1 : in.int32();
        if (n < 0
            || stored != (length - Integer.BYTES | LENGTH_FLAG)
            || (version & MEMBER_WISE) != 0
            || n * type.bytes() != length - HEAD_BYTES) {
          throw damaged(
              where, "its entry " + i + " of " + length + " bytes declares " + n + " x " + type);
        }
        target.add(basket.values(), offsets[i] + HEAD_BYTES, length - HEAD_BYTES);
        target.end((int) n);
      }
    }
  }

  private static UserException damaged(String where, String message) {
    return new UserException("%s: damaged: %s", where, message);
  }

  /** The numbers of an array of these dimensions, or -1 if that is more than a record can hold. */
  static int product(int[] dimensions) {
    long product =
        Arrays.stream(dimensions).asLongStream().reduce(1, (a, b) -> Math.min(a * b, 1L << 31));
    return product > RootKey.MAX_BYTES ? -1 : (int) product;
  }
}
