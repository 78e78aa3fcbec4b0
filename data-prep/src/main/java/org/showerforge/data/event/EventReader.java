package org.showerforge.data.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.data.output.StagedOutput;

/**
 * Reads whole data sets of events with Spark, file by file, in a fixed order and without rows.
 *
 * <p>Which files there are is settled once, on the driver, and sorted by path, so every run sees
 * the same events in the same partitions.
 */
public final class EventReader {
  private EventReader() {}

  /**
   * The Parquet files of one split of a prepared data set, sorted.
   *
   * @param dataset the data set's folder
   */
  public static List<String> files(Configuration conf, String dataset, Split split)
      throws IOException {
    List<String> files = list(conf, dataset, split.folder());
    if (files.isEmpty()) {
      throw new UserException(
          "%s: has no events in its %s split; prepare it again with a greater split.%s",
          dataset, split.label(), split.label());
    }
    return files;
  }

  /**
   * All Parquet files of a data set, prepared or generated, sorted.
   *
   * @param dataset the data set's folder
   */
  public static List<String> files(Configuration conf, String dataset) throws IOException {
    List<String> files = list(conf, dataset, EventSchema.EVENTS_FOLDER);
    if (files.isEmpty()) {
      throw new UserException(
          "%s: has a card but no Parquet file under %s/", dataset, EventSchema.EVENTS_FOLDER);
    }
    return files;
  }

  /**
   * The events of some files: one partition per file, in their order.
   *
   * @param files as {@link #files} gives them
   * @param maxEvents the most events that a batch holds
   */
  public static JavaRDD<EventBatch> read(JavaSparkContext sc, List<String> files, int maxEvents) {
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    return sc.parallelize(files, files.size())
        .flatMap(
            file -> {
              EventParquetReader reader =
                  new EventParquetReader(conf.value(), new Path(file), maxEvents);
              // The iterator outlives this call; the task's end is the one sure moment to close it.
              TaskContext.get()
                  .addTaskCompletionListener(
                      context -> {
                        try {
                          reader.close();
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      });
              return reader;
            });
  }

  private static List<String> list(Configuration conf, String dataset, String folder)
      throws IOException {
    Path root = new Path(dataset);
    FileSystem fs = root.getFileSystem(conf);
    if (!fs.exists(root)) {
      throw new UserException("%s: no such data set", dataset);
    }
    if (!fs.exists(new Path(root, StagedOutput.CARD))) {
      throw new UserException(
          "%s: is not a complete data set: no %s; was it written by ShowerForge, and to its end?",
          dataset, StagedOutput.CARD);
    }
    List<String> files = new ArrayList<>();
    Path events = new Path(root, folder);
    if (fs.exists(events)) {
      RemoteIterator<LocatedFileStatus> all = fs.listFiles(events, true);
      while (all.hasNext()) {
        FileStatus status = all.next();
        String name = status.getPath().getName();
        if (name.endsWith(EventSchema.FILE_SUFFIX) && !name.startsWith(".")) {
          files.add(status.getPath().toString());
        }
      }
    }
    Collections.sort(files);
    return files;
  }
}
