package org.showerforge.data.prepare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The first look at the raw files: which of them have content that is not in the data set yet, and
 * how many events are in these.
 *
 * <p>A file that was prepared before and has kept its place, length and time is taken to be the
 * same; every other one is hashed. Of several files with one content the first is read.
 */
final class Scan {
  private static final int MAX_SLICES = 1000;

  private final JavaSparkContext sc;
  private final SerializableConfiguration conf;
  private final SharedSettings shared;
  private final Map<String, PreparedCard.Source> knownPaths = new HashMap<>();
  private final Set<String> knownContent = new HashSet<>();
  private final List<SourceFile> fresh = new ArrayList<>();
  private int known;

  private Scan(JavaSparkContext sc, SharedSettings shared, List<PreparedCard.Source> before) {
    this.sc = sc;
    this.conf = new SerializableConfiguration(sc.hadoopConfiguration());
    this.shared = shared;
    for (PreparedCard.Source source : before) {
      knownPaths.put(source.path(), source);
      knownContent.add(source.sha256());
    }
  }

  /**
   * Looks at the files.
   *
   * @param before the sources that the data set has already
   * @param stages is told of one: megabytes hashed
   */
  static Scan of(
      JavaSparkContext sc,
      SharedSettings shared,
      List<String> files,
      List<PreparedCard.Source> before,
      Progress.Stages stages)
      throws IOException {
    Scan scan = new Scan(sc, shared, before);
    scan.look(files, stages);
    return scan;
  }

  /** The files with new content, in the order of their paths. */
  List<SourceFile> fresh() {
    return List.copyOf(fresh);
  }

  /** How many files have content that is in the data set, or in another file, already. */
  int known() {
    return known;
  }

  private void look(List<String> files, Progress.Stages stages) throws IOException {
    Map<String, FileStatus> unsure = new LinkedHashMap<>();
    for (String file : files) {
      Path path = new Path(file);
      FileStatus status = path.getFileSystem(conf.value()).getFileStatus(path);
      PreparedCard.Source source = knownPaths.get(file);
      if (source == null
          || source.bytes() != status.getLen()
          || source.modified() != status.getModificationTime()) {
        unsure.put(file, status);
      } else {
        known++;
      }
    }
    Map<String, String> hashes = hash(List.copyOf(unsure.values()), stages);
    List<FileStatus> unread = new ArrayList<>();
    for (Map.Entry<String, FileStatus> file : unsure.entrySet()) {
      if (knownContent.add(hashes.getOrDefault(file.getKey(), ""))) {
        unread.add(file.getValue());
      } else {
        known++;
      }
    }
    index(unread, hashes);
  }

  private Map<String, String> hash(List<FileStatus> files, Progress.Stages stages) {
    List<ContentHash.Piece> pieces = new ArrayList<>();
    files.forEach(file -> pieces.addAll(ContentHash.pieces(file)));
    if (pieces.isEmpty()) {
      return Map.of();
    }
    List<String> hashes;
    try (Progress progress = stages.begin("scan", "MB")) {
      hashes = hash(pieces, progress);
    }
    Map<String, List<String>> byFile = new LinkedHashMap<>();
    for (int i = 0; i < pieces.size(); i++) {
      byFile.computeIfAbsent(pieces.get(i).path(), file -> new ArrayList<>()).add(hashes.get(i));
    }
    Map<String, String> combined = new HashMap<>();
    byFile.forEach((file, parts) -> combined.put(file, ContentHash.combine(parts)));
    return combined;
  }

  private List<String> hash(List<ContentHash.Piece> pieces, Progress progress) {
    SerializableConfiguration shipped = conf;
    LongAccumulator done = sc.sc().longAccumulator("bytes hashed");
    long megabytes = pieces.stream().mapToLong(ContentHash.Piece::length).sum() >> 20;
    List<String> outcomes =
        Progress.await(
            sc.parallelize(numbers(pieces.size()), Math.min(pieces.size(), MAX_SLICES))
                .map(
                    n ->
                        Outcome.of(
                            () -> {
                              String sha256 = pieces.get(n).sha256(shipped.value());
                              done.add(pieces.get(n).length());
                              return sha256;
                            }))
                .collectAsync(),
            () -> progress.events(Math.min(done.value() >> 20, megabytes), megabytes));
    List<String> hashes = Outcome.reports(outcomes, String.class);
    progress.events(megabytes, megabytes);
    return hashes;
  }

  private void index(List<FileStatus> files, Map<String, String> hashes) {
    if (files.isEmpty()) {
      return;
    }
    List<String> paths = files.stream().map(file -> file.getPath().toString()).toList();
    SerializableConfiguration shipped = conf;
    SharedSettings settings = shared;
    List<String> outcomes =
        sc.parallelize(numbers(files.size()), Math.min(files.size(), MAX_SLICES))
            .map(
                n ->
                    Outcome.of(
                        () ->
                            describe(
                                shipped.value(),
                                settings,
                                paths.get(n),
                                hashes.getOrDefault(paths.get(n), ""))))
            .collect();
    fresh.addAll(Outcome.reports(outcomes, SourceFile.class));
  }

  private static SourceFile describe(
      Configuration conf, SharedSettings settings, String file, String sha256) throws IOException {
    Path path = new Path(file);
    FileSystem fs = path.getFileSystem(conf);
    FileStatus status = fs.getFileStatus(path);
    return new SourceFile(
        file,
        status.getLen(),
        status.getModificationTime(),
        sha256,
        settings.mapping().scan(conf, path));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
