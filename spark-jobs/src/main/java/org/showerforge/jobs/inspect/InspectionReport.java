package org.showerforge.jobs.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.data.statistics.CellDrift;
import org.showerforge.data.statistics.HistogramPair;
import org.showerforge.data.statistics.QuantityDrift;
import org.showerforge.data.statistics.StatisticsSummary;
import org.showerforge.report.InspectionInput;
import org.showerforge.report.InspectionPage;

/** The page of an inspection, as one file. */
public final class InspectionReport {
  private InspectionReport() {}

  /** Refuses a file that is there already, before hours of work rather than after. */
  public static void checkFree(Configuration conf, String file) throws IOException {
    Path path = new Path(file);
    if (path.getFileSystem(conf).exists(path)) {
      throw new UserException(
          "report %s: exists already and is never overwritten; name another file or delete it",
          file);
    }
  }

  /** Writes the page; on HDFS or wherever the path says. */
  public static void write(Configuration conf, String file, Inspection inspection)
      throws IOException {
    checkFree(conf, file);
    byte[] page = InspectionPage.render(input(inspection)).getBytes(StandardCharsets.UTF_8);
    Path path = new Path(file);
    FileSystem fs = path.getFileSystem(conf);
    try (OutputStream out = fs.create(path, false)) {
      out.write(page);
    }
  }

  private static InspectionInput input(Inspection inspection) {
    Inspection.Second second = inspection.second();
    InspectionTable table = InspectionTable.of(inspection);
    StatisticsSummary a = inspection.statistics().summary();
    List<InspectionInput.Bins> bins =
        HistogramPair.of(inspection.statistics(), second == null ? null : second.statistics())
            .stream()
            .map(InspectionReport::bins)
            .toList();
    List<String> names = new ArrayList<>(List.of(inspection.a().folder()));
    String facts =
        String.format(
            Locale.ROOT, "Detector %s; %,d events", inspection.a().detector().name(), a.events());
    if (second == null) {
      return new InspectionInput(
          names,
          facts,
          "Nothing is compared.",
          List.of(),
          inspection.a().detector(),
          table.header(),
          table.rows(),
          List.of(),
          bins,
          maps(a, null));
    }
    names.add(second.b().folder());
    StatisticsSummary b = second.statistics().summary();
    return new InspectionInput(
        names,
        facts + String.format(Locale.ROOT, " in A, %,d in B", b.events()),
        second.drift().verdict(),
        second.drift().cells().stream().map(InspectionTable::cells).toList(),
        inspection.a().detector(),
        table.header(),
        table.rows(),
        second.drift().quantities().stream()
            .filter(QuantityDrift::drifted)
            .map(d -> d.quantity().name())
            .toList(),
        bins,
        maps(a, new Compared(b, second.drift().cells())));
  }

  private static InspectionInput.Bins bins(HistogramPair pair) {
    return new InspectionInput.Bins(
        pair.quantity().name(),
        pair.quantity().unit(),
        pair.edges(),
        pair.a(),
        pair.b(),
        pair.eventsA(),
        pair.eventsB());
  }

  /** What the maps of a second data set need. */
  private record Compared(StatisticsSummary b, List<CellDrift> drifts) {}

  private static List<InspectionInput.CellMap> maps(
      StatisticsSummary a, @Nullable Compared compared) {
    if (a.cells().mean().isEmpty()) {
      return List.of();
    }
    List<InspectionInput.CellMap> maps = new ArrayList<>();
    for (int m : IntStream.range(0, 2).toArray()) {
      maps.add(
          new InspectionInput.CellMap(
              m == 0 ? "mean energy" : "occupancy",
              m == 0 ? "MeV" : "",
              m == 0,
              figure(a, m),
              compared == null ? List.of() : figure(compared.b(), m),
              compared == null ? List.of() : compared.drifts().get(m).z()));
    }
    return maps;
  }

  private static List<Double> figure(StatisticsSummary summary, int map) {
    return map == 0 ? summary.cells().mean() : summary.cells().occupancy();
  }
}
