package org.showerforge.data.prepare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.raw.RawFormat;

/** Finds the raw files that a configuration names. */
final class InputFiles {
  private InputFiles() {}

  /** All files, each once, sorted by path. */
  static List<String> list(Configuration conf, List<String> inputs, RawFormat format)
      throws IOException {
    SortedSet<String> files = new TreeSet<>();
    for (String input : inputs) {
      for (FileStatus status : match(conf, input)) {
        if (status.isDirectory()) {
          files.addAll(inFolder(conf, status.getPath(), format));
        } else {
          files.add(status.getPath().toString());
        }
      }
    }
    return List.copyOf(files);
  }

  private static List<FileStatus> match(Configuration conf, String input) throws IOException {
    Path path = new Path(input);
    FileSystem fs = path.getFileSystem(conf);
    // A name with a bracket in it may be just that.
    if (fs.exists(path)) {
      return List.of(fs.getFileStatus(path));
    }
    FileStatus[] matches = fs.globStatus(path);
    if (matches == null) {
      throw new UserException(
          "input %s: no such file or folder; check the path and the file system", input);
    }
    if (matches.length == 0) {
      throw new UserException("input %s: matches no file; check the pattern", input);
    }
    return List.of(matches);
  }

  private static List<String> inFolder(Configuration conf, Path folder, RawFormat format)
      throws IOException {
    List<String> files = new ArrayList<>();
    for (FileStatus status : folder.getFileSystem(conf).listStatus(folder)) {
      if (status.isFile() && format.owns(status.getPath().getName())) {
        files.add(status.getPath().toString());
      }
    }
    if (files.isEmpty()) {
      throw new UserException(
          "input %s: the folder has no file that %s reads (named %s); name the files or a glob",
          folder, format.label(), format.fileNames());
    }
    return files;
  }
}
