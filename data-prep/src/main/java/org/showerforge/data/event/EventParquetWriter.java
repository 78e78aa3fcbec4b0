package org.showerforge.data.event;

import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/**
 * Writes one Parquet file of events from float arrays, zstd-compressed.
 *
 * <p>The file is complete only after {@link #close()}; write it where no reader looks (see {@link
 * org.showerforge.data.output.StagedOutput}).
 */
public final class EventParquetWriter implements AutoCloseable {
  /** Small enough that three writers and a reader fit a modest executor; 16,000 CaloGAN events. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final int conditionWidth;
  private final int responseWidth;
  private final HashingOutputFile file;
  private final ParquetWriter<EventWriteSupport.Cursor> writer;
  private final EventWriteSupport.Cursor cursor = new EventWriteSupport.Cursor();
  private long events;

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
    if (conditionWidth < 1 || responseWidth < 1) {
      throw new IllegalArgumentException(
          "widths must be >= 1, got " + conditionWidth + " and " + responseWidth);
    }
    this.conditionWidth = conditionWidth;
    this.responseWidth = responseWidth;
    this.file = new HashingOutputFile(path.getFileSystem(conf), path);
    this.writer =
        new Builder(file, new EventWriteSupport(conditionWidth, responseWidth))
            .withConf(conf)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            // Energies hardly repeat: a dictionary would be built, found too large and thrown away.
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
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
    cursor.eventId = eventId;
    cursor.conditions = conditions;
    cursor.conditionOffset = conditionOffset;
    cursor.response = response;
    cursor.responseOffset = responseOffset;
    cursor.weight = weight;
    writer.write(cursor);
    events++;
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

  /** Events written so far. */
  public long events() {
    return events;
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** The SHA-256 of the whole file; asked once, after {@link #close()}. */
  public String sha256() {
    return file.sha256();
  }

  /** Parquet's builder, told which write support to use. */
  private static final class Builder
      extends ParquetWriter.Builder<EventWriteSupport.Cursor, Builder> {
    private final EventWriteSupport support;

    Builder(OutputFile file, EventWriteSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<EventWriteSupport.Cursor> getWriteSupport(Configuration conf) {
      return support;
    }
  }
}
