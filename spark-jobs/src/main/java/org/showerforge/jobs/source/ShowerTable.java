package org.showerforge.jobs.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.showerforge.UserException;
import org.showerforge.data.event.EventSchema;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.ComputeChoice;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.GeneratorFiles;
import org.showerforge.jobs.settings.Settings;

/** The showers of a request as a table: one partition is what would be one file. */
final class ShowerTable implements SupportsRead {
  private final String name;

  ShowerTable(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // Spark asks for it.
  public StructType schema() {
    return EventSchema.sparkType();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap readOptions) {
    List<String> overrides = new ArrayList<>(List.of("output=''"));
    readOptions.asCaseSensitiveMap().forEach((key, value) -> overrides.add(key + "=" + value));
    GenerateConfig config = Settings.resolve("generate", "", overrides, GenerateConfig.class);
    if (!config.table().isEmpty() || config.extrapolate()) {
      throw new UserException("table and extrapolate: are for showerforge generate alone");
    }
    return () -> new ShowerScan(config);
  }

  /** A read of all of it. */
  private record ShowerScan(GenerateConfig config) implements Scan, Batch {
    @Override
    public StructType readSchema() {
      return EventSchema.sparkType();
    }

    @Override
    public Batch toBatch() {
      return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
      List<ShowerPartition> partitions = new ArrayList<>();
      for (long block = 0; block < config.blocks(); block += config.blocksPerFile()) {
        partitions.add(
            new ShowerPartition(block, Math.min(config.blocksPerFile(), config.blocks() - block)));
      }
      return partitions.toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      JavaSparkContext sc = JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
      try {
        GeneratorFiles generator =
            GeneratorFiles.read(
                sc.hadoopConfiguration(), config.folders(sc.hadoopConfiguration()).get(0));
        config.checkAgainst(generator.artifact().card().transform().detector());
        Compute compute = ComputeChoice.announce(config.compute(), sc.getConf());
        Broadcast<GeneratorFiles> shipped = sc.broadcast(generator);
        return new ShowerReaderFactory(config, compute, shipped);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Some blocks of the sampler.
   *
   * @param firstBlock the first one's number
   * @param blocks how many
   */
  record ShowerPartition(long firstBlock, long blocks) implements InputPartition {}
}
