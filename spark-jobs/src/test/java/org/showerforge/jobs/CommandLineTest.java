package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.card.Json;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.export.ExportConfig;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.train.TrainConfig;

/** What the command line says when all is well. */
final class CommandLineTest {
  @TempDir private Path folder;

  @Test
  void helpNamesTheCommands() {
    CommandLineRun help = CommandLineRun.of("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains(
            "prepare",
            "train",
            "generate",
            "export",
            "evaluate",
            "compare",
            "inspect",
            "registry",
            "refresh",
            "board",
            "demo",
            "--print-config");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepare", "train", "generate", "export", "evaluate"})
  void everyJobsHelpHasOptionsAndAnExample(String command) {
    CommandLineRun help = CommandLineRun.of(command, "--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains(
            "Usage: showerforge " + command,
            "--config",
            "--set",
            "--print-config",
            "Example:",
            "showerforge " + command + " --set ");
  }

  @Test
  void demoHasHelp() {
    CommandLineRun help = CommandLineRun.of("demo", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("--output", "--samples", "--set");
  }

  @Test
  void versionIsTheBuilds() {
    CommandLineRun version = CommandLineRun.of("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out().strip()).matches("showerforge \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void printConfigListsEveryKey() {
    assertPrinted("prepare", PrepareConfig.class);
    assertPrinted("train", TrainConfig.class);
    assertPrinted("generate", GenerateConfig.class);
    assertPrinted("export", ExportConfig.class);
    assertPrinted("evaluate", EvaluateConfig.class);
  }

  private static void assertPrinted(String command, Class<? extends Record> config) {
    CommandLineRun printed = CommandLineRun.of(command, "--print-config");
    assertThat(printed.code()).isZero();
    assertThat(printed.err()).isEmpty();
    // Keys without a default stand there as comments that say so.
    String filled = printed.out().replaceAll("(?m)^# (\\w+): +# required: (.*)$", "$1: $2");
    JsonNode tree =
        Json.readYamlTree(
            new ByteArrayInputStream(
                filled
                    .replaceAll("(?m)^(\\w+): ([a-z].*)$", "$1: \"$2\"")
                    .getBytes(StandardCharsets.UTF_8)),
            command);
    List<String> missing = new ArrayList<>();
    collectMissing(config, tree, "", missing);
    assertThat(missing).as("keys of %s that --print-config does not list", command).isEmpty();
  }

  private static void collectMissing(
      Class<?> type, JsonNode tree, String path, List<String> missing) {
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode child = tree.get(component.getName());
      if (child == null) {
        missing.add(path + component.getName());
      } else if (component.getType().isRecord()) {
        collectMissing(component.getType(), child, path + component.getName() + ".", missing);
      }
    }
  }

  @Test
  void theWholeChainRunsFromTheCommandLine() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("train.yaml"),
            """
            data: %s
            shards: 2
            roundIterations: 1
            recipe:
              totals: {generator: [8], critic: [8], training: {iterations: 1, batch: 8}}
              shapes: {generator: [8], critic: [8], training: {iterations: 9, batch: 8}}
            """
                .formatted(folder.resolve("prepared")));
    assertDone(
        set(
            "prepare",
            "input=" + Samples.RAW,
            "output=" + folder.resolve("prepared"),
            "energyRangeGeV=[1, 20]"),
        "1,950 events in");
    assertDone(
        CommandLineRun.of(
            "train",
            "--config",
            config.toString(),
            "--set",
            "output=" + folder.resolve("generator"),
            "--set",
            "recipe.shapes.training.iterations=2",
            "--set",
            "recipe.calibration=true"),
        "parameters from");
    JsonNode recipe =
        Json.tree(
            org.showerforge.cascade.GeneratorArtifact.load(folder.resolve("generator"))
                .card()
                .recipe());
    assertThat(recipe.at("/shapes/training/iterations").asInt()).isEqualTo(2);
    assertThat(recipe.at("/shapes/training/batch").asInt()).isEqualTo(8);
    assertThat(recipe.at("/shapes/loss/lambda").asDouble()).isEqualTo(10);
    assertDone(
        set(
            "generate",
            "generator=" + folder.resolve("generator"),
            "output=" + folder.resolve("showers"),
            "events=500",
            "conditions.energy.uniform=[1,20]"),
        "500 showers");
    assertDone(
        set(
            "export",
            "generator=" + folder.resolve("generator"),
            "output=" + folder.resolve("onnx")),
        "generator.onnx: layout showerforge");
    evaluation();
    gateAndComparison();
  }

  private void evaluation() throws IOException {
    assertDone(
        set(
            "evaluate",
            "showers=" + folder.resolve("showers"),
            "reference=" + folder.resolve("prepared"),
            "output=" + folder.resolve("report"),
            "generator=" + folder.resolve("generator"),
            "label=a & <b>",
            "neural.hidden=[8]",
            "neural.epochs=1"),
        "report.html");
    String page = Files.readString(folder.resolve("report/report.html"));
    assertThat(page).contains("a &amp; &lt;b&gt;").doesNotContain("a & <b>", "src=\"http");
    JsonNode metrics =
        Json.readYamlTree(
            Files.newInputStream(folder.resolve("report/metrics.json")), "metrics.json");
    // A generator that has seen two batches is told apart at once.
    assertThat(metrics.at("/highLevel/generated/auc").asDouble()).isBetween(0.9, 1.0);
    assertThat(metrics.at("/highLevel/floor/auc").asDouble()).isBetween(0.3, 0.7);
    assertThat(metrics.at("/speed/batches")).hasSize(3);
    assertThat(metrics.at("/figures/aucNeuralLow/value").asDouble()).isPositive();
  }

  /** A second evaluation of the same showers, which must not pass, held beside the first. */
  private void gateAndComparison() throws IOException {
    CommandLineRun gated =
        set(
            "evaluate",
            "showers=" + folder.resolve("showers"),
            "reference=" + folder.resolve("prepared"),
            "output=" + folder.resolve("gated"),
            "neural.hidden=[]",
            "incumbent=" + folder.resolve("report"),
            "gate={aucHigh: {max: 0.6}, fpd: {maxTimesIncumbent: 1.001}}");
    assertThat(gated.complaints()).isEmpty();
    assertThat(gated.code()).isEqualTo(3);
    assertThat(gated.out())
        .containsPattern("gate +aucHigh \\S+: at most 0\\.6\\d* not kept")
        .containsPattern("gate +fpd .*: at most 1\\.001\\d* times the incumbent's .* kept");
    assertThat(folder.resolve("gated/metrics.json")).exists();
    assertThat(Files.readString(folder.resolve("gated/report.html")))
        .contains("The quality gate says no.");

    Path page = folder.resolve("comparison.html");
    String first = folder.resolve("report").toString();
    String second = folder.resolve("gated").toString();
    assertDone(
        CommandLineRun.of("compare", first, second, "--report", page.toString()),
        "separationWorst");
    assertThat(Files.readString(page))
        .contains("2 generators in calogan")
        .doesNotContain("src=\"http");
    CommandLineRun again = CommandLineRun.of("compare", first, second, "--report", page.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    CommandLineRun alone = CommandLineRun.of("compare", first);
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("needs two evaluations or more, got 1");
    CommandLineRun nothing = CommandLineRun.of("compare", first, folder.toString());
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("holds no metrics.json");
  }

  private static CommandLineRun set(String command, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return CommandLineRun.of(arguments.toArray(new String[0]));
  }

  private static void assertDone(CommandLineRun run, String said) {
    assertThat(run.complaints()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(said);
  }
}
