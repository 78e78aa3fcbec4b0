package org.showerforge.jobs.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.card.Hashes;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.hdf5.Hdf5Writer;
import org.showerforge.detector.DetectorSpec;

/** A file of showers in HDF5, a chunk of every dataset for each block. */
final class Hdf5ShowerFile implements ShowerFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputFormat format;
  private final int conditionWidth;
  private final int cells;
  private final List<float[]> chunk = new ArrayList<>();
  private final List<Hdf5Writer.Column> columns;
  private final MessageDigest digest = Hashes.sha256();
  private final Hdf5Writer writer;

  Hdf5ShowerFile(
      OutputFormat format, Configuration conf, Path path, DetectorSpec detector, long events)
      throws IOException {
    this.format = format;
    this.conditionWidth = detector.conditions().size();
    this.cells = detector.cells();
    this.columns = format.columns(detector);
    columns.forEach(column -> chunk.add(new float[ShowerSampler.BLOCK * column.width()]));
    this.writer = new Hdf5Writer(open(conf, path, digest), columns, events, ShowerSampler.BLOCK);
  }

  private static OutputStream open(Configuration conf, Path path, MessageDigest digest)
      throws IOException {
    return new DigestOutputStream(path.getFileSystem(conf).create(path, false), digest);
  }

  @Override
  public void write(ShowerBlocks.Block block) throws IOException {
    int condition = 0;
    int cell = 0;
    for (int k = 0; k < columns.size(); k++) {
      int width = columns.get(k).width();
      if (k < conditionWidth) {
        fill(k, block.conditions(), conditionWidth, condition, block.events());
        condition += width;
      } else {
        fill(k, block.response(), cells, cell, block.events());
        cell += width;
      }
    }
    writer.write(chunk);
  }

  /** Copies some of each event's numbers; zeros fill the chunk. */
  private void fill(int column, float[] values, int stride, int offset, int events) {
    float[] target = chunk.get(column);
    int width = columns.get(column).width();
    float factor = (float) format.factor(column);
    java.util.Arrays.fill(target, events * width, target.length, 0);
    for (int i = 0; i < events; i++) {
      for (int j = 0; j < width; j++) {
        target[i * width + j] = factor * values[i * stride + offset + j];
      }
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  @Override
  public String sha256() {
    return Hashes.hex(digest.digest());
  }

  /**
   * Makes one file of successive parts, each but the last of whole blocks.
   *
   * @param parts their files
   * @param events in each
   * @return the new file's SHA-256
   */
  static String join(
      OutputFormat format,
      Configuration conf,
      DetectorSpec detector,
      List<Path> parts,
      List<Long> events,
      Path joined)
      throws IOException {
    MessageDigest digest = Hashes.sha256();
    List<Hdf5Writer.Column> columns = format.columns(detector);
    long all = events.stream().mapToLong(Long::longValue).sum();
    try (OutputStream out = new BufferedOutputStream(open(conf, joined, digest), BUFFER_BYTES)) {
      out.write(Hdf5Writer.header(columns, all, ShowerSampler.BLOCK));
      for (int i = 0; i < parts.size(); i++) {
        FileSystem fs = parts.get(i).getFileSystem(conf);
        try (InputStream in = fs.open(parts.get(i))) {
          in.skipNBytes(Hdf5Writer.header(columns, events.get(i), ShowerSampler.BLOCK).length);
          in.transferTo(out);
        }
      }
    }
    return Hashes.hex(digest.digest());
  }
}
