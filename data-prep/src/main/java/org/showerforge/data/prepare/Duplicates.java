package org.showerforge.data.prepare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import scala.Tuple2;

/**
 * Finds events that equal earlier ones, over all files, by their {@link Fingerprints}: these are
 * dealt to partitions by their bits, and each partition is sorted. Of equal events the first, by
 * file and by place in it, is kept.
 */
final class Duplicates {
  private static final int RECORDS_PER_PARTITION = 250_000;

  /** More than this are not an accident; their ids would not fit the driver. */
  private static final int MAX_DUPLICATES = 10_000_000;

  private Duplicates() {}

  /**
   * The ids of all events that equal an earlier one, sorted.
   *
   * @param files files of fingerprints, the earlier events first
   * @param events the events in them
   */
  static long[] find(JavaSparkContext sc, List<String> files, long events) {
    if (files.isEmpty()) {
      return new long[0];
    }
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    int partitions = (int) Math.min(Integer.MAX_VALUE, events / RECORDS_PER_PARTITION + 1);
    List<Integer> numbers = IntStream.range(0, files.size()).boxed().toList();
    List<long[]> found =
        sc.parallelize(numbers, Math.min(files.size(), 1000))
            .flatMapToPair(n -> deal(conf, files.get(n), n, partitions).iterator())
            .partitionBy(new HashPartitioner(partitions))
            .mapPartitions(
                dealt -> {
                  List<long[]> blocks = new ArrayList<>();
                  dealt.forEachRemaining(block -> blocks.add(block._2()));
                  return List.of(later(blocks)).iterator();
                })
            .collect();
    long[] ids = found.stream().flatMapToLong(Arrays::stream).toArray();
    if (ids.length > MAX_DUPLICATES) {
      throw new UserException(
          "%d events equal earlier ones, at most %d are sorted out; are the files copies of each"
              + " other? (rules.rejectDuplicates: false keeps them)",
          ids.length, MAX_DUPLICATES);
    }
    Arrays.sort(ids);
    return ids;
  }

  /**
   * A file's records by partition: for each an array of the file's number and then high, low and id
   * of every record.
   */
  private static List<Tuple2<Integer, long[]>> deal(
      SerializableConfiguration conf, String file, int number, int partitions)
      throws java.io.IOException {
    List<Block> blocks = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      blocks.add(new Block(number));
    }
    Fingerprints.read(
        conf.value(),
        new Path(file),
        (high, low, id) ->
            blocks.get((int) Long.remainderUnsigned(high, partitions)).add(high, low, id));
    List<Tuple2<Integer, long[]>> dealt = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      if (blocks.get(p).length > 1) {
        dealt.add(new Tuple2<>(p, blocks.get(p).values()));
      }
    }
    return dealt;
  }

  /** A growing array. */
  private static final class Block {
    private long[] values = new long[64];
    private int length;

    Block(long number) {
      values[length++] = number;
    }

    void add(long high, long low, long id) {
      if (length + 3 > values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      values[length++] = high;
      values[length++] = low;
      values[length++] = id;
    }

    long[] values() {
      return Arrays.copyOf(values, length);
    }
  }

  /** An event's fingerprint, id and place. */
  private record Entry(long high, long low, long id, long file, int place) {
    static final Comparator<Entry> ORDER =
        Comparator.comparingLong(Entry::high)
            .thenComparingLong(Entry::low)
            .thenComparingLong(Entry::file)
            .thenComparingInt(Entry::place);

    /** Adds those of a block whose first 64 bits are among the suspects. */
    static void add(long[] block, long[] suspects, List<Entry> entries) {
      for (int i = 1; i < block.length; i += 3) {
        if (Arrays.binarySearch(suspects, block[i]) >= 0) {
          entries.add(new Entry(block[i], block[i + 1], block[i + 2], block[0], i));
        }
      }
    }
  }

  /** The ids of a partition's events that equal an earlier one. */
  private static long[] later(List<long[]> blocks) {
    long[] suspects = repeated(blocks);
    if (suspects.length == 0) {
      return suspects;
    }
    List<Entry> entries = new ArrayList<>();
    blocks.forEach(block -> Entry.add(block, suspects, entries));
    entries.sort(Entry.ORDER);
    return IntStream.range(1, entries.size())
        .filter(
            i ->
                entries.get(i).high == entries.get(i - 1).high
                    && entries.get(i).low == entries.get(i - 1).low)
        .mapToLong(i -> entries.get(i).id)
        .toArray();
  }

  /**
   * First 64 bits that more than one record has, sorted. Most often there are none; plain numbers
   * are sorted several times as fast as records.
   */
  private static long[] repeated(List<long[]> blocks) {
    long[] highs = new long[blocks.stream().mapToInt(block -> block.length / 3).sum()];
    int count = 0;
    for (long[] block : blocks) {
      for (int i = 1; i < block.length; i += 3) {
        highs[count++] = block[i];
      }
    }
    Arrays.sort(highs);
    return IntStream.range(1, count)
        .filter(i -> highs[i] == highs[i - 1])
        .mapToLong(i -> highs[i])
        .distinct()
        .toArray();
  }
}
