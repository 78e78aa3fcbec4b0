package org.showerforge.data.hdf5;

import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.nio.FileChannelFromSeekableByteChannel;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What jHDF reads a file through, in place of its own storage, which allocates whatever length a
 * file declares before it reads, maps files into memory (a file cut short meanwhile then ends the
 * process), and misreads channels that return less than was asked.
 *
 * <p>Here every read is checked against the file's size before anything is allocated; counts in
 * index headers, by which jHDF sizes its lists, are checked against the file's size too; and all
 * reads of structure together are limited, so that links that run in circles come to an end.
 */
final class BoundedStorage implements HdfBackingStorage {
  /**
   * Reads of structure may total this and so many times the file, before it is taken for a loop.
   */
  private static final long STRUCTURE_BYTES = 256L << 20;

  private static final int STRUCTURE_TIMES_SIZE = 8;

  /** Counted on top of each read's length, so that tiny reads cannot go on for ever either. */
  private static final int READ_COST_BYTES = 512;

  private final SeekableByteChannel channel;
  private final Superblock superblock;
  private final long size;
  private long structureBudget;
  private @Nullable IOException failure;

  BoundedStorage(SeekableByteChannel channel, Superblock superblock) throws IOException {
    this.channel = channel;
    this.superblock = superblock;
    this.size = channel.size();
    this.structureBudget = STRUCTURE_BYTES + STRUCTURE_TIMES_SIZE * size;
  }

  /** Whether {@code length} bytes from an HDF5 address on lie in the file. */
  boolean holds(long address, long length) {
    long base = superblock.getBaseAddressByte();
    return address >= 0 && length >= 0 && length <= size - base && address <= size - base - length;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    structureBudget -= length + READ_COST_BYTES;
    if (structureBudget < 0) {
      throw new HdfException("its structure runs in circles");
    }
    ByteBuffer buffer = map(address, length);
    checkCounts(buffer);
    return buffer;
  }

  @Override
  public ByteBuffer map(long address, long length) {
    if (!holds(address, length) || length > Integer.MAX_VALUE) {
      throw new HdfException(
          "points to bytes " + address + " + " + length + ", beyond its own end at " + size);
    }
    return read(address + superblock.getBaseAddressByte(), (int) length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address - superblock.getBaseAddressByte(), length);
  }

  private ByteBuffer read(long position, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      Channels.readFully(channel, position, buffer);
    } catch (IOException e) {
      failure = e;
      throw new UncheckedIOException(e);
    }
    return buffer.flip();
  }

  /** Throws the I/O error that jHDF has swallowed, if there was one: the file may be sound. */
  void rethrowFailure() {
    if (failure != null) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The headers whose counts jHDF trusts: fixed and extensible arrays, version 2 B-trees. */
  private void checkCounts(ByteBuffer header) {
    if (header.remaining() < 16) {
      return;
    }
    byte[] signature = new byte[4];
    header.get(0, signature);
    int lengths = getSizeOfLengths();
    switch (new String(signature, StandardCharsets.ISO_8859_1)) {
      case "FAHD" -> checkCount(header, 8, lengths);
      case "EAHD" -> {
        for (int i = 0; i < 6; i++) {
          checkCount(header, 12 + i * lengths, lengths);
        }
      }
      case "BTHD" -> checkCount(header, 16 + getSizeOfOffsets() + 2, lengths);
      default -> {
        // Any other structure is as long as the bytes that were just read.
      }
    }
  }

  private void checkCount(ByteBuffer header, int at, int width) {
    long count = 0;
    for (int i = Math.min(width, 8) - 1; i >= 0; i--) {
      count = count << 8 | (header.get(at + i) & 0xff);
    }
    if (count < 0 || count > size) {
      throw new HdfException("an index declares " + count + " entries in " + size + " bytes");
    }
  }

  @Override
  public long getUserBlockSize() {
    return superblock.getBaseAddressByte();
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    return new FileChannelFromSeekableByteChannel(channel);
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean inMemory() {
    return false;
  }
}
