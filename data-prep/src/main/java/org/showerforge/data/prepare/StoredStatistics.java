package org.showerforge.data.prepare;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.PreparedCard.StatisticsFile;
import org.showerforge.data.statistics.EventStatistics;
import org.showerforge.detector.DetectorSpec;

/** The statistics of a prepared data set, in a file beside its card. */
public final class StoredStatistics {
  private StoredStatistics() {}

  /** Reads those of a data set. */
  public static EventStatistics read(Configuration conf, String dataset, PreparedCard card)
      throws IOException {
    StatisticsFile file = card.statisticsFile();
    Path path = new Path(dataset, file.path());
    byte[] bytes;
    try {
      bytes = StagedOutput.read(conf, path);
    } catch (FileNotFoundException e) {
      throw new UserException("%s: is missing; prepare the data set again", path);
    }
    if (!Hashes.sha256(bytes).equals(file.sha256())) {
      throw new UserException(
          "%s: is not what the card says: its SHA-256 differs; prepare the data set again", path);
    }
    return EventStatistics.read(
        new DataInputStream(new ByteArrayInputStream(bytes)), card.detector(), path.toString());
  }

  /**
   * Adds up what tasks have written, in their order, one at a time.
   *
   * @param all receives it
   */
  static void merge(
      Configuration conf, List<String> files, DetectorSpec detector, EventStatistics all)
      throws IOException {
    for (String file : files) {
      Path path = new Path(file);
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(path.getFileSystem(conf).open(path)))) {
        all.merge(EventStatistics.read(in, detector, file));
      }
    }
  }

  /**
   * Writes those of a data set.
   *
   * @param parts tasks that have written files, which makes the name a new one
   */
  static StatisticsFile write(StagedOutput output, EventStatistics all, int parts)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    all.write(new DataOutputStream(bytes));
    String name = String.format(Locale.ROOT, "statistics-%06d.bin", parts);
    output.write(name, bytes.toByteArray());
    return new StatisticsFile(name, Hashes.sha256(bytes.toByteArray()));
  }
}
