package org.showerforge.data.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Files and folders that are numbered, as versions, entries of a history and runs are. */
public final class NumberedFiles {
  private NumberedFiles() {}

  /**
   * The numbers of what is in a folder, rising; none if there is no such folder.
   *
   * @param name of what counts; its first group is the number
   */
  public static List<Integer> list(Configuration conf, Path folder, Pattern name)
      throws IOException {
    FileStatus[] found;
    try {
      found = folder.getFileSystem(conf).listStatus(folder);
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return Arrays.stream(found)
        .map(status -> name.matcher(status.getPath().getName()))
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted()
        .toList();
  }
}
