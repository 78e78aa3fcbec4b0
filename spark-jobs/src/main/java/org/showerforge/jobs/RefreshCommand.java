package org.showerforge.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Json;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.refresh.Decision;
import org.showerforge.jobs.refresh.RefreshConfig;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.jobs.registry.Registry;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.metrics.Judged;
import org.showerforge.report.MetricsFile;
import picocli.CommandLine.Command;

/**
 * {@code showerforge refresh}: prepares what is new, trains, judges challenger and incumbent on the
 * same held-out events, and promotes the better one.
 *
 * <p>Every step leaves its result in the run's folder, {@code work/runs/000001}; a refresh that was
 * killed carries on with the step that it was in. Whatever goes wrong, the incumbent stays.
 */
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {
      "From new data to a generator in production: prepare, train, evaluate, promote if better.",
      "Without enough new events it does nothing; a challenger that is not promoted is exit code 3.",
      ""
    },
    footer = {"", "Example:", "  showerforge refresh --config refresh.yaml"})
final class RefreshCommand extends JobCommand<RefreshConfig> {
  private static final String RESULT = "result.json";
  private static final String START = "run.json";

  RefreshCommand() {
    super("refresh", RefreshConfig.class);
  }

  /** What a run began with. */
  private record Start(long trainingEvents, String dataSha256, int incumbent) {}

  /** What came of a run. */
  private record Result(int version, Decision decision) {}

  @Override
  int execute(JavaSparkContext sc, RefreshConfig config) throws IOException {
    Path runs = new Path(config.work(), "runs");
    try (Lease lease = Lease.take(sc.hadoopConfiguration(), runs.toString())) {
      Run run = new Run(sc, config, runs, lease);
      Path folder = run.open();
      if (folder == null) {
        System.out.println("refresh    nothing to do");
        return 0;
      }
      Result result = run.finish(folder);
      result.decision().reasons().forEach(reason -> System.out.println("reason     " + reason));
      System.out.printf(
          "refresh    %s v%d %s%n",
          config.line(),
          result.version(),
          result.decision().promoted() ? "promoted" : "not promoted; the incumbent stays");
      return result.decision().promoted() ? 0 : ShowerForge.GATE_SAID_NO;
    }
  }

  /** The steps. */
  private static final class Run {
    private final JavaSparkContext sc;
    private final Configuration conf;
    private final RefreshConfig config;
    private final Path runs;
    private final FileSystem fs;
    private final Lease lease;
    private final GeneratorLine line;
    private final String data;

    Run(JavaSparkContext sc, RefreshConfig config, Path runs, Lease lease) throws IOException {
      this.sc = sc;
      this.conf = sc.hadoopConfiguration();
      this.config = config;
      this.fs = runs.getFileSystem(conf);
      // As the file system lists them: a run is known again by its path.
      this.runs = fs.makeQualified(runs);
      this.lease = lease;
      this.line = new Registry(conf, config.registry()).line(LineName.of(config.line()));
      this.data = new Path(config.work(), "prepared").toString();
    }

    private List<Path> all() throws IOException {
      try {
        return Arrays.stream(fs.listStatus(runs))
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .filter(path -> path.getName().matches("\\d{6}"))
            .sorted(Comparator.comparing(Path::getName))
            .toList();
      } catch (FileNotFoundException e) {
        return List.of();
      }
    }

    /** The run that was not finished, or a new one if there is enough new data, or null. */
    @Nullable Path open() throws IOException {
      List<Path> all = all();
      Path last = all.isEmpty() ? null : all.get(all.size() - 1);
      if (last != null && !fs.exists(new Path(last, RESULT))) {
        return last;
      }
      PrepareCommand.run(
          sc, settings("prepare", config.prepare(), PrepareConfig.class, "output=" + data));
      PreparedCard card = PreparedCard.read(conf, data);
      long events = card.counts().bySplit().getOrDefault(Split.TRAIN.label(), 0L);
      long before = last == null ? 0 : read(last, START, Start.class).trainingEvents();
      int incumbent = line.current().orElse(0);
      if (incumbent > 0 && events - before < config.newEvents()) {
        System.out.printf(
            "refresh    %,d new training events, fewer than %,d%n",
            events - before, config.newEvents());
        return null;
      }
      int number = last == null ? 1 : 1 + Integer.parseInt(last.getName());
      Path folder = new Path(runs, "%06d".formatted(number));
      write(folder, START, new Start(events, card.contentSha256(), incumbent));
      return folder;
    }

