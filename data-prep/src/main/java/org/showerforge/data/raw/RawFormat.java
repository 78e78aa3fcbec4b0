package org.showerforge.data.raw;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/** The raw formats that can be prepared. */
public enum RawFormat {
  /** HDF5 in CaloGAN's layout: see {@link CaloganHdf5}. */
  CALOGAN_HDF5("calogan-hdf5", ".*\\.(h5|hdf5)");

  private final String label;
  private final String fileNames;

  RawFormat(String label, String fileNames) {
    this.label = label;
    this.fileNames = fileNames;
  }

  /** The format of that name. */
  public static RawFormat named(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "format: must be one of %s, got '%s'",
                    Arrays.stream(values())
                        .map(RawFormat::label)
                        .collect(Collectors.joining(", ", "[", "]")),
                    label));
  }

  /** The name in configurations, e.g. {@code calogan-hdf5}. */
  public String label() {
    return label;
  }

  /** Whether a file of a folder is taken for one of this format, by its name. */
  public boolean owns(String fileName) {
    return fileName.matches(fileNames);
  }

  /** A regular expression for the names that {@link #owns} accepts, for messages. */
  public String fileNames() {
    return fileNames;
  }

  /**
   * Opens a file and checks it against the detector.
   *
   * @param conf the Hadoop configuration, which names the file system
   */
  public RawSource open(Configuration conf, Path path, DetectorSpec detector) throws IOException {
    return switch (this) {
      case CALOGAN_HDF5 -> CaloganHdf5.open(conf, path, detector);
    };
  }
}
