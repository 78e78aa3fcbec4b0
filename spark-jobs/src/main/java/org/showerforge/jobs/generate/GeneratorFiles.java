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
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.output.StagedOutput;

/**
 * The files of a generator's folder, to be shipped to tasks.
 *
 * @param folder where they lay
 * @param files by name
 */
public record GeneratorFiles(String folder, Map<String, byte[]> files) implements Serializable {
  /** Reads those of several generators. */
  static ArrayList<GeneratorFiles> readAll(Configuration conf, List<String> folders)
      throws IOException {
    ArrayList<GeneratorFiles> all = new ArrayList<>();
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

  /** The generator, checked. */
  public GeneratorArtifact artifact() {
    return GeneratorArtifact.load(
        name -> new ByteArrayInputStream(files.getOrDefault(name, new byte[0])), folder);
  }
}
