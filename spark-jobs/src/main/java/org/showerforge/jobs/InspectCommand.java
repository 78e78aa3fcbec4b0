package org.showerforge.jobs;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.data.event.Split;
import org.showerforge.jobs.inspect.EventDataSet;
import org.showerforge.jobs.inspect.Inspection;
import org.showerforge.jobs.inspect.InspectionReport;
import org.showerforge.jobs.inspect.InspectionText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code showerforge inspect}: what the events of a data set look like, and whether those of
 * another look alike.
 *
 * <p>Input: folders that prepare or generate wrote, here or on HDFS. Output: a table on standard
 * output and, if wanted, a self-contained page. Exit code 0 whether there is drift or not; 3 if
 * there is and {@code --fail-on-drift} asks for it.
 *
 * <p>Example: {@code showerforge inspect prepared prepared-2 --report drift.html}
 */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the statistics of a data set, prepared or generated; of two, whether they drifted:",
      "Kolmogorov-Smirnov distance and shift of the mean per quantity, means and occupancies of cells.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge inspect prepared",
      "  showerforge inspect prepared prepared-2 --report drift.html --fail-on-drift"
    })
final class InspectCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "A", description = "A data set's folder.")
  private String a = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      defaultValue = "",
      description = "Another one, to be held against A.")
  private String b = "";

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      defaultValue = "",
      description = "Only train, validation or test of prepared data; default: all events.")
  private String split = "";

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      defaultValue = "",
      description = "Also writes a page with histograms and maps of the cells.")
  private String report = "";

  @Option(names = "--all", description = "Shows all quantities, not only the first dozen.")
  private boolean all;

  @Option(names = "--fail-on-drift", description = "Ends with exit code 3 if there is drift.")
  private boolean failOnDrift;

  @Override
  public Integer call() throws IOException {
    Optional<Split> chosen = chosenSplit();
    if (failOnDrift && b.isEmpty()) {
      throw new UserException(
          "--fail-on-drift: needs two data sets to compare, got %s alone; name another", a);
    }
    try (JavaSparkContext sc = Contexts.open("inspect")) {
      Configuration conf = sc.hadoopConfiguration();
      if (!report.isEmpty()) {
        InspectionReport.checkFree(conf, report);
      }
      EventDataSet first = EventDataSet.open(conf, a, chosen);
      EventDataSet second = b.isEmpty() ? null : EventDataSet.open(conf, b, chosen);
      Inspection inspection;
      try (ProgressLine progress = ProgressLine.of("inspect", "events")) {
        inspection = Inspection.of(sc, first, second, progress);
      }
      System.out.print(InspectionText.of(inspection, all));
      if (!report.isEmpty()) {
        InspectionReport.write(conf, report, inspection);
        System.out.printf("%nreport     %s%n", report);
      }
      return failOnDrift && inspection.drifted() ? ShowerForge.GATE_SAID_NO : 0;
    }
  }

  private Optional<Split> chosenSplit() {
    if (split.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(Split.values())
            .filter(s -> s.label().equals(split.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "--split %s: name one of %s",
                        split,
                        Arrays.stream(Split.values())
                            .map(Split::label)
                            .collect(Collectors.joining(", ")))));
  }
}
