package org.showerforge.report;

import java.util.List;
import org.showerforge.detector.DetectorSpec;

/**
 * All that the page of an inspection is made of: figures as text, and numbers for its pictures.
 *
 * @param names of the data sets, one or two
 * @param facts what they are, a line of text
 * @param verdict what came of it, a line of text
 * @param findings lines on the cells; may be empty
 * @param detector their detector
 * @param header the columns of the table
 * @param rows its rows
 * @param drifted the names of the quantities that drifted
 * @param histograms one per quantity that varies
 * @param maps figures of all cells; none for a table of observables
 */
public record InspectionInput(
    List<String> names,
    String facts,
    String verdict,
    List<String> findings,
    DetectorSpec detector,
    List<String> header,
    List<List<String>> rows,
    List<String> drifted,
    List<Bins> histograms,
    List<CellMap> maps) {
  /** Copies the lists. */
  public InspectionInput {
    names = List.copyOf(names);
    findings = List.copyOf(findings);
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    drifted = List.copyOf(drifted);
    histograms = List.copyOf(histograms);
    maps = List.copyOf(maps);
  }

  /**
   * A quantity of one or two data sets in the same bins.
   *
   * @param name the quantity
   * @param unit its unit; may be empty
   * @param edges one more than bins
   * @param a fraction of the first set's weight per bin
   * @param b of the second's; empty if there is none
   * @param eventsA effective events in the first set
   * @param eventsB in the second
   */
  public record Bins(
      String name,
      String unit,
      List<Double> edges,
      List<Double> a,
      List<Double> b,
      double eventsA,
      double eventsB) {
    /** Copies the lists. */
    public Bins {
      edges = List.copyOf(edges);
      a = List.copyOf(a);
      b = List.copyOf(b);
    }
  }

  /**
   * A figure of every cell.
   *
   * @param what the figure, e.g. {@code mean energy}
   * @param unit its unit; may be empty
   * @param logarithmic whether its colours go by the logarithm
   * @param a of the first data set
   * @param b of the second; empty if there is none
   * @param z their difference over its error, NaN where it is not known; empty with b
   */
  public record CellMap(
      String what,
      String unit,
      boolean logarithmic,
      List<Double> a,
      List<Double> b,
      List<Double> z) {
    /** Copies the lists. */
    public CellMap {
      a = List.copyOf(a);
      b = List.copyOf(b);
      z = List.copyOf(z);
    }
  }
}
