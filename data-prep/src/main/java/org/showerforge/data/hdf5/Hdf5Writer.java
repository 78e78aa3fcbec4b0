package org.showerforge.data.hdf5;

import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes HDF5 from front to back, as Hadoop's file systems want it, in a bounded memory: the root
 * group holds one dataset of 32-bit floats per column, whose first axis counts events.
 *
 * <p>Datasets are cut into chunks of equally many events, uncompressed, the last one padded with
 * zeros. As the number of events is known beforehand, so is where every chunk will lie, and the
 * index of the chunks can be written before them. Chunks follow each other event block by event
 * block; so the body of a file is the bodies of its parts, one after the other, and {@link #header}
 * of all with those is the one file of all.
 *
 * <p>Version 2 superblock and object headers, version 1 B-trees (HDF5 File Format Specification
 * 3.0), which HDF5 1.8 and later read.
 */
public final class Hdf5Writer implements AutoCloseable {
  /** The most chunks of a dataset: what the one node of its index may have. */
  public static final int MAX_CHUNKS = 65_534;

  private static final long NOWHERE = -1;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int SUPERBLOCK_BYTES = 48;
  private static final int CHECKSUM_BYTES = 4;
  private static final int DATASPACE = 1;
  private static final int LINK_INFO = 2;
  private static final int DATATYPE = 3;
  private static final int FILL_VALUE = 5;
  private static final int LINK = 6;
  private static final int LAYOUT = 8;
  private static final int GROUP_INFO = 10;
  private static final int BTREE_SIZES = 19;

  /** Room for the messages of a dataset, or for one link with its name. */
  private static final int MESSAGE_BYTES = 1024;

  private final OutputStream out;
  private final List<Column> columns;
  private final int chunkEvents;
  private final long chunks;
  private long written;

  /**
   * A dataset.
   *
   * @param name its name in the root group
   * @param shape the lengths of an event's axes, e.g. {@code {3, 96}}; {@code {1}} for a number
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Column(String name, int... shape) {
    /** Numbers per event. */
    public int width() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
  }

  /**
   * Begins a file: writes all but the events.
   *
   * @param out takes the file; closed by {@link #close}
   * @param events how many will be written
   * @param chunkEvents events per chunk
   */
  public Hdf5Writer(OutputStream out, List<Column> columns, long events, int chunkEvents)
      throws IOException {
    this.out = out;
    this.columns = List.copyOf(columns);
    this.chunkEvents = chunkEvents;
    this.chunks = chunks(events, chunkEvents);
    out.write(header(columns, events, chunkEvents));
  }

  private static long chunks(long events, int chunkEvents) {
    if (events < 1 || chunkEvents < 1 || (events - 1) / chunkEvents >= MAX_CHUNKS) {
      throw new IllegalArgumentException(
          events + " events in chunks of " + chunkEvents + ": need 1 to " + MAX_CHUNKS + " chunks");
    }
    return 1 + (events - 1) / chunkEvents;
  }

  /**
   * Writes the next chunk of every column.
   *
   * @param values by column, then event after event; events beyond the file's last are ignored by
   *     readers
   */
  public void write(List<float[]> values) throws IOException {
    for (int k = 0; k < columns.size(); k++) {
      int size = chunkEvents * columns.get(k).width();
      byte[] chunk = new byte[size * Float.BYTES];
      little(chunk).asFloatBuffer().put(values.get(k), 0, size);
      out.write(chunk);
    }
    written++;
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    out.close();
    if (written != chunks) {
      throw new IllegalStateException("wrote " + written + " chunks of " + chunks);
    }
  }

  /** All of a file but its events' chunks. */
  public static byte[] header(List<Column> columns, long events, int chunkEvents) {
    int chunks = Math.toIntExact(chunks(events, chunkEvents));
    // Lengths do not depend on addresses, so a first pass without them tells where things lie.
    long[] trees = new long[columns.size()];
    byte[] extension = treeSizes(chunks);
    long[] places = new long[columns.size()];
    int root = SUPERBLOCK_BYTES + extension.length;
    int at = root + root(columns, places).length;
    for (int k = 0; k < columns.size(); k++) {
      places[k] = at;
      at += dataset(columns.get(k), events, chunkEvents, 0).length;
    }
    for (int k = 0; k < columns.size(); k++) {
      trees[k] = at;
      at += treeBytes(columns.get(k), chunks);
    }
    long blockBytes = 0;
    for (Column column : columns) {
      blockBytes += (long) chunkEvents * column.width() * Float.BYTES;
    }
    byte[] bytes = new byte[at];
    ByteBuffer header = little(bytes);
    header.put(superblock(root, at + chunks * blockBytes));
    header.put(extension);
    header.put(root(columns, places));
    for (int k = 0; k < columns.size(); k++) {
      header.put(dataset(columns.get(k), events, chunkEvents, trees[k]));
    }
    long first = at;
    for (Column column : columns) {
      tree(header, column, chunks, chunkEvents, first, blockBytes);
      first += (long) chunkEvents * column.width() * Float.BYTES;
    }
    return bytes;
  }

  private static byte[] superblock(long root, long end) {
    byte[] bytes = new byte[SUPERBLOCK_BYTES];
    ByteBuffer block = little(bytes);
    block.put(SIGNATURE).put((byte) 2).put((byte) Long.BYTES).put((byte) Long.BYTES).put((byte) 0);
    block.putLong(0).putLong(SUPERBLOCK_BYTES).putLong(end).putLong(root);
    return checked(bytes);
  }

  /** The superblock's extension: how many chunks a node of the index has room for. */
  private static byte[] treeSizes(int chunks) {
    return object(
        1,
        messages ->
            message(
                messages,
                BTREE_SIZES,
                data ->
                    data.put((byte) 0)
                        .putShort((short) capacity(chunks))
                        .putShort((short) 16)
                        .putShort((short) 4)));
  }

  /** Half of what a node has room for, as the format counts. */
  private static int capacity(int chunks) {
    return (chunks + 1) / 2;
  }

  private static byte[] root(List<Column> columns, long[] places) {
    return object(
        1 + columns.size(),
        messages -> {
          message(
              messages,
              LINK_INFO,
              data -> data.put((byte) 0).put((byte) 0).putLong(NOWHERE).putLong(NOWHERE));
          message(messages, GROUP_INFO, data -> data.put((byte) 0).put((byte) 0));
          for (int k = 0; k < columns.size(); k++) {
            byte[] name = columns.get(k).name().getBytes(StandardCharsets.US_ASCII);
            long place = places[k];
            message(
                messages,
                LINK,
                data ->
                    data.put((byte) 1)
                        .put((byte) 0)
                        .put((byte) name.length)
                        .put(name)
                        .putLong(place));
          }
        });
  }

  private static byte[] dataset(Column column, long events, int chunkEvents, long tree) {
    int rank = 1 + column.shape().length;
    return object(
        1,
        messages -> {
          message(
              messages,
              DATASPACE,
              data -> {
                data.put((byte) 2).put((byte) rank).put((byte) 0).put((byte) 1).putLong(events);
                Arrays.stream(column.shape()).forEach(data::putLong);
              });
          message(messages, DATATYPE, Hdf5Writer::floatType);
          message(messages, FILL_VALUE, data -> data.put((byte) 3).put((byte) 0x0b));
          message(
              messages,
              LAYOUT,
              data -> {
                data.put((byte) 3).put((byte) 2).put((byte) (rank + 1)).putLong(tree);
                data.putInt(chunkEvents);
                Arrays.stream(column.shape()).forEach(data::putInt);
                data.putInt(Float.BYTES);
              });
        });
  }

  /** IEEE 754, 32 bits, little-endian. */
  private static void floatType(ByteBuffer data) {
    data.put((byte) 0x11).put((byte) 0x20).put((byte) 0x1f).put((byte) 0).putInt(Float.BYTES);
    data.putShort((short) 0).putShort((short) Float.SIZE);
    data.put((byte) 23).put((byte) 8).put((byte) 0).put((byte) 23).putInt(127);
  }

  private static int keyBytes(Column column) {
    return Integer.BYTES + Integer.BYTES + Long.BYTES * (2 + column.shape().length);
  }

  private static int treeBytes(Column column, int chunks) {
    int room = 2 * capacity(chunks);
    return 8 + 2 * Long.BYTES + room * (keyBytes(column) + Long.BYTES) + keyBytes(column);
  }

  private static void tree(
      ByteBuffer header, Column column, int chunks, int chunkEvents, long first, long step) {
    int end = header.position() + treeBytes(column, chunks);
    header.put(new byte[] {'T', 'R', 'E', 'E', 1, 0}).putShort((short) chunks);
    header.putLong(NOWHERE).putLong(NOWHERE);
    int bytes = chunkEvents * column.width() * Float.BYTES;
    for (int chunk = 0; chunk <= chunks; chunk++) {
      header.putInt(chunk < chunks ? bytes : 0).putInt(0).putLong((long) chunk * chunkEvents);
      header.put(new byte[Long.BYTES * (1 + column.shape().length)]);
      if (chunk < chunks) {
        header.putLong(first + chunk * step);
      }
    }
    header.position(end);
  }

  /** An object header of some messages, for which there is so many times the usual room. */
  private static byte[] object(int rooms, Consumer<ByteBuffer> write) {
    ByteBuffer messages = little(new byte[rooms * MESSAGE_BYTES]);
    write.accept(messages);
    messages.flip();
    // Two bits of the flags say that the length of the messages takes four bytes.
    byte[] bytes = new byte[10 + messages.remaining() + CHECKSUM_BYTES];
    ByteBuffer object = little(bytes);
    object.put(new byte[] {'O', 'H', 'D', 'R', 2, 2}).putInt(messages.remaining()).put(messages);
    return checked(bytes);
  }

  private static void message(ByteBuffer messages, int type, Consumer<ByteBuffer> write) {
    int start = messages.position();
    messages.put((byte) type).putShort((short) 0).put((byte) 0);
    write.accept(messages);
    messages.putShort(start + 1, (short) (messages.position() - start - 4));
  }

  /** Ends a block with the checksum of what is before. */
  private static byte[] checked(byte[] block) {
    int length = block.length - CHECKSUM_BYTES;
    little(block).putInt(length, ChecksumUtils.checksum(ByteBuffer.wrap(block, 0, length)));
    return block;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
