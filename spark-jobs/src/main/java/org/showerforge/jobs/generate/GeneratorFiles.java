package org.showerforge.jobs.generate;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.output.StagedOutput;

/** The files of a generator's folder, to be shipped to tasks. */
public final class GeneratorFiles implements Serializable {
  private static final long serialVersionUID = 1;

  private final String folder;

  /** By name. */
  private final TreeMap<String, byte[]> files;

  private transient @Nullable GeneratorArtifact artifact;

  private GeneratorFiles(String folder, Map<String, byte[]> files) {
    this.folder = folder;
    this.files = new TreeMap<>(files);
  }

  /** Reads those of several generators. */
  static List<GeneratorFiles> readAll(Configuration conf, List<String> folders) throws IOException {
    List<GeneratorFiles> all = new ArrayList<>();
    for (String folder : folders) {
      all.add(read(conf, folder));
    }
    return all;
  }

  /** Reads them from any Hadoop file system. */
  public static GeneratorFiles read(Configuration conf, String folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : new String[] {GeneratorArtifact.CARD, GeneratorArtifact.WEIGHTS}) {
      try {
        files.put(name, StagedOutput.read(conf, new Path(folder, name)));
      } catch (FileNotFoundException e) {
        throw new UserException(
            "%s is not a generator: no %s in it; give the folder that train wrote", folder, name);
      }
    }
    return new GeneratorFiles(folder, files);
  }

  /** The generator, checked; read once by all tasks of an executor. */
  public synchronized GeneratorArtifact artifact() {
    GeneratorArtifact read = artifact;
    if (read == null) {
      read =
          GeneratorArtifact.load(
              name -> new ByteArrayInputStream(files.getOrDefault(name, new byte[0])), folder);
      artifact = read;
    }
    return read;
  }
}
