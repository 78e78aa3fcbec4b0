package org.showerforge.jobs.source;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.GenerateJob;

/** Showers made inside a Spark job are those that generate writes. */
final class ShowerSourceTest {
  private static final int EVENTS = 3000;

  @TempDir private Path folder;

  private static DataFrameReader reader(JavaSparkContext sc) {
    return SparkSession.builder()
        .sparkContext(sc.sc())
        .getOrCreate()
        .read()
        .format("showerforge")
        .option("generator", Samples.generator().toString())
        .option("events", EVENTS)
        .option("seed", 9)
        .option("eventsPerFile", 1024)
        .option("conditions.energy.logUniform", "[1, 20]");
  }

  @Test
  void theShowersAreThoseOfGenerate() {
    GenerateConfig config =
        Samples.generate(
            folder.resolve("showers"),
            "events=" + EVENTS,
            "seed=9",
            "conditions.energy={logUniform: [1, 20]}");
    Samples.on("local[2]", sc -> GenerateJob.run(sc, config, Progress.NONE));
    Samples.on(
        "local[2]",
        sc -> {
          Dataset<Row> made = reader(sc).load();
          assertThat(made.rdd().getNumPartitions()).isEqualTo(3);
          Dataset<Row> written =
              made.sparkSession().read().parquet(folder.resolve("showers/events").toString());
          assertThat(made.count()).isEqualTo(EVENTS);
          assertThat(made.except(written).count()).isZero();
          assertThat(written.except(made).count()).isZero();
          Row row =
              made.where("event_id = 2999")
                  .select(expr("conditions[0]"), expr("size(response)"), expr("weight"))
                  .first();
          assertThat(row.getFloat(0)).isBetween(1f, 20f);
          assertThat(row.getInt(1)).isEqualTo(504);
          assertThat(row.getFloat(2)).isEqualTo(1);
          return row;
        });
  }

  @Test
  void aMistakeIsNamed() {
    for (List<String> option :
        List.of(
            List.of("events", "0", "events: must be >= 1, got 0"),
            List.of("conditions.energy", "{fixed: 50}", "conditions.energy"),
            List.of("generator", folder.toString(), "is not a generator"),
            List.of("number", "7", "number"))) {
      assertThatThrownBy(
              () ->
                  Samples.on(
                      "local[1]",
                      sc -> reader(sc).option(option.get(0), option.get(1)).load().count()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(option.get(2));
    }
  }
}
