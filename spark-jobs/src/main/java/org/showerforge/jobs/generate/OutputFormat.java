package org.showerforge.jobs.generate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.data.event.EventLayout;
import org.showerforge.data.hdf5.Hdf5Writer;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

/**
 * What files showers are written to. HDF5 is read again by prepare's format of the same name,
 * either kind of Parquet by evaluate.
 */
public enum OutputFormat {
  /** Parquet of the prepared schema. */
  PARQUET("parquet", ".parquet"),
  /**
   * Parquet with the recorded cells alone, {@link EventLayout#SPARSE}: smaller where most cells are
   * empty.
   */
  PARQUET_SPARSE("parquet-sparse", ".parquet"),
  /**
   * HDF5 in CaloChallenge's layout (arXiv 2410.21611): {@code incident_energies (N, 1)} and {@code
   * showers (N, voxels)}, both in MeV.
   */
  CALOCHALLENGE_HDF5("calochallenge-hdf5", ".hdf5"),
  /**
   * HDF5 in CaloGAN's layout (arXiv 1705.02355): a dataset {@code (N, 1)} per condition, in its
   * unit, and one {@code (N, nx, ny)} per layer, in MeV.
   */
  CALOGAN_HDF5("calogan-hdf5", ".hdf5");

  private static final double MEV_PER_GEV = 1000;

  private final String label;
  private final String suffix;

  OutputFormat(String label, String suffix) {
    this.label = label;
    this.suffix = suffix;
  }

  /** The format of that name. */
  @JsonCreator
  static OutputFormat named(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "format: must be one of %s, got '%s'",
                    Arrays.stream(values()).map(OutputFormat::label).toList(), label));
  }

  /** The name in configurations. */
  @JsonValue
  String label() {
    return label;
  }

  /** The ending of a file's name. */
  String suffix() {
    return suffix;
  }

  /** Whether the files are Parquet, which takes further columns and is read by the folder. */
  public boolean isParquet() {
    return this == PARQUET || this == PARQUET_SPARSE;
  }

  /** How Parquet files hold the showers. */
  EventLayout layout() {
    return this == PARQUET_SPARSE ? EventLayout.SPARSE : EventLayout.DENSE;
  }

  /** Refuses a detector whose showers the format has no room for. */
  void checkAgainst(DetectorSpec detector) {
    if (this == CALOCHALLENGE_HDF5 && detector.conditions().size() > 1) {
      throw new UserException(
          "format: calochallenge-hdf5 has room for the energy alone, the generator has %s",
          detector.conditions().stream().map(Condition::name).toList());
    }
  }

  /** The datasets of an HDF5 file. */
  List<Hdf5Writer.Column> columns(DetectorSpec detector) {
    List<Hdf5Writer.Column> columns = new ArrayList<>();
    if (this == CALOCHALLENGE_HDF5) {
      columns.add(new Hdf5Writer.Column("incident_energies", 1));
      columns.add(new Hdf5Writer.Column("showers", detector.cells()));
      return columns;
    }
    detector
        .conditions()
        .forEach(condition -> columns.add(new Hdf5Writer.Column(condition.name(), 1)));
    for (Layer layer : detector.layers()) {
      columns.add(new Hdf5Writer.Column(layer.name(), layer.rows(), layer.columns()));
    }
    return columns;
  }

  /** What a dataset's numbers are in units of ours. */
  double factor(int column) {
    return this == CALOCHALLENGE_HDF5 && column == 0 ? MEV_PER_GEV : 1;
  }
}
