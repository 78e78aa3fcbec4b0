package org.showerforge.jobs.generate;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.data.event.EventParquetWriter;
import org.showerforge.detector.DetectorSpec;

/** A file of showers that is being written; whole when it is closed. */
interface ShowerFile extends AutoCloseable {
  /** Appends the showers of a block. */
  void write(ShowerBlocks.Block block) throws IOException;

  @Override
  void close() throws IOException;

  /** The SHA-256 of the file; asked once, after {@link #close()}. */
  String sha256();

  /**
   * Begins a file.
   *
   * @param path it must not exist
   * @param events how many will be written
   */
  static ShowerFile create(
      GenerateConfig config, Configuration conf, Path path, DetectorSpec detector, long events)
      throws IOException {
    if (!config.format().isParquet()) {
      return new Hdf5ShowerFile(config.format(), conf, path, detector, events);
    }
    EventParquetWriter writer =
        new EventParquetWriter(
            conf,
            path,
            detector.conditions().size(),
            detector.cells(),
            config.format().layout(),
            config.carried());
    return new ShowerFile() {
      @Override
      public void write(ShowerBlocks.Block block) throws IOException {
        writer.write(
            block.firstEvent(),
            block.events(),
            block.conditions(),
            block.response(),
            block.carried());
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }

      @Override
      public String sha256() {
        return writer.sha256();
      }
    };
  }
}
