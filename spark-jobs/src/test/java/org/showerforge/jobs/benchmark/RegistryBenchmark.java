package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.registry.Candidate;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.jobs.registry.Registry;

/**
 * What a registry costs with ever more versions of one line, on a local disk: {@code
 * deploy/bench/refresh registry} runs it. Arguments: a generator's folder, a folder to work in, the
 * number of versions.
 */
final class RegistryBenchmark {
  private static final Configuration CONF = new Configuration();
  private static final int READS = 20;

  private RegistryBenchmark() {}

  /** What is timed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    String generator = arguments[0];
    String root = Path.of(arguments[1]).resolve("registry").toString();
    int most = Integer.parseInt(arguments[2]);
    LineName name = LineName.of("calogan/eplus");
    GeneratorLine line = new Registry(CONF, root).line(name);
    Candidate candidate = new Candidate(generator, null, null);
    Grounds why = Grounds.of("a benchmark");
    System.out.println(
        "| versions | add and promote, ms | current version, ms | resolve and check its files, ms |"
            + " history, ms | known copy, ms |");
    System.out.println("|---|---|---|---|---|---|");
    long start = System.nanoTime();
    int since = 0;
    for (int version = 1; version <= most; version++) {
      try (Lease lease = line.lease()) {
        line.promote(lease, line.add(lease, candidate, null, why), why);
      }
      if (version == 1 || version == 10 || version == 100 || version == most) {
        double change = (System.nanoTime() - start) / 1e6 / (version - since);
        System.out.printf(
            Locale.ROOT,
            "| %,d | %.1f | %.2f | %.1f | %.1f | %.1f |%n",
            version,
            change,
            milliseconds(() -> line.current()),
            milliseconds(() -> Registry.folder(CONF, "registry:calogan/eplus@current", root, "")),
            milliseconds(() -> line.history()),
            milliseconds(() -> line.copyOf(generator)));
        since = version;
        start = System.nanoTime();
      }
    }
  }

  /** The mean of some turns, after one that does not count. */
  private static double milliseconds(Work work) throws IOException {
    work.run();
    long start = System.nanoTime();
    for (int turn = 0; turn < READS; turn++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e6 / READS;
  }
}
