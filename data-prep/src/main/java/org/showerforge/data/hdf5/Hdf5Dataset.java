package org.showerforge.data.hdf5;

import io.jhdf.Constants;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;

/**
 * A dataset of floating-point numbers whose first dimension counts events, read in ranges of
 * events.
 *
 * <p>Contiguous data are read in pieces of a few megabytes. Of chunked data one row of chunks (all
 * those that hold the same events) is decoded at a time and kept for the next range.
 */
public final class Hdf5Dataset {
  private static final int PIECE_BYTES = 4 << 20;

  private final Path path;
  private final String name;
  private final BoundedStorage storage;
  private final long[] shape;
  private final int elementBytes;
  private final ByteOrder order;
  private final Rows rows;

  /** Checks all that can be checked without reading data: the type now, the rest when asked. */
  Hdf5Dataset(Path path, String name, BoundedStorage storage, Dataset dataset) {
    this.path = path;
    this.name = name;
    this.storage = storage;
    this.shape = dataset.getDimensionsAsLong();
    if (!(dataset.getDataType() instanceof FloatingPoint type) || !isIeee(type)) {
      throw new UserException(
          "%s: dataset '%s' must hold 32- or 64-bit floating-point numbers, not %s",
          path, name, describe(dataset));
    }
    if (shape.length == 0 || Arrays.stream(shape).anyMatch(n -> n < 0 || n > Integer.MAX_VALUE)) {
      throw new UserException(
          "%s: dataset '%s' has the impossible shape %s; each axis must have 0..%d entries",
          path, name, Arrays.toString(shape), Integer.MAX_VALUE);
    }
    this.elementBytes = type.getSize();
    this.order = type.getByteOrder();
    this.rows = rows(dataset);
  }

  /** Lengths of the axes; the first counts events. */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * Reads the rows [from, to), each flattened in C order.
   *
   * @param values receives them one after the other
   */
  public void read(long from, long to, double[] values) {
    if (from < 0 || to > shape[0] || from > to) {
      throw new IllegalArgumentException(from + ".." + to + " of " + shape[0] + " events");
    }
    Hdf5File.guard(
        path,
        "dataset '" + name + "', events " + from + ".." + (to - 1),
        () -> {
          rows.read(from, to, values);
          return true;
        });
  }

  private Rows rows(Dataset dataset) {
    long rowLength = 1;
    for (int i = 1; i < shape.length; i++) {
      rowLength = Math.multiplyExact(rowLength, shape[i]);
    }
    long bytes = Math.multiplyExact(Math.multiplyExact(shape[0], rowLength), (long) elementBytes);
    if (bytes == 0) {
      return (from, to, values) -> {};
    }
    if (Math.multiplyExact(rowLength, elementBytes) > ChunkDecoder.MAX_BYTES) {
      throw new UserException(
          "%s: dataset '%s' has %d numbers per event, more than fit in %d MiB",
          path, name, rowLength, ChunkDecoder.MAX_BYTES >> 20);
    }
    if (dataset instanceof ContiguousDataset contiguous) {
      return contiguous(contiguous.getDataAddress(), (int) rowLength, bytes);
    }
    if (dataset instanceof ChunkedDataset chunked) {
      return new ChunkRows(chunked, decoder(chunked), (int) rowLength, elementBytes, order);
    }
    throw new UserException(
        "%s: dataset '%s' is stored inside its header (compact); repack the file (h5repack -l"
            + " CONTI)",
        path, name);
  }

  private Rows contiguous(long address, int rowLength, long bytes) {
    if (address == Constants.UNDEFINED_ADDRESS) {
      throw new UserException("%s: dataset '%s' was declared but never written", path, name);
    }
    if (!storage.holds(address, bytes)) {
      throw new UserException(
          "%s: dataset '%s' declares %s values, which the file is too short to hold",
          path, name, Arrays.toString(shape));
    }
    long rowBytes = (long) rowLength * elementBytes;
    int rowsPerPiece = (int) Math.max(1, PIECE_BYTES / rowBytes);
    return (from, to, values) -> {
      for (long row = from; row < to; row += rowsPerPiece) {
        int n = (int) Math.min(rowsPerPiece, to - row);
        ByteBuffer piece = storage.map(address + row * rowBytes, n * rowBytes).order(order);
        int at = (int) (row - from) * rowLength;
        ChunkDecoder.doubles(piece, 0, elementBytes, values, at, n * rowLength);
      }
    };
  }

  private ChunkDecoder decoder(ChunkedDataset chunked) {
    int[] chunk = chunked.getChunkDimensions();
    if (chunk.length != shape.length || Arrays.stream(chunk).anyMatch(n -> n < 1)) {
      throw new UserException(
          "%s: dataset '%s' of shape %s has the impossible chunk shape %s",
          path, name, Arrays.toString(shape), Arrays.toString(chunk));
    }
    double chunks = 1;
    for (int i = 0; i < chunk.length; i++) {
      chunks *= (shape[i] - 1) / chunk[i] + 1;
    }
    // The index alone needs an address of a few bytes for each chunk.
    if (chunks > storage.size()) {
      throw new UserException(
          "%s: dataset '%s' declares %s values, which the file is too short to hold",
          path, name, Arrays.toString(shape));
    }
    return new ChunkDecoder(path + ": dataset '" + name + "'", storage, chunked, elementBytes);
  }

  private static boolean isIeee(FloatingPoint type) {
    FloatingPoint ieee = type.getSize() == 4 ? FloatingPoint.FLOAT : FloatingPoint.DOUBLE;
    return type.getSize() == ieee.getSize()
        && type.getBitOffset() == 0
        && type.getBitPrecision() == ieee.getBitPrecision()
        && type.getSignLocation() == ieee.getSignLocation()
        && type.getExponentLocation() == ieee.getExponentLocation()
        && type.getExponentSize() == ieee.getExponentSize()
        && type.getExponentBias() == ieee.getExponentBias()
        && type.getMantissaLocation() == ieee.getMantissaLocation()
        && type.getMantissaSize() == ieee.getMantissaSize()
        && type.getMantissaNormalization() == ieee.getMantissaNormalization();
  }

  private static String describe(Dataset dataset) {
    String kind = dataset.getDataType().getClass().getSimpleName();
    return kind + " of " + dataset.getDataType().getSize() + " bytes";
  }

  /** A way to read rows. */
  interface Rows {
    void read(long from, long to, double[] values);
  }
}
