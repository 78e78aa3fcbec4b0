package org.showerforge.jobs.generate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.LongAccumulator;
import org.showerforge.backend.Philox;
import org.showerforge.card.Hashes;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventParquetWriter;
import org.showerforge.detector.Condition;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.TaskDevice;

/**
 * Makes the showers of one file: whole blocks of the sampler, of which the last may be written in
 * part.
 *
 * @param config the request
 * @param compute what to compute on
 * @param firstBlock its first block
 * @param blocks how many
 */
record GenerateTask(GenerateConfig config, Compute compute, long firstBlock, long blocks)
    implements Serializable {
  /** Another key than the showers' own noise. */
  private static final long CONDITIONS = 0x436f6e64L;

  /**
   * What a task wrote.
   *
   * @param file where
   * @param firstEvent index of its first shower
   * @param events how many
   * @param sha256 of the file
   * @param blockSha256 of the showers of each block, in order
   */
  record Written(String file, long firstEvent, long events, String sha256, List<String> blockSha256)
      implements Serializable {}

  /**
   * Makes the showers.
   *
   * @param artifact the generator's files by name
   * @param folder where to write the file
   * @param done is told how many showers are written
   */
  Written run(Map<String, byte[]> artifact, Configuration conf, Path folder, LongAccumulator done)
      throws IOException {
    TaskDevice.bind(compute);
    GeneratorArtifact generator =
        GeneratorArtifact.load(
            name -> new ByteArrayInputStream(artifact.getOrDefault(name, new byte[0])),
            "generator");
    ShowerSampler sampler = new ShowerSampler(generator.card(), generator.weights());
    int given = sampler.detector().conditions().size();
    int cells = sampler.detector().cells();
    Path file =
        new Path(folder, "part-%08d.parquet".formatted(firstBlock / config.blocksPerFile()));
    List<String> hashes = new ArrayList<>();
    EventParquetWriter writer = new EventParquetWriter(conf, file, given, cells);
    try (writer) {
      for (long block = firstBlock; block < firstBlock + blocks; block++) {
        float[] conditions = conditions(sampler, block);
        float[] response = sampler.block(config.seed(), block, conditions);
        long first = block * ShowerSampler.BLOCK;
        int count = (int) Math.min(ShowerSampler.BLOCK, config.events() - first);
        for (int i = 0; i < count; i++) {
          writer.write(first + i, conditions, i * given, response, i * cells, 1);
        }
        hashes.add(hash(conditions, count * given, response, count * cells));
        done.add(count);
      }
    }
    return new Written(
        file.toString(),
        firstBlock * ShowerSampler.BLOCK,
        writer.events(),
        writer.sha256(),
        hashes);
  }

  private float[] conditions(ShowerSampler sampler, long block) {
    List<Condition> all = sampler.detector().conditions();
    float[] conditions = new float[ShowerSampler.BLOCK * all.size()];
    float[] unit = new float[all.size()];
    Philox random = Philox.of(config.seed(), CONDITIONS);
    for (int i = 0; i < ShowerSampler.BLOCK; i++) {
      random.uniforms(block * ShowerSampler.BLOCK + i, 0, unit, 0, unit.length);
      for (int k = 0; k < unit.length; k++) {
        Distribution distribution = config.conditions().get(all.get(k).name());
        if (distribution == null) {
          throw new IllegalStateException("no distribution for " + all.get(k).name());
        }
        conditions[i * unit.length + k] = distribution.value(unit[k]);
      }
    }
    return conditions;
  }

  private static String hash(
      float[] conditions, int conditionCount, float[] response, int responseCount) {
    MessageDigest digest = Hashes.sha256();
    digest.update(bytes(conditions, conditionCount));
    digest.update(bytes(response, responseCount));
    return Hashes.hex(digest.digest());
  }

  private static byte[] bytes(float[] values, int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values, 0, count);
    return buffer.array();
  }
}
