package org.showerforge.data.statistics;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.RawSource;
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
    int perFile = 1950;
    Positrons all = new Positrons(new float[4 * perFile], new float[4 * perFile * CELLS]);
    for (int f : List.of(0, 1, 2, 3)) {
      Path path = new Path("../samples/calogan/eplus_1-20GeV_" + f + ".h5");
      float[] energies = new float[perFile];
      float[] cells = new float[perFile * CELLS];
      try (RawSource source = RawFormat.CALOGAN_HDF5.open(new Configuration(), path, DETECTOR)) {
        source.read(0, perFile, energies, cells);
      }
      System.arraycopy(energies, 0, all.conditions, f * perFile, perFile);
      System.arraycopy(cells, 0, all.response, f * perFile * CELLS, perFile * CELLS);
    }
    return all;
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
