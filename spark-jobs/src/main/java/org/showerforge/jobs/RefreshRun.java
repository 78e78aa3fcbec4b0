package org.showerforge.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Version;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.Lease;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.refresh.Decision;
import org.showerforge.jobs.refresh.NewData;
import org.showerforge.jobs.refresh.Outcome;
import org.showerforge.jobs.refresh.Outcome.Kind;
import org.showerforge.jobs.refresh.RefreshConfig;
import org.showerforge.jobs.refresh.Start;
import org.showerforge.jobs.refresh.StartFrom;
import org.showerforge.jobs.refresh.WorkFolder;
import org.showerforge.jobs.registry.Candidate;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry;
import org.showerforge.jobs.registry.HistoryEntry.Action;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.jobs.registry.Registry;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.jobs.train.DivergedException;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.jobs.train.TrainJob;
import org.showerforge.metrics.Judged;
import org.showerforge.report.MetricsFile;

/**
 * One refresh, step by step. What a step has left is not made again, so that a run that was killed
 * is carried on with where it was.
 */
final class RefreshRun {
  private final JavaSparkContext sc;
  private final Configuration conf;
  private final RefreshConfig config;
  private final WorkFolder work;
  private final Lease lease;
  private final GeneratorLine line;
  private final FileSystem fs;
  private final Instant began = Instant.now();
  private final long clock = System.nanoTime();
  private final List<String> reasons = new ArrayList<>();
  private Outcome.Events events = Outcome.Events.NONE;
  private int run;
  private int incumbent;
  private int version;
  private Map<String, Judged> challengerFigures = Map.of();
  private Map<String, Judged> incumbentFigures = Map.of();

  RefreshRun(JavaSparkContext sc, RefreshConfig config, WorkFolder work, Lease lease)
      throws IOException {
    this.sc = sc;
    this.conf = sc.hadoopConfiguration();
    this.config = config;
    this.work = work;
    this.lease = lease;
    this.line = new Registry(conf, config.registry()).line(LineName.of(config.line()));
    this.fs = new Path(work.data()).getFileSystem(conf);
  }

  /** A job that makes what a step leaves. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  Outcome execute() throws IOException {
    // A registry that cannot be written is to be known before hours of training.
    line.lease().close();
    if (!open()) {
      return outcome(Kind.NOTHING_TO_DO);
    }
    Path folder = work.run(run);
    Path generator = new Path(folder, "generator");
    try {
      once("train", generator, () -> train(generator));
    } catch (DivergedException e) {
      reasons.add("the training diverged: " + e.getMessage());
      return finish(Kind.REJECTED);
    }
    challengerFigures = judged("challenger", generator);
    if (incumbent > 0) {
      incumbentFigures = judged("incumbent", line.generator(incumbent));
    }
    Decision decision = Decision.of(config, challengerFigures, incumbentFigures);
    reasons.addAll(decision.reasons());
    long start = System.nanoTime();
    version = register(generator, decision);
    done("register", start);
    if (decision.promoted() && !config.generate().isEmpty()) {
      Path output = new Path(folder, WorkFolder.PRODUCTION);
      once("generate", output, () -> generate(config.generate(), line.generator(version), output));
    }
    return finish(decision.promoted() ? Kind.PROMOTED : Kind.REJECTED);
  }

  private Outcome finish(Kind kind) throws IOException {
    Outcome outcome = outcome(kind);
    lease.check();
    work.finish(outcome);
    try (Lease change = line.lease()) {
      line.prune(change, config.keep());
    }
    work.prune(config.keep());
    return outcome;
  }

  /** What came of it if it ended like this. */
  Outcome failed(Exception e) throws IOException {
    // Spark's messages hold whole stack traces; those are in the log.
    String words = e instanceof UserException ? String.valueOf(e.getMessage()) : e.toString();
    reasons.add(words.lines().findFirst().orElse(words));
    return outcome(Kind.FAILED);
  }

  private Outcome outcome(Kind kind) throws IOException {
    Outcome last = work.last();
    String now = began.toString();
    return new Outcome(
        Outcome.FORMAT_VERSION,
        Version.current(),
        config.line(),
        now,
        (System.nanoTime() - clock) / 1e9,
        kind,
        run,
        version,
        incumbent,
        line.current().orElse(0),
        reasons,
        run == 0 ? List.of() : work.steps(run),
        events,
        challengerFigures,
        incumbentFigures,
        kind != Kind.FAILED ? now : last == null ? "" : last.lastSuccess());
  }

