package org.showerforge.jobs.generate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;

/**
 * A histogram as text: a line {@code low,high,count} per bin, each beginning where the one before
 * ends; a first line of words and lines that begin with {@code #} are passed over.
 */
final class HistogramFile {
  private static final int MAX_BYTES = 1 << 20;

  private HistogramFile() {}

  static Distribution.Histogram read(String file) {
    List<Double> edges = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    String[] lines = text(file).split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("#") || (i == 0 && line.matches("[^0-9]+"))) {
        continue;
      }
      String where = "histogram %s, line %d".formatted(file, i + 1);
      double[] bin = bin(line, where);
      if (edges.isEmpty()) {
        edges.add(bin[0]);
      } else if (edges.get(edges.size() - 1) != bin[0]) {
        throw new UserException(
            "%s: begins at %s, not at %s where the bin before ends",
            where, bin[0], edges.get(edges.size() - 1));
      }
      edges.add(bin[1]);
      counts.add(bin[2]);
    }
    return new Distribution.Histogram(edges, counts);
  }

  private static double[] bin(String line, String where) {
    String[] fields = line.split("[,;\\s]+", -1);
    double[] bin = new double[3];
    try {
      for (int k = 0; k < bin.length; k++) {
        bin[k] = Double.parseDouble(fields[k]);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UserException("%s: must be low,high,count, got '%s'", where, line);
    }
    return bin;
  }

  private static String text(String file) {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(new Configuration()).open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UserException("histogram %s: has more than %d bytes", file, MAX_BYTES);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserException("histogram %s cannot be read; is the path right?", file);
    }
  }
}
