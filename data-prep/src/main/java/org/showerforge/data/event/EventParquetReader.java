package org.showerforge.data.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * Reads one Parquet file of events into batches of bounded size, column by column: no object is
 * made per event. A batch never spans two row groups.
 */
public final class EventParquetReader implements Iterator<EventBatch>, AutoCloseable {
  private final Path path;
  private final int maxEvents;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final String createdBy;
  private final int conditionWidth;
  private final int responseWidth;
  private long rowsLeft;
  private @Nullable RowGroup group;

  /**
   * Opens a file.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param path a file written by {@link EventParquetWriter}
   * @param maxEvents the most events that a batch holds
   */
  public EventParquetReader(Configuration conf, Path path, int maxEvents) throws IOException {
    if (maxEvents < 1) {
      throw new IllegalArgumentException("maxEvents must be >= 1, got " + maxEvents);
    }
    this.path = path;
    this.maxEvents = maxEvents;
    this.reader = open(conf, path);
    FileMetaData footer = reader.getFooter().getFileMetaData();
    this.createdBy = footer.getCreatedBy();
    this.rowsLeft = reader.getRecordCount();
    try {
      this.schema = schema(footer.getSchema().getFields());
      this.conditionWidth = width(footer.getKeyValueMetaData(), EventSchema.CONDITION_WIDTH_KEY);
      this.responseWidth = width(footer.getKeyValueMetaData(), EventSchema.RESPONSE_WIDTH_KEY);
    } catch (UserException e) {
      reader.close();
      throw e;
    }
    reader.setRequestedSchema(schema);
  }

  private static ParquetFileReader open(Configuration conf, Path path) throws IOException {
    try {
      return ParquetFileReader.open(
          HadoopInputFile.fromPath(path, conf),
          HadoopReadOptions.builder(conf).usePageChecksumVerification(true).build());
    } catch (RuntimeException e) {
      // Parquet says "is not a Parquet file" by a bare RuntimeException.
      throw new UserException("%s: cannot be read as Parquet: %s", path, e.getMessage());
    }
  }

  /** That of the layout. Carried columns may follow, which are not for us. */
  private MessageType schema(List<Type> fields) {
    for (EventLayout layout : EventLayout.values()) {
      MessageType own = layout.schema(List.of());
      int count = own.getFieldCount();
      if (fields.size() >= count && fields.subList(0, count).equals(own.getFields())) {
        return own;
      }
    }
    throw new UserException(
        "%s: is not a file of events: its columns are not %s, %s, %s (or %s, %s), %s as ShowerForge"
            + " writes them",
        path,
        EventSchema.EVENT_ID,
        EventSchema.CONDITIONS,
        EventSchema.RESPONSE,
        EventSchema.CELLS,
        EventSchema.ENERGIES,
        EventSchema.WEIGHT);
  }

  private int width(Map<String, String> metaData, String key) {
    String value = metaData.getOrDefault(key, "");
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new UserException("%s: its footer lacks a valid %s: '%s'", path, key, value);
    }
    return Integer.parseInt(value);
  }

  /** Conditions per event. */
  public int conditionWidth() {
    return conditionWidth;
  }

  /** Response values per event. */
  public int responseWidth() {
    return responseWidth;
  }

  /** Events in the whole file. */
  public long events() {
    return reader.getRecordCount();
  }

  @Override
  public boolean hasNext() {
    return rowsLeft > 0;
  }

  @Override
  public EventBatch next() {
    if (rowsLeft <= 0) {
      throw new NoSuchElementException();
    }
    try {
      RowGroup current = group;
      if (current == null || current.rowsLeft == 0) {
        current = open(reader.readNextRowGroup());
        group = current;
      }
      EventBatch batch = current.read((int) Math.min(maxEvents, current.rowsLeft));
      rowsLeft -= batch.size();
      return batch;
    } catch (ParquetDecodingException e) {
      throw new UserException(
          "%s: is damaged (%s); copy it again, or make its data set again", path, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private RowGroup open(@Nullable PageReadStore pages) {
    if (pages == null) {
      throw new IllegalStateException(path + ": fewer row groups than its footer counts");
    }
    return new RowGroup(
        new ColumnReadStoreImpl(pages, new NoConverter(schema), schema, createdBy),
        pages.getRowCount());
  }

  /** The columns of a row group, each at the same row. */
  private final class RowGroup {
    private final ColumnReader eventIds;
    private final ColumnReader conditions;
    private final List<ColumnReader> response;
    private final ColumnReader weights;
    private long rowsLeft;

    RowGroup(ColumnReadStoreImpl store, long rows) {
      List<ColumnReader> columns =
          schema.getColumns().stream().map(store::getColumnReader).toList();
      int last = columns.size() - 1;
      this.eventIds = columns.get(0);
      this.conditions = columns.get(1);
      this.response = columns.subList(2, last);
      this.weights = columns.get(last);
      this.rowsLeft = rows;
    }

    EventBatch read(int size) {
      long[] ids = new long[size];
      float[] weightValues = new float[size];
      for (int i = 0; i < size; i++) {
        ids[i] = eventIds.getLong();
        eventIds.consume();
        weightValues[i] = weights.getFloat();
        weights.consume();
      }
      float[] conditionValues = lists(conditions, size, conditionWidth);
      float[] responseValues =
          response.size() == 1
              ? lists(response.get(0), size, responseWidth)
              : sparse(response.get(0), response.get(1), size);
      rowsLeft -= size;
      return new EventBatch(ids, conditionValues, responseValues, weightValues);
    }

    private float[] lists(ColumnReader column, int size, int width) {
      float[] values = new float[Math.multiplyExact(size, width)];
      int next = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < width; j++) {
          // Repetition level 0 begins a list: so a list of another length is never read askew.
          if ((column.getCurrentRepetitionLevel() == 0) != (j == 0)
              || column.getCurrentDefinitionLevel() == 0) {
            throw new UserException(
                "%s: a list is not %d long as its footer says; the file is damaged", path, width);
          }
          values[next++] = column.getFloat();
          column.consume();
        }
      }
      return values;
    }

    private float[] sparse(ColumnReader cells, ColumnReader energies, int size) {
      float[] values = new float[Math.multiplyExact(size, responseWidth)];
      for (int i = 0; i < size; i++) {
        boolean begins = true;
        int previous = -1;
        do {
          boolean given = cells.getCurrentDefinitionLevel() > 0;
          if ((cells.getCurrentRepetitionLevel() == 0) != begins
              || energies.getCurrentRepetitionLevel() != cells.getCurrentRepetitionLevel()
              || energies.getCurrentDefinitionLevel() != cells.getCurrentDefinitionLevel()) {
            throw new UserException(
                "%s: its lists of cells and energies do not match; the file is damaged", path);
          }
          if (given) {
            int cell = cells.getInteger();
            if (cell <= previous || cell >= responseWidth) {
              throw new UserException(
                  "%s: cell %d after %d of %d; the file is damaged",
                  path, cell, previous, responseWidth);
            }
            values[i * responseWidth + cell] = energies.getFloat();
            previous = cell;
          }
          cells.consume();
          energies.consume();
          begins = false;
        } while (cells.getCurrentRepetitionLevel() > 0);
      }
      return values;
    }
  }
}
