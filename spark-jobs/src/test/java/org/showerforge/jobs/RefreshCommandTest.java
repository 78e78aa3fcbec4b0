package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.card.Json;
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
                "start=incumbent",
                "metrics=" + folder.resolve("metrics.prom"),
                "board=" + folder.resolve("board.html"),
                "prepare={input: '" + folder.resolve("raw") + "', energyRangeGeV: [1, 20]}",
                "showers={events: 400, conditions: {energy: {uniform: [1, 20]}}}",
                "evaluate={neural: {hidden: []}, maxEvents: 300}"));
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

  private JsonNode json(String file) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      return Json.read(in, JsonNode.class, file);
    }
  }

  @Test
  void daysOfAProduction() throws IOException {
    deliver(0);
    CommandLineRun first = refresh();
    assertThat(first.complaints()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("there is no incumbent", "calogan/eplus v1 promoted");
    assertThat(line().current()).hasValue(1);
    assertThat(json("work/runs/000001/steps.json").findValuesAsText("name"))
        .containsExactly(
            "prepare", "train", "showers-challenger", "evaluate-challenger", "register");

    CommandLineRun idle = refresh();
    assertThat(idle.code()).isZero();
    assertThat(idle.out()).contains("0 new training events, 500 are asked for", "nothing to do");
    assertThat(actions()).containsExactly(Action.ADDED, Action.PROMOTED);
    assertThat(json("work/last.json").get("kind").asText()).isEqualTo("nothing-to-do");

    deliver(1);
    CommandLineRun worse = refresh("gate={aucHigh: {max: 0.1}}", "train.seed=2");
    assertThat(worse.complaints()).isEmpty();
    assertThat(worse.code()).isEqualTo(3);
    assertThat(worse.out()).contains("challenger: aucHigh", "the incumbent stays");
    assertThat(line().current()).hasValue(1);
    assertThat(actions())
        .containsExactly(Action.ADDED, Action.PROMOTED, Action.ADDED, Action.REJECTED);
    assertThat(json("work/runs/000002/generator/card.json").findValue("warmStart").asText())
        .as("it began with what the incumbent's training ended with")
        .endsWith("registry/calogan/eplus/v0001/training");
    assertThat(folder.resolve("metrics.prom")).content().contains("outcome=\"rejected\"} 1");
    assertThat(folder.resolve("board.html")).content().contains("calogan/eplus", "rejected");

    // Killed just before its end: the same decision, and nothing is added or judged again.
    Path run = folder.resolve("work/runs/000002");
    byte[] weights = Files.readAllBytes(run.resolve("generator/weights.bin"));
    Files.delete(run.resolve("outcome.json"));
    CommandLineRun again = refresh("gate={aucHigh: {max: 0.1}}", "train.seed=2");
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.out()).contains("run 2 is carried on with");
    assertThat(actions()).hasSize(4);
    assertThat(Files.readAllBytes(run.resolve("generator/weights.bin"))).isEqualTo(weights);
    assertThat(line().history().get(3).figures()).containsKeys("aucHigh", "fpd");

    brokenDelivery();
    divergingTraining();
    CommandLineRun back =
        CommandLineRun.of(
            "registry", "rollback", folder.resolve("registry").toString(), "calogan/eplus");
    assertThat(back.code()).as("there was no version before v1").isEqualTo(2);
    assertThat(line().current()).hasValue(1);
  }

  /** Half of a file is below zero: nothing is taken from it, and the incumbent stays. */
  private void brokenDelivery() throws IOException {
    Path broken = folder.resolve("raw/broken.h5");
    RawShowers.read(Samples.RAW.resolveSibling("eplus_1-20GeV_2.h5")).scaled(-1).write(broken);
    CommandLineRun refused = refresh();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.complaints()).anyMatch(line -> line.contains("maxRejectedFraction"));
    assertThat(line().current()).hasValue(1);
    assertThat(json("work/last.json").get("kind").asText()).isEqualTo("failed");
    assertThat(json("work/last.json").get("lastSuccess").asText()).isNotEmpty();
    assertThat(folder.resolve("work/failures")).isDirectoryContaining("glob:**.json");
    Files.delete(broken);
  }

  /** Numbers that are none reject the challenger, which is not even added. */
  private void divergingTraining() throws IOException {
    deliver(3);
    String[] wild = {"train.recipe.totals.training.learningRate=1e30", "start=scratch"};
    CommandLineRun diverged = refresh(wild);
    assertThat(diverged.code()).isEqualTo(3);
    assertThat(diverged.out())
        .contains("the training diverged: stage totals", "challenger not promoted");
    assertThat(actions()).hasSize(4);
    assertThat(line().current()).hasValue(1);
    assertThat(refresh(wild).out()).as("it is not tried again").contains("nothing to do");
  }
}
