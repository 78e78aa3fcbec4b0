package org.showerforge.root;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.showerforge.UserException;
import org.tukaani.xz.SingleXZInputStream;

/**
 * Unpacks a record: a chain of blocks, each with a head of 9 bytes (two letters of the algorithm,
 * its method, packed and unpacked length in 3 little-endian bytes each).
 *
 * <p>ZL is a zlib stream with its Adler-32, L4 an LZ4 block behind its XXH64, XZ an xz stream with
 * its CRC, ZS a zstd frame. CS, of before 2005, is refused.
 */
final class Blocks {
  private static final int HEAD_BYTES = 9;
  private static final int LZ4_CHECKSUM_BYTES = 8;

  /** More than the 64 MiB dictionary of xz -9; a stream that asks for more is refused. */
  private static final int XZ_MEMORY_KIB = 100 << 10;

  /** What a block of a few bytes may unpack to, whatever its ratio. */
  private static final int RATIO_FREE_BYTES = 4096;

  private Blocks() {}

  /** Unpacks [from, to) to exactly {@code length} bytes. */
  static byte[] unpack(byte[] packed, int from, int to, int length, String where) {
    if (to > packed.length || from > to) {
      throw damaged(where, from, "is cut short");
    }
    if (to - from == length) {
      return Arrays.copyOfRange(packed, from, to);
    }
    checkHeads(packed, from, to, length, where);
    byte[] content = new byte[length];
    int done = 0;
    for (int at = from; at < to; ) {
      int start = at + HEAD_BYTES;
      int packedLength = uint24(packed, at + 3);
      int blockLength = uint24(packed, at + 6);
      unpackBlock(packed, at, packedLength, content, done, blockLength, where);
      at = start + packedLength;
      done += blockLength;
    }
    return content;
  }

  /** Checks all heads before anything is allocated. */
  private static void checkHeads(byte[] packed, int from, int to, int length, String where) {
    long done = 0;
    for (int at = from; at < to; ) {
      if (to - at < HEAD_BYTES) {
        throw damaged(where, at, "the head of a compressed block is cut short");
      }
      int packedLength = uint24(packed, at + 3);
      int blockLength = uint24(packed, at + 6);
      if (packedLength > to - at - HEAD_BYTES) {
        throw damaged(where, at, "a compressed block of " + packedLength + " bytes is cut short");
      }
      long most = RATIO_FREE_BYTES + (long) ratio(packed, at, where) * packedLength;
      if (blockLength > most) {
        throw damaged(
            where, at, packedLength + " bytes are said to unpack to " + blockLength + " bytes");
      }
      at += HEAD_BYTES + packedLength;
      done += blockLength;
    }
    if (done != length) {
      throw damaged(where, from, "unpacks to " + done + " bytes instead of " + length);
    }
  }

  /** The most by which each algorithm can shrink: more is a lie. */
  private static int ratio(byte[] packed, int at, String where) {
    String algorithm = algorithm(packed, at);
    return switch (algorithm) {
      case "ZL" -> 1040;
      case "L4" -> 256;
      case "XZ" -> 8192;
      case "ZS" -> 65536;
      case "CS" ->
          throw new UserException(
              "%s: is compressed by the old algorithm CS, which is not read; rewrite the file with"
                  + " a ROOT of this century (hadd -f1 new.root old.root)",
              where);
      default ->
          throw damaged(where, at, "is compressed by something unknown, '" + algorithm + "'");
    };
  }

  private static void unpackBlock(
      byte[] packed,
      int at,
      int packedLength,
      byte[] content,
      int done,
      int blockLength,
      String where) {
    int start = at + HEAD_BYTES;
    String error =
        switch (algorithm(packed, at)) {
          case "ZL" -> zlib(packed, start, packedLength, content, done, blockLength);
          case "L4" -> lz4(packed, start, packedLength, content, done, blockLength);
          case "XZ" -> xz(packed, start, packedLength, content, done, blockLength);
          default -> zstd(packed, start, packedLength, content, done, blockLength);
        };
    if (!error.isEmpty()) {
      throw damaged(where, at, "a compressed block is corrupt: " + error);
    }
  }

  private static String zlib(
      byte[] packed, int start, int packedLength, byte[] content, int done, int length) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed, start, packedLength);
      int n = inflater.inflate(content, done, length);
      if (!inflater.finished() && inflater.inflate(new byte[1]) != 0) {
        return "it inflates to more than it declares";
      }
      return n == length && inflater.finished() ? "" : "it is cut short";
    } catch (DataFormatException e) {
      return "zlib: " + e.getMessage();
    } finally {
      inflater.end();
    }
  }

  private static String lz4(
      byte[] packed, int start, int packedLength, byte[] content, int done, int length) {
    if (packedLength < LZ4_CHECKSUM_BYTES) {
      return "it is cut short";
    }
    long stored = 0;
    for (int i = 0; i < LZ4_CHECKSUM_BYTES; i++) {
      stored = stored << 8 | (packed[start + i] & 0xff);
    }
    int from = start + LZ4_CHECKSUM_BYTES;
    int to = start + packedLength;
    if (XxHash64.of(packed, from, to) != stored) {
      return "its checksum does not match";
    }
    return Lz4.unpack(packed, from, to, content, done, done + length)
        ? ""
        : "lz4: it does not unpack to what it declares";
  }

  private static String xz(
      byte[] packed, int start, int packedLength, byte[] content, int done, int length) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(packed, start, packedLength);
    try (SingleXZInputStream in = new SingleXZInputStream(bytes, XZ_MEMORY_KIB)) {
      int n = in.readNBytes(content, done, length);
      return n == length && in.read() < 0 ? "" : "it does not unpack to what it declares";
    } catch (IOException e) {
      return "xz: " + e;
    }
  }

  private static String zstd(
      byte[] packed, int start, int packedLength, byte[] content, int done, int length) {
    try {
      long n = Zstd.decompressByteArray(content, done, length, packed, start, packedLength);
      if (Zstd.isError(n)) {
        return "zstd: " + Zstd.getErrorName(n);
      }
      return n == length ? "" : "it does not unpack to what it declares";
    } catch (ZstdException e) {
      return "zstd: " + e.getMessage();
    }
  }

  private static String algorithm(byte[] packed, int at) {
    return "" + (char) (packed[at] & 0xff) + (char) (packed[at + 1] & 0xff);
  }

  private static int uint24(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
  }

  private static UserException damaged(String where, int at, String message) {
    return new UserException("%s: damaged: byte %d of the record: %s", where, at, message);
  }
}
