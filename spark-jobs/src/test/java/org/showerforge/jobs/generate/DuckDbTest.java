package org.showerforge.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/** DuckDB, a reader that shares no code with ours or Spark's, sees what was written. */
final class DuckDbTest {
  private static final int EVENTS = 2 * ShowerSampler.BLOCK + 77;

  @TempDir private Path folder;

  @Test
  void showersAreReadAsPlainLists() throws SQLException {
    GenerateConfig config =
        Samples.generate(
            folder.resolve("showers"),
            "events=" + EVENTS,
            "eventsPerFile=1024",
            "mantissaBits=12",
            "conditions.energy={grid: [2, 5, 11]}");
    EventBatch expected = generated(config);
    double energy = 0;
    for (float cell : expected.response()) {
      energy += cell;
    }
    String files = folder.resolve("showers/events") + "/*.parquet";
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              """
              select count(*), count(distinct event_id), min(len(response)), max(len(response)),
                sum(list_sum(response::double[])), sum(weight), count(*) filter (conditions = [5::float])
              from read_parquet('%s')
              """
                  .formatted(files))) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isEqualTo(EVENTS);
        assertThat(row.getLong(2)).isEqualTo(EVENTS);
        assertThat(row.getLong(3)).isEqualTo(504);
        assertThat(row.getLong(4)).isEqualTo(504);
        assertThat(row.getDouble(5))
            .isCloseTo(energy, org.assertj.core.data.Percentage.withPercentage(1e-8));
        assertThat(row.getDouble(6)).isEqualTo(EVENTS);
        assertThat(row.getLong(7)).isEqualTo((EVENTS + 1) / 3);
      }
      try (ResultSet row =
          statement.executeQuery(
              "select response[1 + 17 * 12 + 3] from read_parquet('%s') order by event_id"
                  .formatted(files))) {
        for (int i = 0; i < EVENTS; i++) {
          assertThat(row.next()).isTrue();
          assertThat(row.getFloat(1)).isEqualTo(expected.response()[i * 504 + 207]);
        }
        assertThat(row.next()).isFalse();
      }
    }
  }

  @Test
  void theCellsOfSparseShowersAreListsAsLongAsTheirEnergies() throws SQLException {
    GenerateConfig config =
        Samples.generate(
            folder.resolve("sparse"), "events=" + EVENTS, "format=parquet-sparse", "seed=3");
    EventBatch expected = generated(config);
    double weighted = 0;
    long recorded = 0;
    for (int i = 0; i < expected.response().length; i++) {
      weighted += (i % 504 + 1.0) * expected.response()[i];
      recorded += expected.response()[i] > 0 ? 1 : 0;
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select sum(len(cells)), count(*) filter (len(cells) <> len(energies)),
                  sum(list_dot_product([cell + 1 for cell in cells]::double[], energies::double[]))
                from read_parquet('%s')
                """
                    .formatted(folder.resolve("sparse/events") + "/*.parquet"))) {
      assertThat(row.next()).isTrue();
      assertThat(row.getLong(1)).isEqualTo(recorded);
      assertThat(row.getLong(2)).isZero();
      assertThat(row.getDouble(3))
          .isCloseTo(weighted, org.assertj.core.data.Percentage.withPercentage(1e-8));
    }
  }

  /** Makes the showers, and gives them as our own reader sees them. */
  private static EventBatch generated(GenerateConfig config) {
    return Samples.on(
        "local[2]",
        sc -> {
          GenerateJob.run(sc, config, Progress.NONE);
          return EventBatch.concatenate(
              EventReader.read(
                      sc, EventReader.files(sc.hadoopConfiguration(), config.output()), 1000)
                  .collect());
        });
  }
}
