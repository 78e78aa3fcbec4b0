package org.showerforge.jobs.refresh;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry;
import org.showerforge.jobs.registry.Registry;
import org.showerforge.metrics.Judged;
import org.showerforge.report.BoardInput;
import org.showerforge.report.BoardPage;
import org.showerforge.report.MetricsFile;

/**
 * Writes the page that says how the generators of a registry are doing. Whatever of a line or of a
 * run cannot be read is on the page; it does not keep anybody from seeing the others.
 */
public final class Board {
  private final Configuration conf;
  private final PageLinks links;

  private Board(Configuration conf, Path page) throws IOException {
    this.conf = conf;
    this.links = new PageLinks(conf, page);
  }

  /**
   * Writes the page, in the place of an older one.
   *
   * @param conf the Hadoop configuration, which names the file systems
   * @param registry the registry's folder
   * @param works the work folders of refreshes; may be none
   * @param output the page's file
   */
  public static void write(Configuration conf, String registry, List<String> works, String output)
      throws IOException {
    Path page = page(conf, output);
    BoardInput input = new Board(conf, page).read(registry, works);
    AtomicFile.write(conf, page, BoardPage.render(input).getBytes(StandardCharsets.UTF_8));
  }

  private static Path page(Configuration conf, String output) throws IOException {
    if (output.isBlank()) {
      throw new UserException("output: must name the page's file, e.g. board.html");
    }
    Path path = new Path(output);
    FileSystem fs = path.getFileSystem(conf);
    if (fs.exists(path) && fs.getFileStatus(path).isDirectory()) {
      throw new UserException("output %s: is a folder; name a file, e.g. board.html", output);
    }
    return fs.makeQualified(path);
  }

  private BoardInput read(String registry, List<String> works) throws IOException {
    List<BoardInput.Generator> generators = new ArrayList<>();
    for (GeneratorLine line : new Registry(conf, registry).lines()) {
      BoardInput.Generator generator = generator(line);
      if (generator.versions() > 0
          || !generator.history().isEmpty()
          || !generator.damage().isEmpty()) {
        generators.add(generator);
      }
    }
    List<BoardInput.Work> all = new ArrayList<>();
    for (String work : works) {
      all.add(BoardRefreshes.read(conf, work));
    }
    return new BoardInput(registry, Instant.now(), generators, all);
  }

  private BoardInput.Generator generator(GeneratorLine line) throws IOException {
    List<String> damage = new ArrayList<>();
    int current = 0;
    try {
      current = line.current().orElse(0);
    } catch (UserException e) {
      damage.add(String.valueOf(e.getMessage()));
    }
    List<BoardInput.Event> history = new ArrayList<>();
    List<Integer> versions = line.versions();
    try {
      Map<Integer, String> reports = new HashMap<>();
      for (int version : versions) {
        reports.put(version, links.to(new Path(line.evaluation(version), EvaluateJob.REPORT)));
      }
      for (HistoryEntry entry : line.history()) {
        history.add(event(line, entry, reports.getOrDefault(entry.version(), "")));
      }
    } catch (UserException e) {
      damage.add(String.valueOf(e.getMessage()));
    }
    return new BoardInput.Generator(
        line.name().toString(), current, damage, versions.size(), history);
  }

  private BoardInput.Event event(GeneratorLine line, HistoryEntry entry, String report)
      throws IOException {
    return new BoardInput.Event(
        time(entry.when(), "entry %d of %s".formatted(entry.number(), line.name())),
        action(entry.action()),
        entry.version(),
        entry.current(),
        entry.previous(),
        figures(line, entry),
        entry.previousFigures(),
        entry.reasons(),
        report);
  }

  private static BoardInput.Action action(HistoryEntry.Action action) {
    return switch (action) {
      case ADDED -> BoardInput.Action.ADDED;
      case PROMOTED -> BoardInput.Action.PROMOTED;
      case REJECTED -> BoardInput.Action.REJECTED;
      case ROLLED_BACK -> BoardInput.Action.ROLLED_BACK;
      case PRUNED -> BoardInput.Action.PRUNED;
    };
  }

  /** Those of the entry; of a version that was promoted by hand those of its evaluation. */
  private Map<String, Judged> figures(GeneratorLine line, HistoryEntry entry) throws IOException {
    if (!entry.figures().isEmpty() || entry.action() != HistoryEntry.Action.PROMOTED) {
      return entry.figures();
    }
    try {
      Path file = new Path(line.evaluation(entry.version()), EvaluateJob.METRICS);
      return AtomicFile.readJson(conf, file, MetricsFile.class).figures();
    } catch (FileNotFoundException | UserException e) {
      // It was added without one or has been pruned, or another version of ShowerForge wrote it.
      return Map.of();
    }
  }

  static Instant time(String text, String where) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UserException("%s: '%s' is no time, need ISO 8601", where, text);
    }
  }
}
