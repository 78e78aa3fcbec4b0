package org.showerforge.data.statistics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.showerforge.data.RawEvents;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.detector.DetectorSpec;

/**
 * The 7,800 Geant4 positrons of the repository's sample.
 *
 * @param conditions incident energies, GeV
 * @param response 504 cells per event, MeV
 */
record Positrons(float[] conditions, float[] response) {
  static final DetectorSpec DETECTOR = DetectorSpec.load("calogan").withEnergyRange(1, 20);
  static final int CELLS = DETECTOR.cells();

  static Positrons read() throws IOException {
    List<String> files = new ArrayList<>();
    for (int f = 0; f < 4; f++) {
      files.add("../samples/calogan/eplus_1-20GeV_" + f + ".h5");
    }
    RawEvents events = RawEvents.read(RawFormat.CALOGAN_HDF5, DETECTOR, files);
    return new Positrons(events.conditions(), events.response());
  }

  int events() {
    return conditions.length;
  }

  /** Statistics of some of the events, with a weight each. */
  EventStatistics statistics(int[] events, float[] weights) {
    EventStatistics statistics = new EventStatistics(DETECTOR);
    for (int event : events) {
      statistics.add(conditions, event, response, event * CELLS, weights[event]);
    }
    return statistics;
  }
}
