package org.showerforge.data.hdf5;

import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.showerforge.UserException;

/**
 * Decodes a dataset's chunks: the filters gzip, shuffle and fletcher32, undone in reverse.
 *
 * <p>jHDF's own pipeline inflates without a limit and leaves checksums unread; here a chunk
 * inflates to exactly its declared size or is refused, and the checksum is compared.
 */
final class ChunkDecoder {
  /** The largest chunk, and the largest row of chunks, that is ever held in memory. */
  static final long MAX_BYTES = 64L << 20;

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int CHECKSUM_BYTES = 4;

  private final String where;
  private final BoundedStorage storage;
  private final ChunkedDataset dataset;
  private final int elementBytes;
  private final List<PipelineFilterWithData> filters;
  private final int chunkBytes;

  ChunkDecoder(String where, BoundedStorage storage, ChunkedDataset dataset, int elementBytes) {
    this.where = where;
    this.storage = storage;
    this.dataset = dataset;
    this.elementBytes = elementBytes;
    this.filters = dataset.getFilters();
    for (PipelineFilterWithData filter : filters) {
      if (filter.getId() < DEFLATE || filter.getId() > FLETCHER32) {
        throw new UserException(
            "%s: is compressed by %s (filter %d); only gzip is read: repack the file (h5repack -f"
                + " GZIP=4)",
            where, filter.getName(), filter.getId());
      }
    }
    long bytes = elementBytes;
    for (int n : dataset.getChunkDimensions()) {
      bytes = Math.multiplyExact(bytes, (long) n);
    }
    checkWindow(bytes);
    this.chunkBytes = (int) bytes;
  }

  /** Refuses to hold more than {@link #MAX_BYTES} at once. */
  void checkWindow(long bytes) {
    if (bytes > MAX_BYTES) {
      throw new UserException(
          "%s: its chunks of shape %s need %d MiB at once, at most %d MiB are read; repack the file"
              + " with fewer events per chunk (h5repack -l CHUNK=...)",
          where, Arrays.toString(dataset.getChunkDimensions()), bytes >> 20, MAX_BYTES >> 20);
    }
  }

  /** The numbers, as they stand in the file, of the chunk that begins at the coordinates. */
  byte[] decode(int[] corner) {
    ByteBuffer raw = rawChunk(corner);
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    long checksums = filters.stream().filter(filter -> filter.getId() == FLETCHER32).count();
    int limit = chunkBytes + CHECKSUM_BYTES * (int) checksums;
    for (int i = filters.size() - 1; i >= 0; i--) {
      bytes =
          switch (filters.get(i).getId()) {
            case DEFLATE -> inflate(bytes, limit);
            case SHUFFLE -> ByteShuffle.undo(bytes, elementBytes);
            default -> Fletcher32.strip(bytes);
          };
    }
    if (bytes.length != chunkBytes) {
      throw new HdfException("a chunk has " + bytes.length + " bytes instead of " + chunkBytes);
    }
    return bytes;
  }

  private ByteBuffer rawChunk(int[] corner) {
    try {
      return dataset.getRawChunkBuffer(corner);
    } catch (HdfException e) {
      // jHDF drops the cause of a failed read.
      storage.rethrowFailure();
      throw e;
    }
  }

  private static byte[] inflate(byte[] compressed, int limit) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      byte[] bytes = new byte[limit];
      int length = inflater.inflate(bytes);
      if (!inflater.finished() && inflater.inflate(new byte[1]) != 0) {
        throw new HdfException("a chunk inflates to more than its declared " + limit + " bytes");
      }
      if (!inflater.finished()) {
        throw new HdfException("a compressed chunk is cut short");
      }
      return length == limit ? bytes : Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new HdfException("a compressed chunk is corrupt: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  /** Copies numbers out of a buffer, by their index in it, as 64-bit ones. */
  static void doubles(
      ByteBuffer source, int from, int elementBytes, double[] target, int at, int count) {
    if (elementBytes == Double.BYTES) {
      source
          .slice(from * Double.BYTES, count * Double.BYTES)
          .order(source.order())
          .asDoubleBuffer()
          .get(target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = source.getFloat((from + i) * Float.BYTES);
    }
  }
}
