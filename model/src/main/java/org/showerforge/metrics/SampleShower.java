package org.showerforge.metrics;

import java.util.List;

/**
 * One shower to look at.
 *
 * @param incidentGeV incident energy, GeV
 * @param cellsMeV its cells after the threshold, MeV
 */
public record SampleShower(double incidentGeV, List<Float> cellsMeV) {
  /** Copies the cells. */
  public SampleShower {
    cellsMeV = List.copyOf(cellsMeV);
  }
}
