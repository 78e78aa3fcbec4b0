package org.showerforge.jobs.generate;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.event.EventSchema;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.ComputeChoice;

/**
 * Purpose: makes showers in bulk.
 *
 * <p>Input: a folder that train wrote. Output: Parquet files of the prepared schema under {@code
 * events/}, and a card. A shower depends on the generator, the seed and its index alone: any number
 * of files, cores or retries gives the same showers, which the card's content hash shows.
 *
 * <p>Example: {@code showerforge generate --set generator=generator --set output=showers --set
 * events=1000000 --set conditions.energy.uniform=[1,20]}
 */
public final class GenerateJob {
  private GenerateJob() {}

  /**
   * Runs the job.
   *
   * @param progress is told how many showers are written
   * @return the card that now lies in the output
   */
  public static ShowersCard run(JavaSparkContext sc, GenerateConfig config, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    Configuration conf = sc.hadoopConfiguration();
    Map<String, byte[]> files = new HashMap<>();
    for (String name : List.of(GeneratorArtifact.CARD, GeneratorArtifact.WEIGHTS)) {
      files.put(name, content(conf, config.generator(), name));
    }
    GeneratorArtifact generator =
        GeneratorArtifact.load(
            name -> new java.io.ByteArrayInputStream(files.getOrDefault(name, new byte[0])),
            config.generator());
    config.checkAgainst(generator.card().transform().detector());
    try (Lease lease = Lease.take(conf, config.output());
        StagedOutput output = begin(conf, config.output())) {
      List<GenerateTask.Written> written = write(sc, config, files, output.attempts(), progress);
      List<ShowersCard.DataFile> placed = new ArrayList<>();
      MessageDigest all = Hashes.sha256();
      for (GenerateTask.Written part : written) {
        String name = EventSchema.EVENTS_FOLDER + "/" + new Path(part.file()).getName();
        output.accept(part.file(), name);
        placed.add(new ShowersCard.DataFile(name, part.firstEvent(), part.events(), part.sha256()));
        part.blockSha256().forEach(hash -> all.update(hash.getBytes(StandardCharsets.US_ASCII)));
      }
      ShowersCard card =
          new ShowersCard(
              ShowersCard.KIND,
              ShowersCard.FORMAT_VERSION,
              Version.current(),
              Instant.now().toString(),
              generator.card().transform().detector(),
              config,
              generator.card().weightsSha256(),
              placed.stream().mapToLong(ShowersCard.DataFile::events).sum(),
              Hashes.hex(all.digest()),
              (System.nanoTime() - start) / 1e9,
              placed);
      if (card.events() != config.events()) {
        throw new IllegalStateException(
            "wrote " + card.events() + " showers of " + config.events());
      }
      lease.check();
      output.commit(card);
      return card;
    }
  }

  private static StagedOutput begin(Configuration conf, String output) throws IOException {
    StagedOutput.sweep(conf, output);
    return StagedOutput.create(conf, output);
  }

  private static List<GenerateTask.Written> write(
      JavaSparkContext sc,
      GenerateConfig config,
      Map<String, byte[]> files,
      String attempts,
      Progress progress) {
    Compute compute = ComputeChoice.announce(config.compute(), sc.getConf());
    List<GenerateTask> tasks = new ArrayList<>();
    for (long block = 0; block < config.blocks(); block += config.blocksPerFile()) {
      long count = Math.min(config.blocksPerFile(), config.blocks() - block);
      tasks.add(new GenerateTask(config, compute, block, count));
    }
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    Broadcast<Map<String, byte[]>> artifact = sc.broadcast(files);
    LongAccumulator done = sc.sc().longAccumulator("showers");
    JavaFutureAction<List<GenerateTask.Written>> job =
        sc.parallelize(tasks, tasks.size())
            .map(
                task -> {
                  Path folder = StagedOutput.attemptFolder(attempts, TaskContext.get());
                  return task.run(artifact.value(), conf.value(), folder, done);
                })
            .collectAsync();
    List<GenerateTask.Written> written =
        Progress.await(job, () -> progress.events(done.value(), config.events()));
    progress.events(config.events(), config.events());
    return written;
  }

  private static byte[] content(Configuration conf, String folder, String name) throws IOException {
    try {
      return StagedOutput.read(conf, new Path(folder, name));
    } catch (FileNotFoundException e) {
      throw new UserException(
          "%s is not a generator: no %s in it; give the folder that train wrote", folder, name);
    }
  }
}
