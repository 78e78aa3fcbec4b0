package org.showerforge.jobs.source;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.showerforge.data.event.EventSchema;

/**
 * The data source {@code showerforge}: showers inside somebody's own Spark job.
 *
 * <pre>{@code
 * spark.read().format("showerforge")
 *     .option("generator", "generator").option("events", 1000000)
 *     .option("conditions.energy.uniform", "[1, 20]")
 *     .load()
 * }</pre>
 *
 * <p>The options are the keys of {@code generate.yaml} but {@code output}; {@code eventsPerFile}
 * says how many events a partition has. The rows are those of {@link EventSchema#sparkType}, in the
 * units of the generator's detector, and the same as those that {@code showerforge generate} would
 * write.
 */
public final class ShowerSource implements TableProvider, DataSourceRegister {
  @Override
  public String shortName() {
    return "showerforge";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return EventSchema.sparkType();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new ShowerTable("showers of " + properties.get("generator"));
  }
}
