package org.showerforge.data.event;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * The levels of a column's page, which say where its lists begin: repetition 0 begins a list and 1
 * goes on with it; definition 1 is a value, 0 a list without any.
 */
sealed interface Levels {
  /** How many levels of either kind the page has: one per value and per list without any. */
  int count(int events);

  /** The levels as the page has them. */
  byte[] encode(int events) throws IOException;

  /** Begins the next page. */
  default void clear() {}

  /** A column of one number per event has no levels. */
  record Numbers() implements Levels {
    @Override
    public int count(int events) {
      return events;
    }

    @Override
    public byte[] encode(int events) {
      return new byte[0];
    }
  }

  /** Of lists that are all equally long every page of as many events is the same: encoded once. */
  final class EqualLists implements Levels {
    private final int width;
    private byte[] encoded = {};
    private int encodedEvents = -1;

    EqualLists(int width) {
      this.width = width;
    }

    @Override
    public int count(int events) {
      return events * width;
    }

    @Override
    public byte[] encode(int events) throws IOException {
      if (events != encodedEvents) {
        int[] repetition = new int[events * width];
        Arrays.fill(repetition, 1);
        for (int i = 0; i < events; i++) {
          repetition[i * width] = 0;
        }
        int[] definition = new int[events * width];
        Arrays.fill(definition, 1);
        encoded = Levels.encode(repetition, definition, repetition.length);
        encodedEvents = events;
      }
      return encoded;
    }
  }

  /** Lists of any length. */
  final class UnequalLists implements Levels {
    private final int[] repetition;
    private final int[] definition;
    private int count;

    /** Of a page with at most so many levels. */
    UnequalLists(int most) {
      this.repetition = new int[most];
      this.definition = new int[most];
    }

    /** Notes the page's next list. */
    void add(int length) {
      int end = count + Math.max(1, length);
      Arrays.fill(repetition, count, end, 1);
      Arrays.fill(definition, count, end, length == 0 ? 0 : 1);
      repetition[count] = 0;
      count = end;
    }

    @Override
    public int count(int events) {
      return count;
    }

    @Override
    public byte[] encode(int events) throws IOException {
      return Levels.encode(repetition, definition, count);
    }

    @Override
    public void clear() {
      count = 0;
    }
  }

  private static byte[] encode(int[] repetition, int[] definition, int count) throws IOException {
    return BytesInput.concat(encode(repetition, count), encode(definition, count)).toByteArray();
  }

  private static BytesInput encode(int[] bits, int count) throws IOException {
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            1, 1024, Math.max(1024, count), HeapByteBufferAllocator.getInstance());
    for (int i = 0; i < count; i++) {
      encoder.writeInt(bits[i]);
    }
    BytesInput bytes = BytesInput.copy(encoder.toBytes());
    return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(bytes.size())), bytes);
  }
}
