package org.showerforge.jobs;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.jobs.refresh.Board;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code showerforge board}: how the generators in production are doing, on one page.
 *
 * <p>Input: a registry, and the work folders of refreshes; here or on HDFS. Output: a
 * self-contained page, which takes the place of an older one.
 *
 * <p>Example: {@code showerforge board /data/registry --work /data/refresh --output board.html}
 */
@Command(
    name = "board",
    mixinStandardHelpOptions = true,
    description = {
      "Shows on one page which generators are in production, how good they are and were, what came",
      "of every refresh, and what needs attention.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge board /data/registry --work /data/refresh --output board.html"
    })
final class BoardCommand implements Callable<Integer> {
  @Parameters(paramLabel = "REGISTRY", description = "The registry's folder.")
  private String registry = "";

  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      description = "A work folder of refresh; may be given several times.")
  private List<String> works = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE.html",
      required = true,
      description = "The page; an older one is replaced.")
  private String output = "";

  @Override
  public Integer call() throws IOException {
    Board.write(new Configuration(), registry, works, output);
    System.out.printf("board      %s%n", output);
    return 0;
  }
}
