package org.showerforge.data.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.showerforge.root.Lz4;
import org.xerial.snappy.Snappy;

/** Unpacks pages into arrays of the length that is expected, and never into more. */
final class Codec {
  private static final int NONE = 0;
  private static final int SNAPPY = 1;
  private static final int GZIP = 2;
  private static final int LZO = 3;
  private static final int BROTLI = 4;
  private static final int LZ4_FRAMED = 5;
  private static final int ZSTD = 6;
  private static final int LZ4_RAW = 7;

  private Codec() {}

  /** Whether the codec leaves bytes as they are. */
  static boolean isNone(int codec) {
    return codec == NONE;
  }

  /** Unpacks [from, end) of the input to [start, end) of the output, exactly. */
  static void unpack(int codec, byte[] in, int from, byte[] out, int start)
      throws DamagedException {
    boolean good;
    try {
      good =
          switch (codec) {
            case SNAPPY -> snappy(in, from, out, start);
            case GZIP -> gzip(in, from, out, start);
            case ZSTD -> zstd(in, from, out, start);
            case LZ4_RAW -> Lz4.unpack(in, from, in.length, out, start, out.length);
            case NONE -> copy(in, from, out, start);
            default ->
                throw new DamagedException(
                    "is compressed by %s, which is not read; write it with zstd, snappy or gzip"
                        .formatted(name(codec)));
          };
    } catch (IOException | ZstdException e) {
      good = false;
    }
    if (!good) {
      throw new DamagedException(
          "a page's %d %s bytes do not unpack to the %d that it declares"
              .formatted(in.length - from, name(codec), out.length - start));
    }
  }

  private static String name(int codec) {
    return switch (codec) {
      case NONE -> "plain";
      case SNAPPY -> "snappy";
      case GZIP -> "gzip";
      case LZO -> "LZO";
      case BROTLI -> "Brotli";
      case LZ4_FRAMED -> "LZ4 of Hadoop";
      case ZSTD -> "zstd";
      case LZ4_RAW -> "LZ4_RAW";
      default -> "codec " + codec;
    };
  }

  private static boolean copy(byte[] in, int from, byte[] out, int start) {
    boolean fits = in.length - from == out.length - start;
    if (fits) {
      System.arraycopy(in, from, out, start, in.length - from);
    }
    return fits;
  }

  private static boolean snappy(byte[] in, int from, byte[] out, int start) throws IOException {
    int length = in.length - from;
    // Snappy's own count decides what the library writes; so it is compared first.
    return Snappy.uncompressedLength(in, from, length) == out.length - start
        && Snappy.uncompress(in, from, length, out, start) == out.length - start;
  }

  private static boolean gzip(byte[] in, int from, byte[] out, int start) throws IOException {
    try (InputStream inflated =
        new GZIPInputStream(new ByteArrayInputStream(in, from, in.length - from))) {
      // The read behind the last byte checks the checksum.
      return inflated.readNBytes(out, start, out.length - start) == out.length - start
          && inflated.read() < 0;
    }
  }

  private static boolean zstd(byte[] in, int from, byte[] out, int start) {
    return Zstd.decompressByteArray(out, start, out.length - start, in, from, in.length - from)
        == out.length - start;
  }
}