    Result finish(Path folder) throws IOException {
      Start start = read(folder, START, Start.class);
      Path generator = new Path(folder, "generator");
      if (!fs.exists(generator)) {
        TrainCommand.run(
            sc,
            settings(
                "train", config.train(), TrainConfig.class, "data=" + data, "output=" + generator));
      }
      Map<String, Judged> challenger = judged(folder, "challenger", generator.toString());
      Map<String, Judged> incumbent =
          start.incumbent() == 0
              ? Map.of()
              : judged(folder, "incumbent", line.generator(start.incumbent()).toString());
      Decision decision = Decision.of(config, challenger, incumbent);
      int version = register(folder, generator, decision, start, challenger, incumbent);
      if (decision.promoted() && !config.generate().isEmpty()) {
        Path output = new Path(folder, "production");
        if (!fs.exists(output)) {
          GenerateCommand.run(
              sc,
              settings(
                  "generate",
                  config.generate(),
                  GenerateConfig.class,
                  "generator=" + line.generator(version),
                  "output=" + output));
        }
      }
      Result result = new Result(version, decision);
      lease.check();
      write(folder, RESULT, result);
      return result;
    }

    /** Showers of a generator, and their figures against the held-out events. */
    private Map<String, Judged> judged(Path folder, String who, String generator)
        throws IOException {
      Path showers = new Path(folder, who + "-showers");
      Path report = new Path(folder, who + "-report");
      if (!fs.exists(showers)) {
        GenerateCommand.run(
            sc,
            settings(
                "generate",
                config.showers(),
                GenerateConfig.class,
                "generator=" + generator,
                "output=" + showers));
      }
      if (!fs.exists(report)) {
        EvaluateCommand.run(
            sc,
            settings(
                "evaluate",
                config.evaluate(),
                EvaluateConfig.class,
                "showers=" + showers,
                "reference=" + data,
                "generator=" + generator,
                "output=" + report,
                "label=" + config.line() + " " + who));
      }
      return read(report, EvaluateJob.METRICS, MetricsFile.class).figures();
    }

    /** Adds the challenger, and promotes or rejects it; what a killed run did is not done again. */
    private int register(
        Path folder,
        Path generator,
        Decision decision,
        Start start,
        Map<String, Judged> challenger,
        Map<String, Judged> incumbent)
        throws IOException {
      Grounds grounds = new Grounds(start.dataSha256(), challenger, incumbent, decision.reasons());
      try (Lease change = line.lease()) {
        int version = 0;
        for (int known : line.versions()) {
          version = line.card(known).source().equals(generator.toString()) ? known : version;
        }
        if (version == 0) {
          version =
              line.add(
                  change,
                  generator.toString(),
                  new Path(folder, "challenger-report").toString(),
                  config.key().isEmpty() ? null : config.key(),
                  grounds);
        }
        int added = version;
        boolean done =
            line.history().stream()
                .anyMatch(
                    entry ->
                        entry.version() == added
                            && (entry.action() == HistoryEntry.Action.PROMOTED
                                || entry.action() == HistoryEntry.Action.REJECTED));
        if (!done && decision.promoted()) {
          line.promote(change, version, grounds);
        } else if (!done) {
          line.reject(change, version, grounds);
        }
        return version;
      }
    }

    private <T> T read(Path folder, String name, Class<T> type) throws IOException {
      Path file = new Path(folder, name);
      return Json.read(
          new ByteArrayInputStream(StagedOutput.read(conf, file)), type, file.toString());
    }

    private void write(Path folder, String name, Object value) throws IOException {
      AtomicFile.write(conf, new Path(folder, name), Json.write(value));
    }

    private static <T> T settings(String job, ObjectNode keys, Class<T> type, String... own) {
      return Settings.resolve(job, keys, new ArrayList<>(List.of(own)), type);
    }
  }
}
