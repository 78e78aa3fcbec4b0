package org.showerforge.data.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.data.output.OutputCard;

/**
 * Reads whole data sets of events with Spark, file by file, in a fixed order and without rows.
 *
 * <p>Which files there are is settled once, on the driver, by the data set's card, and sorted by
 * path, so every run sees the same events in the same partitions.
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
          "%s: its card lists no Parquet file under %s/", dataset, EventSchema.EVENTS_FOLDER);
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

  /** What the card lists, and nothing else: more may be on its way in. */
  private static List<String> list(Configuration conf, String dataset, String folder)
      throws IOException {
    List<String> files = new ArrayList<>();
    for (JsonNode file : OutputCard.tree(conf, dataset).path("files")) {
      String path = file.path("path").asText();
      if (path.contains("..") || !path.endsWith(EventSchema.FILE_SUFFIX)) {
        throw new UserException(
            "%s: its card lists '%s', which is no file of events of its own", dataset, path);
      }
      if (path.startsWith(folder + "/")) {
        files.add(new Path(dataset, path).toString());
      }
    }
    Collections.sort(files);
    return files;
  }
}
