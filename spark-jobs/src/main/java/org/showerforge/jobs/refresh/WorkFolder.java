package org.showerforge.jobs.refresh;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.output.AtomicFile;
import org.showerforge.data.output.NumberedFiles;

/**
 * Where a refresh works.
 *
 * <pre>
 * work/prepared/             the data set
 *      runs/000002/          run.json, steps.json, outcome.json, and what every step left
 *      last.json             what came of the last refresh
 *      failures/             what came of those that failed; the newest hundred
 * </pre>
 */
public final class WorkFolder {
  private static final Pattern RUN = Pattern.compile("(\\d{6})");
  private static final String OUTCOME = "outcome.json";
  private static final String START = "run.json";
  private static final String STEPS = "steps.json";
  private static final String LAST = "last.json";

  /** Showers that were made after a promotion, in the run's folder. */
  public static final String PRODUCTION = "production";

  private static final int FAILURES_KEPT = 100;

  private final Configuration conf;
  private final FileSystem fs;
  private final Path root;

  /** A work folder; it need not exist. */
  public WorkFolder(Configuration conf, String root) throws IOException {
    this.conf = conf;
    Path path = new Path(root);
    this.fs = path.getFileSystem(conf);
    // As the file system lists them: a run is known again by its path.
    this.root = fs.makeQualified(path);
  }

  /** The steps that are done. */
  record Steps(List<Outcome.Step> steps) {
    Steps {
      steps = List.copyOf(steps);
    }
  }

  /** The data set. */
  public String data() {
    return new Path(root, "prepared").toString();
  }

  /** Of what the lease is. */
  public String runs() {
    return new Path(root, "runs").toString();
  }

  /** The folder of a run. */
  public Path run(int number) {
    return new Path(runs(), "%06d".formatted(number));
  }

  /** The numbers of all runs, rising. */
  public List<Integer> numbers() throws IOException {
    return NumberedFiles.list(conf, new Path(runs()), RUN);
  }

  /** The last run's number; 0 if there is none. */
  public int lastRun() throws IOException {
    List<Integer> all = numbers();
    return all.isEmpty() ? 0 : all.get(all.size() - 1);
  }

  /** What came of a run; null if it was not finished. */
  public @Nullable Outcome outcome(int run) throws IOException {
    return read(new Path(run(run), OUTCOME), Outcome.class);
  }

  /** Ends a run. */
  public void finish(Outcome outcome) throws IOException {
    AtomicFile.writeJson(conf, new Path(run(outcome.run()), OUTCOME), outcome);
  }

  /** What a run began with; null if it was killed before it had. */
  public @Nullable Start start(int run) throws IOException {
    return read(new Path(run(run), START), Start.class);
  }

  /** Begins a run. */
  public void begin(int run, Start start) throws IOException {
    AtomicFile.writeJson(conf, new Path(run(run), START), start);
  }

  /** The steps of a run that are done. */
  public List<Outcome.Step> steps(int run) throws IOException {
    Steps found = read(new Path(run(run), STEPS), Steps.class);
    return found == null ? List.of() : found.steps();
  }

  /** Notes that a step of a run is done. */
  public void done(int run, Outcome.Step step) throws IOException {
    List<Outcome.Step> all = new ArrayList<>(steps(run));
    all.add(step);
    AtomicFile.writeJson(conf, new Path(run(run), STEPS), new Steps(all));
  }

  /**
   * Deletes what the steps of old runs left, but what was generated for production: the files that
   * say what came of them stay.
   *
   * @param keep how many of the newest keep everything
   */
  public void prune(int keep) throws IOException {
    List<Integer> all = numbers();
    for (int number : all.subList(0, Math.max(0, all.size() - keep))) {
      for (FileStatus file : fs.listStatus(run(number))) {
        String name = file.getPath().getName();
        if (file.isDirectory() && !name.equals(PRODUCTION)) {
          fs.delete(file.getPath(), true);
        }
      }
    }
  }

  /** What came of the last refresh; null if there was none. */
  public @Nullable Outcome last() throws IOException {
    return read(new Path(root, LAST), Outcome.class);
  }

  /** Notes what came of a refresh. */
  public void note(Outcome outcome) throws IOException {
    if (outcome.kind() == Outcome.Kind.FAILED) {
      String name = outcome.began().replaceAll("[^0-9TZ]", "") + ".json";
      AtomicFile.writeJson(conf, new Path(failures(), name), outcome);
      List<Path> all = failureFiles();
      for (int i = 0; i + FAILURES_KEPT < all.size(); i++) {
        fs.delete(all.get(i), false);
      }
    }
    AtomicFile.writeJson(conf, new Path(root, LAST), outcome);
  }

  private Path failures() {
    return new Path(root, "failures");
  }

  /** What came of those that failed, the oldest first. */
  public List<Outcome> failed() throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Path file : failureFiles()) {
      outcomes.add(AtomicFile.readJson(conf, file, Outcome.class));
    }
    return outcomes;
  }

  private List<Path> failureFiles() throws IOException {
    try {
      return Arrays.stream(fs.listStatus(failures()))
          .map(FileStatus::getPath)
          .filter(path -> path.getName().endsWith(".json") && !path.getName().startsWith("."))
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private <T> @Nullable T read(Path file, Class<T> type) throws IOException {
    try {
      return AtomicFile.readJson(conf, file, type);
    } catch (FileNotFoundException e) {
      return null;
    }
  }
}
