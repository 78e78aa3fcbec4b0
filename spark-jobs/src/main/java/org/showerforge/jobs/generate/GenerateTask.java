package org.showerforge.jobs.generate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventSchema;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.TaskDevice;

/**
 * Makes the showers of one file: whole blocks of the sampler, of which the last may be written in
 * part.
 *
 * @param config the request
 * @param table the particles; null if there is none
 * @param compute what to compute on
 * @param firstBlock its first block
 * @param blocks how many
 */
record GenerateTask(
    GenerateConfig config,
    @Nullable ParticleTable table,
    Compute compute,
    long firstBlock,
    long blocks)
    implements Serializable {

  /**
   * What a task wrote.
   *
   * @param file where
   * @param name its place in the output
   * @param firstEvent index of its first shower
   * @param events how many
   * @param sha256 of the file
   * @param blockSha256 of the showers of each block, in order
   */
  record Written(
      String file,
      String name,
      long firstEvent,
      long events,
      String sha256,
      List<String> blockSha256)
      implements Serializable {
    /** Copies the list. */
    Written {
      blockSha256 = List.copyOf(blockSha256);
    }
  }

  /** The index of the first shower. */
  long firstEvent() {
    return firstBlock * ShowerSampler.BLOCK;
  }

  /**
   * Makes the showers.
   *
   * @param generators the generators, one per route
   * @param folder where to write the file
   * @param done is told how many showers are written
   */
  Written run(
      List<GeneratorFiles> generators, Configuration conf, Path folder, LongAccumulator done)
      throws IOException {
    TaskDevice.bind(compute);
    String name =
        "part-%08d".formatted(firstBlock / config.blocksPerFile()) + config.format().suffix();
    Path file = new Path(folder, name);
    List<String> hashes = new ArrayList<>();
    long events = Math.min(blocks * ShowerSampler.BLOCK, config.events() - firstEvent());
    ShowerFile writer;
    try (ParticleTable.Reader rows = table == null ? null : table.open(conf, ShowerSampler.BLOCK);
        ShowerBlocks showers =
            new ShowerBlocks(
                config, generators.stream().map(GeneratorFiles::artifact).toList(), rows)) {
      writer = ShowerFile.create(config, conf, file, showers.detector(), events);
      write(showers, writer, hashes, done);
    }
    return new Written(
        file.toString(),
        EventSchema.EVENTS_FOLDER + "/" + name,
        firstEvent(),
        events,
        writer.sha256(),
        hashes);
  }

  private void write(
      ShowerBlocks showers, ShowerFile writer, List<String> hashes, LongAccumulator done)
      throws IOException {
    try (writer) {
      long end = firstBlock + blocks;
      showers.begin(firstBlock);
      for (long block = firstBlock; block < end; block++) {
        if (block + 1 < end) {
          showers.begin(block + 1);
        }
        ShowerBlocks.Block made = showers.next();
        writer.write(made);
        hashes.add(made.sha256());
        done.add(made.events());
      }
    }
  }
}