  /** Takes up the run that was not finished, or begins one if there is reason to. */
  private boolean open() throws IOException {
    int last = work.lastRun();
    Start unfinished = last == 0 || work.outcome(last) != null ? null : work.start(last);
    if (unfinished != null) {
      run = last;
      incumbent = unfinished.incumbent();
      events = unfinished.events();
      System.out.printf("refresh    run %d is carried on with%n", run);
      return true;
    }
    long start = System.nanoTime();
    PreparedCard card =
        PrepareCommand.run(
            sc,
            settings("prepare", config.prepare(), PrepareConfig.class, "output=" + work.data()));
    incumbent = line.current().orElse(0);
    int before = lastBegun(last);
    NewData fresh =
        new NewData(
            conf,
            work.data(),
            card,
            before == 0 ? null : work.run(before),
            before == 0 ? null : work.start(before));
    events = fresh.events();
    NewData.Verdict verdict = fresh.verdict(config, incumbent);
    reasons.add(verdict.reason());
    if (verdict.run()) {
      run = before + 1;
      work.begin(
          run, fresh.begin(work.run(run), config, began.toString(), incumbent, verdict.reason()));
      done("prepare", start);
    }
    return verdict.run();
  }

  /** The last run that got as far as to begin; the number of one that did not is used again. */
  private int lastBegun(int last) throws IOException {
    return last > 0 && work.start(last) == null ? last - 1 : last;
  }

  private void once(String name, Path output, Step step) throws IOException {
    if (!fs.exists(output)) {
      long start = System.nanoTime();
      step.run();
      done(name, start);
    }
  }

  private void done(String name, long start) throws IOException {
    work.done(run, new Outcome.Step(name, (System.nanoTime() - start) / 1e9));
  }

  private void train(Path generator) throws IOException {
    String warm = "";
    if (config.start() == StartFrom.INCUMBENT && incumbent > 0) {
      Path training = line.training(incumbent);
      if (fs.exists(training)) {
        warm = training.toString();
      } else {
        reasons.add("v%d has no training to begin with; from scratch".formatted(incumbent));
      }
    }
    TrainCommand.run(
        sc,
        settings(
            "train",
            config.train(),
            TrainConfig.class,
            "data=" + work.data(),
            "output=" + generator,
            "warmStart=" + warm));
  }

  private void generate(ObjectNode keys, Path generator, Path output) throws IOException {
    GenerateCommand.run(
        sc,
        settings(
            "generate", keys, GenerateConfig.class, "generator=" + generator, "output=" + output));
  }

  /** Showers of a generator, and their figures against the held-out events. */
  private Map<String, Judged> judged(String who, Path generator) throws IOException {
    Path showers = new Path(work.run(run), who + "-showers");
    Path report = report(who);
    once("showers-" + who, showers, () -> generate(config.showers(), generator, showers));
    once(
        "evaluate-" + who,
        report,
        () ->
            EvaluateCommand.run(
                sc,
                settings(
                    "evaluate",
                    config.evaluate(),
                    EvaluateConfig.class,
                    "showers=" + showers,
                    "reference=" + work.data(),
                    "generator=" + generator,
                    "output=" + report,
                    "label=" + config.line() + " " + who)));
    Path figures = new Path(report, EvaluateJob.METRICS);
    return AtomicFile.readJson(conf, figures, MetricsFile.class).figures();
  }

  private Path report(String who) {
    return new Path(work.run(run), who + "-report");
  }

  /** Adds the challenger, and promotes or rejects it; what a killed run did is not done again. */
  private int register(Path generator, Decision decision) throws IOException {
    Start start = work.start(run);
    Grounds grounds =
        new Grounds(
            start == null ? "" : start.dataSha256(),
            challengerFigures,
            incumbentFigures,
            decision.reasons());
    try (Lease change = line.lease()) {
      OptionalInt copy = line.copyOf(generator.toString());
      int added =
          copy.isPresent()
              ? copy.getAsInt()
              : line.add(change, candidate(generator), key(), grounds);
      boolean judged =
          line.history().stream()
              .filter(entry -> entry.version() == added)
              .map(HistoryEntry::action)
              .anyMatch(action -> action == Action.PROMOTED || action == Action.REJECTED);
      lease.check();
      if (!judged && decision.promoted()) {
        line.promote(change, added, grounds);
      } else if (!judged) {
        line.reject(change, added, grounds);
      }
      return added;
    }
  }

  private Candidate candidate(Path generator) throws IOException {
    // Tens of megabytes that only a warm start reads.
    String training =
        config.start() == StartFrom.INCUMBENT
            ? TrainJob.lastCheckpoint(conf, generator.toString()).map(Path::toString).orElse(null)
            : null;
    return new Candidate(generator.toString(), report("challenger").toString(), training);
  }

  private @Nullable String key() {
    return config.key().isEmpty() ? null : config.key();
  }

  private static <T> T settings(String job, ObjectNode keys, Class<T> type, String... own) {
    return Settings.resolve(job, keys, List.of(own), type);
  }
}
