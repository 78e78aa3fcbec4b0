package org.showerforge.data.prepare;

import java.io.Serializable;
import org.showerforge.data.raw.SourceIndex;

/**
 * A raw file as it was found before any event was read.
 *
 * @param path where it is
 * @param bytes its length
 * @param modified when it was last changed, ms since 1970
 * @param sha256 its content's hash; see {@link ContentHash}
 * @param index its events
 */
record SourceFile(String path, long bytes, long modified, String sha256, SourceIndex index)
    implements Serializable {

  /** The events in it. */
  long events() {
    return index.events();
  }

  /**
   * The id of the file's first event; the others follow one by one, wrapping around. It is the
   * first eight bytes of the hash, so events keep their ids when the file is renamed or moved.
   */
  long firstEventId() {
    return Long.parseUnsignedLong(sha256.substring(0, 16), 16);
  }
}
