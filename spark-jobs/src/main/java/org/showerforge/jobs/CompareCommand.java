package org.showerforge.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.report.ComparisonPage;
import org.showerforge.report.MetricsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code showerforge compare}: several generators in one table and one page.
 *
 * <p>Input: folders that evaluate wrote, of one detector, here or on HDFS. Output: a table on
 * standard output and, if wanted, a self-contained page.
 *
 * <p>Example: {@code showerforge compare report-a report-b report-c --report comparison.html}
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Puts the evaluations of several generators side by side: their figures, and their shower",
      "shapes over each other.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge compare report-a report-b report-c --report comparison.html"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int FEWEST = 2;

  @Parameters(paramLabel = "FOLDER", description = "Folders that evaluate wrote, two or more.")
  private List<String> folders = List.of();

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      defaultValue = "",
      description = "Also writes a page with the shower shapes over each other.")
  private String report = "";

  @Override
  public Integer call() throws IOException {
    if (folders.size() < FEWEST) {
      throw new UserException("compare: needs two evaluations or more, got %d", folders.size());
    }
    Configuration conf = new Configuration();
    Map<String, MetricsFile> evaluations = new LinkedHashMap<>();
    for (String folder : folders) {
      evaluations.put(folder, read(conf, folder));
    }
    MetricsFile first = evaluations.values().iterator().next();
    evaluations.forEach(
        (folder, evaluation) -> {
          if (!evaluation.detector().layers().equals(first.detector().layers())) {
            throw new UserException(
                "%s is of detector %s, %s of %s; compare generators of one detector",
                folder, evaluation.detector().name(), folders.get(0), first.detector().name());
          }
        });
    System.out.print(ComparisonPage.text(evaluations));
    if (!report.isEmpty()) {
      write(conf, ComparisonPage.render(evaluations));
      System.out.printf("%nreport     %s%n", report);
    }
    return 0;
  }

  private static MetricsFile read(Configuration conf, String folder) throws IOException {
    Path file = new Path(folder, EvaluateJob.METRICS);
    FileSystem fs = file.getFileSystem(conf);
    if (!fs.exists(file)) {
      throw new UserException(
          "%s: holds no %s; name folders that evaluate wrote", folder, EvaluateJob.METRICS);
    }
    try (InputStream in = fs.open(file)) {
      return Json.read(in, MetricsFile.class, file.toString());
    }
  }

  private void write(Configuration conf, String page) throws IOException {
    Path file = new Path(report);
    FileSystem fs = file.getFileSystem(conf);
    if (fs.exists(file)) {
      throw new UserException("--report %s: is there already; delete it or name another", report);
    }
    try (OutputStream out = fs.create(file, false)) {
      out.write(page.getBytes(StandardCharsets.UTF_8));
    }
  }
}
