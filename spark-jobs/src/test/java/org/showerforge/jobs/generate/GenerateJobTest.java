package org.showerforge.jobs.generate;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.EventSchema;
import org.showerforge.data.prepare.Progress;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.Samples;

/** The same request gives the same showers, and what is written is what was asked for. */
final class GenerateJobTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");
  private static final int EVENTS = 6 * ShowerSampler.BLOCK + 77;

  @TempDir private static Path folder;

  private static ShowersCard sevenFiles;

  @BeforeAll
  static void generate() {
    sevenFiles = generate("local[2]", "seven", 1024, "seed=5");
  }

  private static ShowersCard generate(String master, String name, int perFile, String... more) {
    List<String> overrides = new ArrayList<>(List.of(more));
    overrides.add("events=" + EVENTS);
    overrides.add("eventsPerFile=" + perFile);
    GenerateConfig config =
        Samples.generate(folder.resolve(name), overrides.toArray(new String[0]));
    return Samples.on(master, sc -> GenerateJob.run(sc, config, Progress.NONE));
  }

  @Test
  void filesAndCoresDoNotMatter() {
    ShowersCard two = generate("local[1]", "two", 4096, "seed=5");
    assertThat(sevenFiles.files()).hasSize(7);
    assertThat(two.files()).hasSize(2);
    assertThat(two.contentSha256()).isEqualTo(sevenFiles.contentSha256());
    EventBatch expected = read("seven");
    EventBatch actual = read("two");
    assertThat(actual.eventIds()).isEqualTo(expected.eventIds());
    assertThat(actual.conditions()).isEqualTo(expected.conditions());
    assertThat(actual.response()).isEqualTo(expected.response());
    assertThat(actual.weights()).containsOnly(1);
  }

  @Test
  void theSeedDecides() {
    ShowersCard other = generate("local[2]", "other", 4096, "seed=6");
    assertThat(other.contentSha256()).isNotEqualTo(sevenFiles.contentSha256());
    EventBatch a = read("seven");
    EventBatch b = read("other");
    int alike = 0;
    for (int i = 0; i < EVENTS; i++) {
      alike += a.conditions()[i] == b.conditions()[i] ? 1 : 0;
    }
    assertThat(alike).isLessThan(EVENTS / 100);
  }

  @Test
  void anInterruptedRunIsTakenUpAgain() throws IOException {
    Path output = folder.resolve("interrupted");
    GenerateConfig config =
        Samples.generate(output, "events=" + EVENTS, "eventsPerFile=1024", "seed=5");
    Progress dies =
        (done, total) -> {
          if (done >= 4 * ShowerSampler.BLOCK) {
            throw new IllegalStateException("the driver dies");
          }
        };
    assertThatThrownBy(() -> Samples.on("local[1]", sc -> GenerateJob.run(sc, config, dies)))
        .hasMessageContaining("the driver dies");
    assertThat(output).doesNotExist();
    Path parts = hidden(".interrupted.staging-").get(0).resolve("content/events");
    List<Path> finished = parquet(parts);
    assertThat(finished).hasSizeBetween(3, 6);
    byte[] damaged = Files.readAllBytes(finished.get(0));
    damaged[damaged.length / 2] ^= 1;
    Files.write(finished.get(0), damaged);
    Files.copy(finished.get(1), parts.resolve("part-00000099.parquet"));
    FileTime kept = Files.getLastModifiedTime(finished.get(1));

    ShowersCard card = Samples.on("local[2]", sc -> GenerateJob.run(sc, config, Progress.NONE));
    assertThat(card.files()).isEqualTo(sevenFiles.files());
    assertThat(card.contentSha256()).isEqualTo(sevenFiles.contentSha256());
    assertThat(parquet(output.resolve("events"))).hasSize(7);
    assertThat(Files.getLastModifiedTime(output.resolve(card.files().get(1).path())))
        .isEqualTo(kept);
    assertThat(hidden(".interrupted")).isEmpty();
  }

  private static List<Path> hidden(String prefix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static List<Path> parquet(Path files) throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      return all.filter(path -> path.toString().endsWith(".parquet"))
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void fewerEventsAreTheFirstOnes() {
    GenerateConfig config = Samples.generate(folder.resolve("few"), "events=10", "seed=5");
    ShowersCard card = Samples.on("local[2]", sc -> GenerateJob.run(sc, config, Progress.NONE));
    assertThat(card.events()).isEqualTo(10);
    EventBatch few = read("few");
    EventBatch all = read("seven");
    assertThat(few.size()).isEqualTo(10);
    for (int i = 0; i < few.response().length; i++) {
      assertThat(few.response()[i]).isEqualTo(all.response()[i]);
    }
  }

  @Test
  void exactlyTheEventsAskedForArePhysical() {
    assertThat(sevenFiles.events()).isEqualTo(EVENTS);
    EventBatch showers = read("seven");
    assertThat(showers.size()).isEqualTo(EVENTS);
    int positive = 0;
    for (int event = 0; event < EVENTS; event++) {
      assertThat(showers.eventIds()[event]).isEqualTo(event);
      assertThat(showers.conditions()[event]).isBetween(1f, 20f);
      double sum = 0;
      for (int i = 0; i < CALOGAN.cells(); i++) {
        float cell = showers.response()[event * CALOGAN.cells() + i];
        if (cell != 0 && !(cell > CALOGAN.thresholdMeV())) {
          throw new AssertionError("event " + event + ", cell " + i + ": " + cell + " MeV");
        }
        sum += cell;
      }
      assertThat(sum).isFinite().isLessThan(2 * 20_000);
      positive += sum > 0 ? 1 : 0;
    }
    assertThat(positive).isGreaterThan(EVENTS * 9 / 10);
  }

  @Test
  void energiesFillTheRangeEvenly() {
    float[] energies = read("seven").conditions();
    int[] bins = new int[19];
    for (float energy : energies) {
      bins[Math.min(18, (int) (energy - 1))]++;
    }
    double expected = EVENTS / 19.0;
    for (int bin : bins) {
      assertThat((double) bin)
          .isBetween(expected - 5 * Math.sqrt(expected), expected + 5 * Math.sqrt(expected));
    }
  }

  @Test
  void sparkItselfReadsTheShowers() {
    Samples.on(
        "local[2]",
        sc -> {
          Dataset<Row> showers =
              SparkSession.builder()
                  .sparkContext(sc.sc())
                  .getOrCreate()
                  .read()
                  .parquet(folder.resolve("seven/events").toString());
          assertThat(showers.columns())
              .containsExactly(
                  EventSchema.EVENT_ID,
                  EventSchema.CONDITIONS,
                  EventSchema.RESPONSE,
                  EventSchema.WEIGHT);
          Row row =
              showers
                  .select(
                      expr("count(*)"),
                      expr("count(distinct event_id)"),
                      expr("max(event_id)"),
                      expr("sum(if(size(conditions) = 1 and size(response) = 504, 1, 0))"),
                      expr("sum(if(exists(response, x -> isnan(x)), 1, 0))"),
                      expr("sum(if(exists(response, x -> x < 0 or (x > 0 and x <= 1)), 1, 0))"))
                  .first();
          assertThat(row.getLong(0)).isEqualTo(EVENTS);
          assertThat(row.getLong(1)).isEqualTo(EVENTS);
          assertThat(row.getLong(2)).isEqualTo(EVENTS - 1);
          assertThat(row.getLong(3)).isEqualTo(EVENTS);
          assertThat(row.getLong(4)).isZero();
          assertThat(row.getLong(5)).isZero();
          return row;
        });
  }

  @Test
  void whatTheGeneratorWasNotTrainedForIsRefused() throws IOException {
    assertRefused("conditions.energy={uniform: [1, 21]}", "conditions.energy", "1.0..20.0", "21.0");
    assertRefused("conditions.energy={fixed: 0.5}", "conditions.energy", "1.0..20.0", "0.5");
    assertRefused("conditions={}", "'energy'", "conditions.energy.uniform=[1.0, 20.0]");
    assertRefused("conditions.angle={fixed: 2}", "'angle'", "[energy]");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("refused"));
    }
  }

  @Test
  void oneEnergyIsThatEnergyEvenAtTheEdgeOfTheRange() {
    for (String edge : new String[] {"1", "20", "7.3"}) {
      Path output = folder.resolve("fixed-" + edge);
      GenerateConfig config =
          Samples.generate(output, "events=3", "conditions.energy={fixed: %s}".formatted(edge));
      Samples.on("local[1]", sc -> GenerateJob.run(sc, config, Progress.NONE));
      assertThat(read("fixed-" + edge).conditions()).containsOnly(Float.parseFloat(edge));
    }
  }

  private static void assertRefused(String override, String... fragments) {
    GenerateConfig config = Samples.generate(folder.resolve("refused"), "events=10", override);
    assertThatThrownBy(
            () -> Samples.on("local[1]", sc -> GenerateJob.run(sc, config, Progress.NONE)))
        .isInstanceOf(UserException.class)
        .message()
        .contains(fragments)
        .doesNotContain("\n");
  }

  private static EventBatch read(String name) {
    return Samples.on("local[2]", sc -> read(sc, folder.resolve(name)));
  }

  private static EventBatch read(JavaSparkContext sc, Path dataset) throws IOException {
    List<String> files = EventReader.files(sc.hadoopConfiguration(), dataset.toString());
    EventBatch all = EventBatch.concatenate(EventReader.read(sc, files, 1000).collect());
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> all.eventIds()[i]));
    return all.select(order);
  }
}
