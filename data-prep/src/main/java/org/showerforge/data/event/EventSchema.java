package org.showerforge.data.event;

import java.util.Set;
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
 * <p>{@link EventLayout#SPARSE} files have two columns in place of the response.
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

  /** In place of the response where a file is {@link EventLayout#SPARSE}: which cells are not 0. */
  public static final String CELLS = "cells";

  /** And what they hold. */
  public static final String ENERGIES = "energies";

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

  private static final Set<String> OWN =
      Set.of(EVENT_ID, CONDITIONS, RESPONSE, CELLS, ENERGIES, WEIGHT);

  private EventSchema() {}

  /** Whether a column of that name is one of ours, in either layout. */
  public static boolean isOwn(String name) {
    return OWN.contains(name);
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
