package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry;
import org.showerforge.jobs.registry.HistoryEntry.Action;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.jobs.registry.Registry;

/** A few days of a production, with networks that learn nothing. */
final class RefreshCommandTest {
  @TempDir private Path folder;

  private CommandLineRun refresh(String... more) {
    List<String> arguments = new ArrayList<>(List.of("refresh"));
    List<String> settings =
        new ArrayList<>(
            List.of(
                "registry=" + folder.resolve("registry"),
                "line=calogan/eplus",
                "work=" + folder.resolve("work"),
                "newEvents=500",
                "prepare={input: '" + folder.resolve("raw") + "', energyRangeGeV: [1, 20]}",
                "showers={events: 1500, conditions: {energy: {uniform: [1, 20]}}}",
                "evaluate={neural: {hidden: []}}"));
    for (String key : Samples.TINY) {
      settings.add("train." + key);
    }
    settings.addAll(List.of(more));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return CommandLineRun.of(arguments.toArray(new String[0]));
  }

  private GeneratorLine line() {
    return new Registry(new Configuration(), folder.resolve("registry").toString())
        .line(LineName.of("calogan/eplus"));
  }

  private void deliver(int file) throws IOException {
    Files.createDirectories(folder.resolve("raw"));
    Path from = Samples.RAW.resolveSibling("eplus_1-20GeV_" + file + ".h5");
    Files.copy(from, folder.resolve("raw").resolve(from.getFileName()));
  }

  private List<Action> actions() throws IOException {
    return line().history().stream().map(HistoryEntry::action).toList();
  }

  @Test
  void daysOfAProduction() throws IOException {
    deliver(0);
    CommandLineRun first = refresh();
    assertThat(first.complaints()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("there is no incumbent", "calogan/eplus v1 promoted");
    assertThat(line().current()).hasValue(1);

    CommandLineRun idle = refresh();
    assertThat(idle.code()).isZero();
    assertThat(idle.out()).contains("nothing to do");
    assertThat(actions()).containsExactly(Action.ADDED, Action.PROMOTED);

    deliver(1);
    CommandLineRun worse = refresh("gate={aucHigh: {max: 0.1}}", "train.seed=2");
    assertThat(worse.complaints()).isEmpty();
    assertThat(worse.code()).isEqualTo(3);
    assertThat(worse.out()).contains("challenger: aucHigh", "the incumbent stays");
    assertThat(line().current()).hasValue(1);
    assertThat(actions())
        .containsExactly(Action.ADDED, Action.PROMOTED, Action.ADDED, Action.REJECTED);

    // Killed just before its end: the same decision, and nothing is added or judged again.
    Path run = folder.resolve("work/runs/000002");
    byte[] weights = Files.readAllBytes(run.resolve("generator/weights.bin"));
    Files.delete(run.resolve("result.json"));
    CommandLineRun again = refresh("gate={aucHigh: {max: 0.1}}", "train.seed=2");
    assertThat(again.code()).isEqualTo(3);
    assertThat(actions()).hasSize(4);
    assertThat(Files.readAllBytes(run.resolve("generator/weights.bin"))).isEqualTo(weights);
    assertThat(line().history().get(3).figures()).containsKeys("aucHigh", "fpd");
  }
}
