package org.showerforge.root;

import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A TBasket: the values of a run of entries.
 *
 * <p>Its key goes on with version, sizes, the number of entries, the end of the values (counted
 * from the start of the key) and a flag. The content holds the values and then, where entries
 * differ in size, an array of where each begins (counted alike). The last basket may lie inside the
 * tree's own record, never packed; then the array comes before the values.
 */
final class Basket {
  /** From this flag on the offsets are not stored but must be made up from another branch. */
  private static final int MADE_UP_OFFSETS = 80;

  private final byte[] values;
  private final int length;
  private final int entries;
  private final int @Nullable [] offsets;

  private Basket(byte[] values, int length, int entries, int @Nullable [] offsets) {
    this.values = values;
    this.length = length;
    this.entries = entries;
    this.offsets = offsets;
  }

  /** The part of a basket's head that follows its key. */
  private record Head(int entries, int valueBytes, int flag) {
    static Head read(Cursor in, RootKey key) {
      in.uint16(); // version
      in.int32(); // size of the buffer
      int capacity = in.int32();
      if (capacity < 0) {
        in.int8(); // features
      }
      int entries = in.int32();
      int last = in.int32();
      int flag = in.uint8();
      if (entries < 0 || last < key.keyBytes()) {
        throw in.damaged("a basket of " + entries + " entries that ends at " + last);
      }
      return new Head(entries, last - key.keyBytes(), flag);
    }
  }

  /** Reads a basket from its record, given whole. */
  static Basket stored(byte[] record, String where) {
    Cursor in = new Cursor(record, where);
    RootKey key = RootKey.read(in);
    if (!key.className().equals("TBasket")) {
      throw in.damaged("is a '" + key.className() + "', not a TBasket");
    }
    if (key.totalBytes() != record.length) {
      throw in.damaged("has " + key.totalBytes() + " bytes instead of " + record.length);
    }
    Head head = Head.read(in, key);
    if (in.position() > key.keyBytes() || head.valueBytes > key.objectBytes()) {
      throw in.damaged("its " + head.valueBytes + " bytes of values do not fit");
    }
    byte[] content = key.unpack(record, where);
    int[] offsets = null;
    if (head.valueBytes < content.length && head.flag < MADE_UP_OFFSETS) {
      Cursor tail = new Cursor(content, head.valueBytes, content.length, where + ", offsets");
      offsets = offsets(tail, key, head);
    }
    return new Basket(content, head.valueBytes, head.entries, offsets);
  }

  /** Reads a basket that lies inside the tree's record. */
  static Basket embedded(Cursor in) {
    RootKey key = RootKey.read(in);
    Head head = Head.read(in, key);
    int flag = head.flag % MADE_UP_OFFSETS;
    int[] offsets = null;
    if (head.flag < MADE_UP_OFFSETS && flag != 0 && flag % 10 != 2 && head.entries > 0) {
      offsets = offsets(in, key, head);
      if (flag > 40) {
        in.skip(Integer.BYTES * in.count("displacements", Integer.BYTES));
      }
    }
    if (flag != 1 && flag <= 10) {
      return new Basket(new byte[0], 0, 0, null);
    }
    in.skip(key.keyBytes()); // the buffer begins with room for the key
    byte[] values = in.raw(head.valueBytes);
    return new Basket(values, values.length, head.entries, offsets);
  }

  /** The starts of the entries and the end of the last, counted from the first value. */
  private static int @Nullable [] offsets(Cursor in, RootKey key, Head head) {
    int n = in.count("offsets", Integer.BYTES);
    if (n == 0) {
      return null;
    }
    // The place after the last entry is counted or not.
    if (n != head.entries && n - 1 != head.entries) {
      throw in.damaged("has " + n + " offsets for " + head.entries + " entries");
    }
    int[] offsets = new int[head.entries + 1];
    int before = 0;
    for (int i = 0; i < n; i++) {
      int stored = in.int32();
      if (i < head.entries) {
        offsets[i] = stored - key.keyBytes();
        if (offsets[i] < before || offsets[i] > head.valueBytes || (i == 0 && offsets[i] != 0)) {
          throw in.damaged("entry " + i + " is said to begin at " + stored);
        }
        before = offsets[i];
      }
    }
    offsets[head.entries] = head.valueBytes;
    return offsets;
  }

  int entries() {
    return entries;
  }

  byte[] values() {
    return values;
  }

  /** Bytes of all values. */
  int length() {
    return length;
  }

  /** The offsets of entries, which the branch must have. */
  int[] offsets(String where) {
    if (offsets == null) {
      throw new UserException(
          "%s: its baskets do not say where entries begin; write the tree without"
              + " ROOT::TIOFeatures 'kGenerateOffsetMap'",
          where);
    }
    return offsets;
  }
}
