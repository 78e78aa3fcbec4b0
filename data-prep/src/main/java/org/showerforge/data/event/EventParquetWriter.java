package org.showerforge.data.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one Parquet file of events from float arrays: plain values, zstd-compressed, with a
 * checksum for every page.
 *
 * <p>The file is complete only after {@link #close()}; write it where no reader looks (see {@link
 * org.showerforge.data.output.StagedOutput}). The level of compression is 1 unless Parquet's own
 * key says otherwise, {@code parquet.compression.codec.zstd.level}. The same events give the same
 * bytes.
 */
public final class EventParquetWriter implements AutoCloseable {
  /** Small enough that three writers and a reader fit a modest executor; 16,000 CaloGAN events. */
  private static final int ROW_GROUP_BYTES = 32 << 20;

  private static final int PAGE_BYTES = 1 << 20;
  private static final int MAX_PAGE_EVENTS = 20_000;
  private static final String ZSTD_LEVEL_KEY = "parquet.compression.codec.zstd.level";

  /** Parquet's own default, 3, takes 1.7 times as long and made CaloGAN's files 1 % larger. */
  private static final String ZSTD_LEVEL = "1";

  private static final CompressionCodecName CODEC = CompressionCodecName.ZSTD;

  private final int conditionWidth;
  private final int responseWidth;
  private final int pageEvents;
  private final int groupEvents;
  private final HashingOutputFile output;
  private final CodecFactory codecs;
  private final BytesInputCompressor compressor;
  private final ParquetFileWriter file;
  private final ColumnPages eventIds;
  private final ColumnPages conditionColumn;
  private final ResponsePages responses;
  private final ColumnPages weights;
  private final List<ColumnPages> carriedColumns = new ArrayList<>();
  private final List<ColumnPages> all = new ArrayList<>();
  private int eventsInPage;
  private int eventsInGroup;
  private long events;
  private boolean open = true;

  /**
   * Creates a new file.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param path the file; it must not exist
   * @param conditionWidth conditions per event, at least 1
   * @param responseWidth response values per event, at least 1
   */
  public EventParquetWriter(Configuration conf, Path path, int conditionWidth, int responseWidth)
      throws IOException {
    this(conf, path, conditionWidth, responseWidth, EventLayout.DENSE, List.of());
  }

