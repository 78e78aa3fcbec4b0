package org.showerforge.data.prepare;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;

/**
 * The hash of a file's content, computed in pieces so that many tasks can hash one large file: the
 * SHA-256 of a file of one piece, which most are; else the SHA-256 of the hexadecimal SHA-256s of
 * its pieces of {@link #PIECE_BYTES}, one after the other.
 */
final class ContentHash {
  /** 1 GiB. */
  static final long PIECE_BYTES = 1L << 30;

  private static final int BUFFER_BYTES = 1 << 20;

  private ContentHash() {}

  /** A piece of a file: {@code length} bytes from {@code offset} on. */
  record Piece(String path, long offset, long length) implements Serializable {

    /** The SHA-256 of the piece. */
    String sha256(Configuration conf) throws IOException {
      Path file = new Path(path);
      MessageDigest digest = Hashes.sha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      try (FSDataInputStream in = file.getFileSystem(conf).open(file)) {
        in.seek(offset);
        for (long left = length; left > 0; ) {
          int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
          if (n < 0) {
            throw new UserException(
                "%s: became shorter while it was read; wait until it is complete", path);
          }
          digest.update(buffer, 0, n);
          left -= n;
        }
      }
      return Hashes.hex(digest.digest());
    }
  }

  /** The pieces of a file, at least one. */
  static List<Piece> pieces(FileStatus file) {
    List<Piece> pieces = new ArrayList<>();
    long offset = 0;
    do {
      long length = Math.min(PIECE_BYTES, file.getLen() - offset);
      pieces.add(new Piece(file.getPath().toString(), offset, length));
      offset += length;
    } while (offset < file.getLen());
    return pieces;
  }

  /** The hash of a file from those of its pieces. */
  static String combine(List<String> pieces) {
    return pieces.size() == 1
        ? pieces.get(0)
        : Hashes.sha256(String.join("", pieces).getBytes(StandardCharsets.US_ASCII));
  }
}
