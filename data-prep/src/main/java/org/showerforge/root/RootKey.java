package org.showerforge.root;

import org.showerforge.UserException;

/**
 * A TKey: the head of every record.
 *
 * @param totalBytes length of the record in the file, this head included
 * @param objectBytes length of the record's content when unpacked
 * @param keyBytes length of the head
 * @param cycle the version of the name; the highest is the newest
 * @param seek position of the record in the file
 * @param headBytes length of what is described here; baskets have more in their heads
 */
record RootKey(
    int totalBytes,
    int objectBytes,
    int keyBytes,
    int cycle,
    long seek,
    String className,
    String name,
    int headBytes) {
  /** The largest record that is held in memory, packed or unpacked. */
  static final int MAX_BYTES = 64 << 20;

  /** From this version on positions have 64 bits, in keys and in directories alike. */
  static final int WIDE_POSITIONS = 1000;

  /** The shortest head: three empty strings. */
  static final int LEAST_BYTES = 29;

  static RootKey read(Cursor in) {
    RootKey key = entry(in);
    // A basket inside a tree's record has never been a record of its own: its total is 0.
    boolean tooLong = key.totalBytes != 0 && key.totalBytes < key.keyBytes;
    if (key.keyBytes < key.headBytes || tooLong || key.objectBytes < 0) {
      throw in.damaged(
          "a key of "
              + key.keyBytes
              + " bytes in a record of "
              + key.totalBytes
              + " with "
              + key.objectBytes
              + " unpacked");
    }
    return key;
  }

  /** Reads a key from a directory's list, where titles may be longer than in the record. */
  static RootKey entry(Cursor in) {
    int start = in.position();
    int totalBytes = in.int32();
    int version = in.uint16();
    int objectBytes = in.int32();
    in.int32(); // date and time
    int keyBytes = in.int16();
    int cycle = in.int16();
    boolean wide = version > WIDE_POSITIONS;
    long seek = wide ? in.int64() : in.int32() & 0xffffffffL;
    in.skip(wide ? Long.BYTES : Integer.BYTES); // the directory it belongs to
    String className = in.string();
    String name = in.string();
    in.string(); // title
    int headBytes = in.position() - start;
    return new RootKey(totalBytes, objectBytes, keyBytes, cycle, seek, className, name, headBytes);
  }

  /** Says where the record is, for error messages. */
  String where(Source source) {
    return source.name() + ": " + className + " '" + name + "' at byte " + seek;
  }

  /** Reads and unpacks the record's content. */
  byte[] content(Source source) {
    byte[] record = source.structure(seek, totalBytes, where(source));
    RootKey head = read(new Cursor(record, where(source)));
    if (head.totalBytes != totalBytes
        || head.keyBytes != keyBytes
        || head.objectBytes != objectBytes
        || !head.className.equals(className)
        || !head.name.equals(name)) {
      throw new UserException(
          "%s: damaged: its own key and that of its directory differ", where(source));
    }
    return unpack(record, where(source));
  }

  /** Unpacks the content of this record, given whole. */
  byte[] unpack(byte[] record, String where) {
    if (objectBytes > MAX_BYTES) {
      throw new UserException(
          "%s: unpacks to %d MiB, at most %d MiB are read; write the tree with smaller baskets",
          where, objectBytes >> 20, MAX_BYTES >> 20);
    }
    return Blocks.unpack(record, keyBytes, totalBytes, objectBytes, where);
  }
}
