package org.showerforge.jobs.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.Progress;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.ComputeChoice;
import org.showerforge.jobs.tasks.TaskResults;

/**
 * Purpose: makes showers in bulk.
 *
 * <p>Input: a folder that train wrote. Output: Parquet files of the prepared schema under {@code
 * events/}, and a card. A shower depends on the generator, the seed and its index alone: any number
 * of files, cores or retries gives the same showers, which the card's content hash shows. A run
 * that was interrupted is taken up again by the same command, which makes only what is missing.
 *
 * <p>Example: {@code showerforge generate --set generator=generator --set output=showers --set
 * events=1000000 --set conditions.energy.uniform=[1,20]}
 */
public final class GenerateJob {
  private static final int REQUEST_ID_LENGTH = 16;

  private GenerateJob() {}

  /**
   * Runs the job.
   *
   * @param progress is told how many showers are written
   * @return the card that now lies in the output
   */
  public static ShowersCard run(JavaSparkContext sc, GenerateConfig asked, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    Configuration conf = sc.hadoopConfiguration();
    if (asked.output().isBlank()) {
      throw new UserException("output: must name a folder");
    }
    GenerateConfig requested = asked.exact(conf);
    ArrayList<GeneratorFiles> files =
        new ArrayList<>(GeneratorFiles.readAll(conf, requested.folders(conf)));
    List<GeneratorCard> generators = files.stream().map(each -> each.artifact().card()).toList();
    List<DetectorSpec> detectors =
        generators.stream().map(card -> card.transform().detector()).toList();
    DetectorSpec detector = common(requested, detectors);
    detectors.forEach(requested::checkAgainst);
    ParticleTable table =
        requested.table().isEmpty()
            ? null
            : ParticleTable.scan(conf, requested.table(), requested.tableColumns(), detector);
    GenerateConfig config = table == null ? requested : requested.of(table);
    if (table != null) {
      new TrainedRange(config, table, detectors.stream().map(DetectorSpec::conditions).toList())
          .check(sc);
    }
    try (Lease lease = Lease.take(conf, config.output());
        StagedOutput output =
            StagedOutput.resume(conf, config.output(), requestId(conf, config, generators))) {
      FinishedParts parts = new FinishedParts(sc, output);
      write(sc, new Request(config, table, files), new Destination(lease, output, parts), progress);
      List<ShowersCard.DataFile> placed =
          config.singleFile() ? parts.joined(config, detector) : parts.files();
      ShowersCard card = card(config, generators, parts, placed, (System.nanoTime() - start) / 1e9);
      lease.check();
      output.commit(card);
      return card;
    }
  }

  /** The detector of all generators; only its trained ranges may differ. */
  private static DetectorSpec common(GenerateConfig config, List<DetectorSpec> detectors) {
    DetectorSpec first = detectors.get(0);
    for (int r = 1; r < detectors.size(); r++) {
      DetectorSpec other = detectors.get(r);
      if (!first.layers().equals(other.layers())
          || first.thresholdMeV() != other.thresholdMeV()
          || !units(first).equals(units(other))) {
        throw new UserException(
            "routes: %s is of detector %s, %s of another, %s; one data set has one detector",
            config.generators().get(0), first.name(), config.generators().get(r), other.name());
      }
    }
    return first;
  }

  private static List<String> units(DetectorSpec detector) {
    return detector.conditions().stream().map(each -> each.name() + " " + each.unit()).toList();
  }

  /** What is to be made, of what. */
  private record Request(
      GenerateConfig config, @Nullable ParticleTable table, ArrayList<GeneratorFiles> generators) {}

  /** Where parts go. */
  private record Destination(Lease lease, StagedOutput output, FinishedParts parts) {
    void accept(GenerateTask.Written part) throws IOException {
      lease.check();
      parts.accept(part);
    }
  }

  /** Names everything that decides the files: which earlier run's parts are of use. */
  private static String requestId(
      Configuration conf, GenerateConfig config, List<GeneratorCard> generators)
      throws IOException {
    ObjectNode tree = (ObjectNode) Json.tree(config);
    tree.remove(List.of("generator", "output", "registry", "trustedKey"));
    for (GeneratorCard generator : generators) {
      tree.withArray("generators").add(generator.weightsSha256()).add(generator.transformSha256());
    }
    tree.put("showerforge", Version.current());
    if (!config.table().isEmpty()) {
      Path table = new Path(config.table());
      FileStatus status = table.getFileSystem(conf).getFileStatus(table);
      tree.put("tableBytes", status.getLen()).put("tableModified", status.getModificationTime());
    }
    return Hashes.sha256(Json.write(tree)).substring(0, REQUEST_ID_LENGTH);
  }

  private static ShowersCard card(
      GenerateConfig config,
      List<GeneratorCard> generators,
      FinishedParts parts,
      List<ShowersCard.DataFile> placed,
      double seconds) {
    return new ShowersCard(
        ShowersCard.KIND,
        ShowersCard.FORMAT_VERSION,
        Version.current(),
        Instant.now().toString(),
        generators.get(0).transform().detector(),
        config,
        generators.stream().map(GeneratorCard::weightsSha256).toList(),
        config.events(),
        parts.contentSha256(config.events()),
        parts.earlierEvents(),
        seconds,
        placed);
  }

  private static void write(
      JavaSparkContext sc, Request request, Destination destination, Progress progress)
      throws IOException {
    GenerateConfig config = request.config();
    Compute compute = ComputeChoice.announce(config.compute(), sc.getConf());
    FinishedParts parts = destination.parts();
    List<GenerateTask> tasks = new ArrayList<>();
    for (long block = 0; block < config.blocks(); block += config.blocksPerFile()) {
      long count = Math.min(config.blocksPerFile(), config.blocks() - block);
      GenerateTask task = new GenerateTask(config, request.table(), compute, block, count);
      if (!parts.has(task.firstEvent())) {
        tasks.add(task);
      }
    }
    if (tasks.isEmpty()) {
      return;
    }
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    Broadcast<ArrayList<GeneratorFiles>> generators = sc.broadcast(request.generators());
    LongAccumulator done = sc.sc().longAccumulator("showers");
    long before = parts.events();
    String attempts = destination.output().attempts();
    TaskResults.forEach(
        sc,
        sc.parallelize(tasks, tasks.size())
            .map(
                task -> {
                  Path folder = StagedOutput.attemptFolder(attempts, TaskContext.get());
                  return task.run(generators.value(), conf.value(), folder, done);
                }),
        destination::accept,
        () -> progress.events(Math.min(config.events(), before + done.value()), config.events()));
    progress.events(config.events(), config.events());
  }
}
