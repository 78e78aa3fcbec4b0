package org.showerforge.jobs.generate;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.data.event.EventSchema;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.detector.DetectorSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a request that are finished and in their places, with a note of each beside them: an
 * interrupted request carries on with the others. A part's note is written after the part; a part
 * without a whole note, or that is not what its note says, is made again.
 */
final class FinishedParts {
  private static final Logger LOG = LoggerFactory.getLogger(FinishedParts.class);

  private final StagedOutput output;
  private final FileSystem fs;
  private final Map<Long, GenerateTask.Written> parts = new TreeMap<>();
  private final long earlierEvents;

  /** Those of earlier runs, their files read and hashed by Spark's tasks. */
  FinishedParts(JavaSparkContext sc, StagedOutput output) throws IOException {
    Configuration conf = sc.hadoopConfiguration();
    this.output = output;
    this.fs = output.content().getFileSystem(conf);
    List<GenerateTask.Written> noted = noted(conf);
    List<Boolean> intact = intact(sc, noted);
    for (int i = 0; i < noted.size(); i++) {
      if (intact.get(i)) {
        parts.put(noted.get(i).firstEvent(), noted.get(i));
      } else {
        LOG.warn("{} is damaged and made again", place(noted.get(i)));
      }
    }
    deleteOthers();
    this.earlierEvents = events();
    if (earlierEvents > 0) {
      LOG.info("{} showers are there from an interrupted run", earlierEvents);
    }
  }

  private List<GenerateTask.Written> noted(Configuration conf) throws IOException {
    List<GenerateTask.Written> noted = new ArrayList<>();
    if (fs.exists(output.notes())) {
      for (FileStatus note : fs.listStatus(output.notes())) {
        try {
          byte[] text = StagedOutput.read(conf, note.getPath());
          GenerateTask.Written part =
              Json.read(
                  new ByteArrayInputStream(text),
                  GenerateTask.Written.class,
                  note.getPath().toString());
          // A note speaks of the file that it is named after, and of none elsewhere.
          if (note(part).equals(note.getPath())
              && part.name().equals(EventSchema.EVENTS_FOLDER + "/" + place(part).getName())) {
            noted.add(part);
          }
        } catch (UserException e) {
          // Its writer died, so its part counts for nothing.
          fs.delete(note.getPath(), false);
        }
      }
    }
    return noted;
  }

  private List<Boolean> intact(JavaSparkContext sc, List<GenerateTask.Written> noted) {
    if (noted.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    String content = output.content().toString();
    return sc.parallelize(noted, noted.size())
        .map(part -> isIntact(conf.value(), new Path(content, part.name()), part.sha256()))
        .collect();
  }

  private static boolean isIntact(Configuration conf, Path file, String sha256) throws IOException {
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      return Hashes.sha256(in).equals(sha256);
    } catch (FileNotFoundException | ChecksumException e) {
      return false;
    }
  }

  private void deleteOthers() throws IOException {
    Path folder = new Path(output.content(), EventSchema.EVENTS_FOLDER);
    if (fs.exists(folder)) {
      Set<Path> places = parts.values().stream().map(this::place).collect(Collectors.toSet());
      for (FileStatus file : fs.listStatus(folder)) {
        if (!places.contains(file.getPath())) {
          fs.delete(file.getPath(), false);
        }
      }
    }
  }

  private Path note(GenerateTask.Written part) {
    return new Path(output.notes(), place(part).getName() + ".json");
  }

  private Path place(GenerateTask.Written part) {
    return new Path(output.content(), part.name());
  }

  /** Whether the part that begins with an event is there. */
  boolean has(long firstEvent) {
    return parts.containsKey(firstEvent);
  }

  /** Takes a part that a task has finished. */
  void accept(GenerateTask.Written part) throws IOException {
    output.accept(part.file(), part.name());
    try (var out = fs.create(note(part), true)) {
      out.write(Json.write(part));
    }
    parts.put(part.firstEvent(), part);
  }

  /** Showers that were there at the beginning. */
  long earlierEvents() {
    return earlierEvents;
  }

  /** Showers in all parts. */
  long events() {
    return parts.values().stream().mapToLong(GenerateTask.Written::events).sum();
  }

  /** The parts' files, in the order of their events. */
  List<ShowersCard.DataFile> files() {
    return parts.values().stream()
        .map(
            part ->
                new ShowersCard.DataFile(
                    part.name(), part.firstEvent(), part.events(), part.sha256()))
        .toList();
  }

  /**
   * The hash of all showers in the order of their indices, whatever files they lie in.
   *
   * @param events how many there must be
   */
  String contentSha256(long events) {
    MessageDigest all = Hashes.sha256();
    long next = 0;
    for (GenerateTask.Written part : parts.values()) {
      if (part.firstEvent() != next) {
        throw new IllegalStateException(part.name() + " does not begin with shower " + next);
      }
      next += part.events();
      part.blockSha256().forEach(hash -> all.update(hash.getBytes(StandardCharsets.US_ASCII)));
    }
    if (next != events) {
      throw new IllegalStateException("wrote " + next + " showers of " + events);
    }
    return Hashes.hex(all.digest());
  }

  /** Makes one HDF5 file of all parts, which go. */
  List<ShowersCard.DataFile> joined(GenerateConfig config, DetectorSpec detector)
      throws IOException {
    String name = EventSchema.EVENTS_FOLDER + "/showers" + config.format().suffix();
    Path file = new Path(output.attempts(), "joined");
    String sha256 =
        Hdf5ShowerFile.join(
            config.format(),
            fs.getConf(),
            detector,
            parts.values().stream().map(this::place).toList(),
            parts.values().stream().map(GenerateTask.Written::events).toList(),
            file);
    for (GenerateTask.Written part : parts.values()) {
      fs.delete(place(part), false);
    }
    output.accept(file.toString(), name);
    return List.of(new ShowersCard.DataFile(name, 0, config.events(), sha256));
  }
}
