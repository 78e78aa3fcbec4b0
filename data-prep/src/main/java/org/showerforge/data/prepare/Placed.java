package org.showerforge.data.prepare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.showerforge.data.output.StagedOutput;

/** The files of a data set: those it had, and those that are moved into place now. */
final class Placed {
  private final StagedOutput output;
  private final List<PreparedCard.DataFile> files;
  private final List<String> quarantine;
  private final List<String> fingerprints;

  Placed(StagedOutput output, PreparedCard before) {
    this.output = output;
    this.files = new ArrayList<>(before.files());
    this.quarantine = new ArrayList<>(before.quarantine());
    this.fingerprints = new ArrayList<>(before.fingerprints());
  }

  /** Moves a task's files into place. */
  void add(int part, TaskReport report) throws IOException {
    for (TaskReport.WrittenFile file : report.files()) {
      output.accept(file.attemptFile(), file.name());
      files.add(new PreparedCard.DataFile(file.name(), file.events(), file.sha256()));
    }
    place(report.quarantine(), TaskOutput.quarantineName(part), quarantine);
    place(report.fingerprints(), TaskOutput.fingerprintsName(part), fingerprints);
  }

  private void place(String file, String name, List<String> names) throws IOException {
    if (!file.isEmpty()) {
      output.accept(file, name);
      names.add(name);
    }
  }

  List<PreparedCard.DataFile> files() {
    files.sort(Comparator.comparing(PreparedCard.DataFile::path));
    return List.copyOf(files);
  }

  List<String> quarantine() {
    return List.copyOf(quarantine);
  }

  List<String> fingerprints() {
    return List.copyOf(fingerprints);
  }
}