  /**
   * Creates a new file with further columns.
   *
   * @param layout how the file holds responses
   * @param carried the names of columns of numbers beside the events' own, one number per event
   */
  public EventParquetWriter(
      Configuration conf,
      Path path,
      int conditionWidth,
      int responseWidth,
      EventLayout layout,
      List<String> carried)
      throws IOException {
    if (conditionWidth < 1 || responseWidth < 1) {
      throw new IllegalArgumentException(
          "widths must be >= 1, got " + conditionWidth + " and " + responseWidth);
    }
    this.conditionWidth = conditionWidth;
    this.responseWidth = responseWidth;
    int bytesPerEvent = Math.multiplyExact(Math.max(conditionWidth, responseWidth), Float.BYTES);
    this.pageEvents = Math.min(Math.max(1, PAGE_BYTES / bytesPerEvent), MAX_PAGE_EVENTS);
    this.groupEvents = Math.max(pageEvents, ROW_GROUP_BYTES / bytesPerEvent);
    MessageType schema = layout.schema(carried);
    Iterator<ColumnDescriptor> columns = schema.getColumns().iterator();
    this.eventIds = numbers(columns.next());
    this.conditionColumn = lists(columns.next(), conditionWidth);
    all.add(eventIds);
    all.add(conditionColumn);
    if (layout == EventLayout.DENSE) {
      ColumnPages values = lists(columns.next(), responseWidth);
      this.responses = new ResponsePages.Dense(values, responseWidth);
      all.add(values);
    } else {
      ResponsePages.Sparse sparse =
          new ResponsePages.Sparse(columns.next(), columns.next(), responseWidth, pageEvents);
      this.responses = sparse;
      all.addAll(sparse.columns());
    }
    this.weights = numbers(columns.next());
    all.add(weights);
    columns.forEachRemaining(column -> carriedColumns.add(numbers(column)));
    all.addAll(carriedColumns);
    Configuration codecConf = new Configuration(conf);
    codecConf.setIfUnset(ZSTD_LEVEL_KEY, ZSTD_LEVEL);
    this.codecs = new CodecFactory(codecConf, PAGE_BYTES);
    this.compressor = codecs.getCompressor(CODEC);
    this.output = new HashingOutputFile(path.getFileSystem(conf), path);
    this.file =
        new ParquetFileWriter(
            output,
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    file.start();
  }

  private ColumnPages numbers(ColumnDescriptor column) {
    return new ColumnPages(column, new Levels.Numbers(), pageEvents);
  }

  private ColumnPages lists(ColumnDescriptor column, int width) {
    return new ColumnPages(
        column, new Levels.EqualLists(width), Math.multiplyExact(pageEvents, width));
  }

  /** Appends one event, read from the arrays at the offsets. */
  public void write(
      long eventId,
      float[] conditions,
      int conditionOffset,
      float[] response,
      int responseOffset,
      float weight)
      throws IOException {
    Objects.checkFromIndexSize(conditionOffset, conditionWidth, conditions.length);
    Objects.checkFromIndexSize(responseOffset, responseWidth, response.length);
    eventIds.add(eventId);
    conditionColumn.add(conditions, conditionOffset, conditionWidth);
    responses.add(response, responseOffset, 1);
    weights.add(weight);
    wrote(1);
  }

  /**
   * Appends successive events of weight 1.
   *
   * @param firstEventId the first one's; each other's is one more than that before it
   * @param count how many, from the beginning of the arrays
   * @param carried the numbers of each carried column
   */
  public void write(
      long firstEventId, int count, float[] conditions, float[] response, List<double[]> carried)
      throws IOException {
    Objects.checkFromIndexSize(0, Math.multiplyExact(count, conditionWidth), conditions.length);
    Objects.checkFromIndexSize(0, Math.multiplyExact(count, responseWidth), response.length);
    if (carried.size() != carriedColumns.size()) {
      throw new IllegalArgumentException(
          carried.size() + " carried columns, the file has " + carriedColumns.size());
    }
    int done = 0;
    while (done < count) {
      int room = Math.min(count - done, pageEvents - eventsInPage);
      for (int i = done; i < done + room; i++) {
        eventIds.add(firstEventId + i);
        weights.add(1f);
        for (int k = 0; k < carried.size(); k++) {
          carriedColumns.get(k).add(carried.get(k)[i]);
        }
      }
      conditionColumn.add(conditions, done * conditionWidth, room * conditionWidth);
      responses.add(response, done * responseWidth, room);
      wrote(room);
      done += room;
    }
  }

  private void wrote(int count) throws IOException {
    events += count;
    eventsInPage += count;
    if (eventsInPage == pageEvents) {
      sealPage();
      if (eventsInGroup + pageEvents > groupEvents) {
        flushGroup();
      }
    }
  }

  /** Appends all events of a batch. */
  public void write(EventBatch batch) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      write(
          batch.eventIds()[i],
          batch.conditions(),
          i * conditionWidth,
          batch.response(),
          i * responseWidth,
          batch.weights()[i]);
    }
  }

  private void sealPage() throws IOException {
    if (eventsInPage == 0) {
      return;
    }
    for (ColumnPages column : all) {
      column.seal(eventsInPage, compressor);
    }
    eventsInGroup += eventsInPage;
    eventsInPage = 0;
  }

  private void flushGroup() throws IOException {
    if (eventsInGroup == 0) {
      return;
    }
    file.startBlock(eventsInGroup);
    for (ColumnPages column : all) {
      column.flush(file, CODEC);
    }
    file.endBlock();
    eventsInGroup = 0;
  }

  /** Events written so far. */
  public long events() {
    return events;
  }

  /** Bytes written so far, without the row group that is being filled. */
  public long bytes() throws IOException {
    return file.getPos();
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    if (!open) {
      return;
    }
    open = false;
    try (output) {
      sealPage();
      flushGroup();
      // Sorted: Map.of has another order in every JVM, and the footer would have it too.
      output.holdFooter();
      file.end(
          new TreeMap<>(
              Map.of(
                  EventSchema.CONDITION_WIDTH_KEY, Integer.toString(conditionWidth),
                  EventSchema.RESPONSE_WIDTH_KEY, Integer.toString(responseWidth))));
    } finally {
      codecs.release();
    }
  }

  /** The SHA-256 of the whole file; asked once, after {@link #close()}. */
  public String sha256() {
    return output.sha256();
  }
}
