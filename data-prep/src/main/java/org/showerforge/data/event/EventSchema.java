package org.showerforge.data.event;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of every data set of events, prepared or generated, and where its files lie.
 *
 * <table>
 * <caption>Columns; all required</caption>
 * <tr><td>{@code event_id}</td><td>int64</td><td>stable: the same event always has the same</td></tr>
 * <tr><td>{@code conditions}</td><td>list of float</td><td>in the detector's order and units</td></tr>
 * <tr><td>{@code response}</td><td>list of float</td><td>in the detector's order and units</td></tr>
 * <tr><td>{@code weight}</td><td>float</td><td>1 unless the data carry weights</td></tr>
 * </table>
 *
 * <p>The Parquet files lie under {@code events/}, apart from the card and the quarantine, because
 * Parquet readers take every file under the folder they are given for data. A prepared data set is
 * partitioned below it: {@code events/split=train}.
 */
public final class EventSchema {
  /** The event's number. */
  public static final String EVENT_ID = "event_id";

  /** What the event was given. */
  public static final String CONDITIONS = "conditions";

  /** What the detector answered. */
  public static final String RESPONSE = "response";

  /** The event's statistical weight. */
  public static final String WEIGHT = "weight";

  /** The partition column of prepared data sets. */
  public static final String SPLIT = "split";

  /** The folder of the Parquet files inside a data set. */
  public static final String EVENTS_FOLDER = "events";

  /** The ending of a Parquet file's name. */
  public static final String FILE_SUFFIX = ".parquet";

  /** Keys in a file's footer: how many conditions and response values each of its events has. */
  static final String CONDITION_WIDTH_KEY = "showerforge.conditions";

  static final String RESPONSE_WIDTH_KEY = "showerforge.response";

  private EventSchema() {}

  /**
   * The columns as Parquet has them, in the standard three-level lists, which Spark, DuckDB and
   * pyarrow all read as plain lists.
   *
   * @param carried the names of further columns, of doubles
   */
  static MessageType parquet(List<String> carried) {
    Types.GroupBuilder<MessageType> schema =
        Types.buildMessage()
            .required(INT64)
            .named(EVENT_ID)
            .requiredList()
            .requiredElement(FLOAT)
            .named(CONDITIONS)
            .requiredList()
            .requiredElement(FLOAT)
            .named(RESPONSE)
            .required(FLOAT)
            .named(WEIGHT);
    carried.forEach(name -> schema.required(DOUBLE).named(name));
    return schema.named("event");
  }

  /** The columns as Spark's own Parquet reader sees them, without the partition column. */
  public static StructType sparkType() {
    return new StructType()
        .add(EVENT_ID, DataTypes.LongType, false)
        .add(CONDITIONS, DataTypes.createArrayType(DataTypes.FloatType, false), false)
        .add(RESPONSE, DataTypes.createArrayType(DataTypes.FloatType, false), false)
        .add(WEIGHT, DataTypes.FloatType, false);
  }
}
