package org.showerforge.data.parquet;

import java.io.IOException;
import java.util.zip.CRC32;
import org.showerforge.root.SeekableInput;

/** The pages of a chunk, one after the other: their headers, and their bytes unpacked. */
final class PageStream {
  private static final int FIRST_WINDOW = 1 << 10;
  private static final int MAX_HEADER = 1 << 20;

  private final SeekableInput in;
  private final Chunk chunk;
  private final PageMemory memory;
  private long position;
  private byte[] window = {};
  private long windowStart;

  PageStream(SeekableInput in, Chunk chunk, PageMemory memory) {
    this.in = in;
    this.chunk = chunk;
    this.memory = memory;
    this.position = chunk.start();
  }

  /** Reads the next header; its page must be read or skipped next. */
  PageHeader header() throws IOException, DamagedException {
    for (int length = FIRST_WINDOW; ; length *= 4) {
      look(length);
      int from = (int) (position - windowStart);
      CompactReader reader = new CompactReader(window, from, window.length);
      try {
        PageHeader header = PageHeader.read(reader);
        position += reader.position() - from;
        if (header.bytes() > chunk.end() - position) {
          throw new DamagedException(
              "a page of " + header.bytes() + " bytes that ends behind its column");
        }
        return header;
      } catch (DamagedException e) {
        boolean isAll = windowStart + window.length >= chunk.end();
        if (isAll || length >= MAX_HEADER || !e.mayNeedMoreBytes()) {
          throw e;
        }
      }
    }
  }

  /** Sees to it that so many bytes from the position on, or all that the chunk has, are there. */
  private void look(int length) throws IOException {
    long end = Math.min(chunk.end(), position + length);
    if (windowStart <= position && end <= windowStart + window.length) {
      return;
    }
    byte[] bytes = new byte[(int) (end - position)];
    in.readFully(position, bytes, 0, bytes.length);
    window = bytes;
    windowStart = position;
  }

  /** Passes over a page. */
  void skip(PageHeader header) {
    position += header.bytes();
  }

  /**
   * Reads a page: its levels, if they are apart, and its values, unpacked. Its unpacked length
   * stays taken from the memory.
   */
  byte[] page(PageHeader header) throws IOException, DamagedException {
    memory.take((long) header.bytes() + header.unpackedBytes());
    byte[] packed = new byte[header.bytes()];
    int known = (int) Math.max(0, Math.min(packed.length, windowStart + window.length - position));
    System.arraycopy(window, (int) (position - windowStart), packed, 0, known);
    in.readFully(position + known, packed, known, packed.length - known);
    position += packed.length;
    CRC32 crc = new CRC32();
    crc.update(packed);
    if (!header.fits(crc.getValue())) {
      throw new DamagedException("a page's checksum does not match");
    }
    byte[] page = new byte[header.unpackedBytes()];
    int apart = header.definitionBytes() + header.repetitionBytes();
    System.arraycopy(packed, 0, page, 0, apart);
    // A page of nothing but missing values has nothing to unpack.
    if (apart < page.length || !header.isVersion2()) {
      Codec.unpack(header.isCompressed() ? chunk.codec() : 0, packed, apart, page, apart);
    }
    memory.give(header.bytes());
    return page;
  }
}
