package org.showerforge.jobs.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * Generators by what they are for, {@code <detector>/<particle>}, and by version, in a folder of
 * any Hadoop file system.
 *
 * <pre>
 * registry/calogan/eplus/v0007/{card.json, generator/, evaluation/}   never changed
 *                        history/000012.json                          never changed
 *                        current.json                                 replaced in one step
 * </pre>
 */
public final class Registry {
  private final Configuration conf;
  private final String root;

  /**
   * A registry.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param root its folder; it need not exist
   */
  public Registry(Configuration conf, String root) {
    if (root.isBlank()) {
      throw new UserException("registry: must name a folder");
    }
    this.conf = conf;
    this.root = root;
  }

  /** A line of generators; it need not exist. */
  public GeneratorLine line(LineName name) {
    return new GeneratorLine(
        conf, new Path(new Path(root, name.detector()), name.particle()), name);
  }

  /** All lines, in the order of their names. */
  public List<GeneratorLine> lines() throws IOException {
    List<GeneratorLine> lines = new ArrayList<>();
    Path folder = new Path(root);
    FileSystem fs = folder.getFileSystem(conf);
    for (String detector : folders(fs, folder)) {
      for (String particle : folders(fs, new Path(folder, detector))) {
        // Other folders may lie there, lost+found for one.
        if (LineName.is(detector, particle)) {
          lines.add(line(new LineName(detector, particle)));
        }
      }
    }
    return lines;
  }

  private List<String> folders(FileSystem fs, Path folder) throws IOException {
    try {
      return Arrays.stream(fs.listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      throw new UserException("registry %s: there is no such folder; is the path right?", root);
    }
  }

  /**
   * The folder of a generator that is named by a configuration: as it is, or, of a registry, that
   * of the version meant, whose files are what its card says.
   *
   * @param place a folder, or {@code registry:<detector>/<particle>@<version>}
   * @param root the registry's folder, or empty
   * @param trustedKey the file of the public key that must have signed it, or empty
   */
  public static String folder(Configuration conf, String place, String root, String trustedKey)
      throws IOException {
    if (!GeneratorReference.is(place)) {
      if (!trustedKey.isEmpty()) {
        throw new UserException(
            "trustedKey: generator %s is not of a registry, so nothing signs it", place);
      }
      return place;
    }
    GeneratorReference reference = GeneratorReference.of(place);
    if (root.isEmpty()) {
      throw new UserException("registry: must name its folder, for generator %s", place);
    }
    GeneratorLine line = new Registry(conf, root).line(reference.line());
    Integer version = reference.version();
    int found = version == null ? line.requireCurrent() : version;
    line.require(found, trustedKey);
    return line.generator(found).toString();
  }

  /** The same place with its version's number, which stays what it is when another is promoted. */
  public static String exact(Configuration conf, String place, String root) throws IOException {
    if (!GeneratorReference.is(place) || root.isEmpty()) {
      return place;
    }
    GeneratorReference reference = GeneratorReference.of(place);
    @Nullable Integer version = reference.version();
    int found =
        version == null
            ? new Registry(conf, root).line(reference.line()).requireCurrent()
            : version;
    return "registry:" + reference.line() + "@v" + found;
  }
}
