package org.showerforge.jobs;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.refresh.Outcome;
import org.showerforge.jobs.refresh.RefreshConfig;
import org.showerforge.jobs.refresh.Watchers;
import org.showerforge.jobs.refresh.WorkFolder;
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
  RefreshCommand() {
    super("refresh", RefreshConfig.class);
  }

  @Override
  int execute(JavaSparkContext sc, RefreshConfig config) throws IOException {
    WorkFolder work = new WorkFolder(sc.hadoopConfiguration(), config.work());
    Watchers watchers = new Watchers(sc.hadoopConfiguration(), config, work);
    // Of two at once the second is told; what comes of the first is for that to say.
    try (Lease lease = Lease.take(sc.hadoopConfiguration(), work.runs())) {
      RefreshRun run = new RefreshRun(sc, config, work, lease);
      Outcome outcome;
      try {
        outcome = run.execute();
      } catch (IOException | RuntimeException e) {
        tellOfFailure(run, watchers, e);
        throw e;
      }
      watchers.tell(outcome);
      outcome.reasons().forEach(reason -> System.out.println("reason     " + reason));
      System.out.println("refresh    " + text(outcome));
      return outcome.kind() == Outcome.Kind.REJECTED ? ShowerForge.GATE_SAID_NO : 0;
    }
  }

  private static void tellOfFailure(RefreshRun run, Watchers watchers, Exception e) {
    try {
      watchers.tell(run.failed(e));
    } catch (IOException | RuntimeException second) {
      e.addSuppressed(second);
    }
  }

  private static String text(Outcome outcome) {
    return switch (outcome.kind()) {
      case NOTHING_TO_DO -> "nothing to do";
      case PROMOTED -> "%s v%d promoted".formatted(outcome.line(), outcome.version());
      default ->
          "%s %s not promoted; the incumbent stays"
              .formatted(
                  outcome.line(), outcome.version() == 0 ? "challenger" : "v" + outcome.version());
    };
  }
}
