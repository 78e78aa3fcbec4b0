package org.showerforge.data.raw;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;

/** The raw formats that can be prepared, each behind one small reader. */
public enum RawFormat {
  /**
   * HDF5 in CaloGAN's layout (arXiv 1705.02355): one dataset {@code (N, 1)} per condition, such as
   * {@code energy} in GeV, and one {@code (N, nx, ny)} per layer, such as {@code layer_0} in MeV,
   * each named as the detector names it. See {@link Hdf5Source}.
   */
  CALOGAN_HDF5("calogan-hdf5", ".*\\.(h5|hdf5)"),
  /**
   * HDF5 in CaloChallenge's layout (arXiv 2410.21611): {@code incident_energies (N, 1)} and {@code
   * showers (N, voxels)}, both in MeV. See {@link Hdf5Source}.
   */
  CALOCHALLENGE_HDF5("calochallenge-hdf5", ".*\\.(h5|hdf5)"),
  /** A tree of ROOT files. See {@link RootSource}. */
  ROOT("root", ".*\\.root"),
  /** CSV, plain or gzip. See {@link CsvSource}. */
  CSV("csv", ".*\\.[ct]sv(\\.gz)?"),
  /** Parquet. See {@link ParquetSource}. */
  PARQUET("parquet", ".*\\.parquet"),
  /** The built-in parametrised Monte Carlo. See {@link MonteCarloSource}. */
  MONTE_CARLO("monte-carlo", ".*\\.ya?ml");

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
   * Looks at a file for the first time: how many events it has, and where.
   *
   * @param conf the Hadoop configuration, which names the file system
   */
  public SourceIndex scan(Configuration conf, Path path, ColumnRequest request) throws IOException {
    if (this == CSV) {
      return CsvSource.scan(conf, path, request);
    }
    SourceIndex none = SourceIndex.of(0);
    try (RawSource source = open(conf, path, request, none)) {
      return SourceIndex.of(source.events());
    }
  }

  /**
   * Opens a file.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param index what {@link #scan} found
   */
  public RawSource open(Configuration conf, Path path, ColumnRequest request, SourceIndex index)
      throws IOException {
    return switch (this) {
      case CALOGAN_HDF5, CALOCHALLENGE_HDF5 -> Hdf5Source.open(conf, path, request.columns());
      case ROOT -> RootSource.open(conf, path, request.columns(), request.tree());
      case CSV -> CsvSource.open(conf, path, request, index);
      case PARQUET -> ParquetSource.open(conf, path, request.columns());
      case MONTE_CARLO -> MonteCarloSource.open(conf, path, request.detector(), request.columns());
    };
  }
}
