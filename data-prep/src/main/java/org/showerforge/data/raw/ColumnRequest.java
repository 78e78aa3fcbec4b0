package org.showerforge.data.raw;

import java.util.List;
import org.showerforge.detector.DetectorSpec;

/**
 * What is wanted of a raw file.
 *
 * @param columns the columns, each once: datasets, branches or fields
 * @param tree the tree of a ROOT file; empty: the only one that the file has
 * @param delimiter what stands between the fields of a CSV line, one character
 * @param detector the detector, which the Monte Carlo simulates
 */
public record ColumnRequest(
    List<String> columns, String tree, String delimiter, DetectorSpec detector)
    implements java.io.Serializable {

  /** Copies the list. */
  public ColumnRequest {
    columns = List.copyOf(columns);
  }
}
