package org.showerforge.jobs.inspect;

import java.util.Locale;
import org.showerforge.data.statistics.CellDrift;

/** An inspection as it stands on the terminal. */
public final class InspectionText {
  private InspectionText() {}

  /**
   * The lines.
   *
   * @param all whether every quantity is shown, not only the first dozen
   */
  public static String of(Inspection inspection, boolean all) {
    StringBuilder text = new StringBuilder();
    text.append(dataSet("A", inspection.a(), inspection.statistics().events()));
    Inspection.Second second = inspection.second();
    if (second != null) {
      text.append(dataSet("B", second.b(), second.statistics().events()));
    }
    text.append('\n').append(InspectionTable.of(inspection).text(all));
    if (second != null) {
      text.append('\n');
      for (CellDrift cells : second.drift().cells()) {
        text.append(InspectionTable.cells(cells)).append('\n');
      }
      text.append(second.drift().verdict()).append('\n');
    }
    return text.toString();
  }

  private static String dataSet(String letter, EventDataSet data, long events) {
    return String.format(
        Locale.ROOT,
        "%s  %s: %,d events of detector %s%n",
        letter,
        data.folder(),
        events,
        data.detector().name());
  }
}
