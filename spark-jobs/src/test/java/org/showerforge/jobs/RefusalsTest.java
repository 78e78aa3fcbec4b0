package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.generate.GenerateJob;

/**
 * Whatever the user gets wrong ends with exit code 2 and one line that names it and says what to
 * do, and leaves nothing at the output.
 */
final class RefusalsTest {
  @TempDir private static Path shared;
  private static Path showers = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void makeShowers() {
    showers = shared.resolve("showers");
    Samples.on(
        "local[2]",
        sc -> GenerateJob.run(sc, Samples.generate(showers, "events=20"), Progress.NONE));
  }

  @Test
  void unknownCommandOrOption() {
    assertRefused(List.of("trane"), "'trane'", "--help");
    assertRefused(List.of(), "subcommand", "--help");
    assertRefused(List.of("train", "--st", "seed=1"), "--st", "--help");
    assertRefused(List.of("train", "--config"), "--config", "--help");
  }

  @Test
  void aConfigurationThatIsNotThereOrNotYaml() throws IOException {
    assertRefused(
        List.of("train", "--config", "nowhere.yaml"), "nowhere.yaml", "is the path right?");
    Path file = Files.writeString(folder.resolve("bad.yaml"), "seed: [1, 2\nshards: 3\n");
    assertRefused(List.of("train", "--config", file.toString()), "bad.yaml", "cannot be read");
    Files.writeString(file, "- seed\n- shards\n");
    assertRefused(
        List.of("train", "--config", file.toString()), "bad.yaml", "expected keys and values");
  }

  @Test
  void unknownKeys() throws IOException {
    Path file =
        Files.writeString(folder.resolve("typo.yaml"), "recipe: {shapes: {training: {bach: 3}}}");
    assertRefused(
        List.of("train", "--config", file.toString(), "--set", "data=d", "--set", "output=o"),
        "typo.yaml",
        "'recipe.shapes.training.bach'",
        "batch");
    assertRefused(train("sed=3"), "'sed'", "seed");
    assertRefused(
        List.of("prepare", "--set", "input=i", "--set", "output=o", "--set", "slab=3"),
        "'slab'",
        "fileMB");
    assertRefused(generate("eventPerFile=3"), "'eventPerFile'", "eventsPerFile");
    assertRefused(evaluate("lable=x"), "'lable'", "label");
  }

  @Test
  void badSettings() {
    assertRefused(train("seed"), "--set seed", "need key=value");
    assertRefused(train("=3"), "--set =3", "need key=value");
    assertRefused(train("seed.of=3"), "--set seed.of=3", "seed has no keys below it");
    assertRefused(train("seed=one"), "'seed'", "one");
    assertRefused(train("shards=1.5"), "'shards'", "1.5");
    assertRefused(train("shards="), "shards");
    assertRefused(train("recipe.shapes.generator=[8, [9]"), "--set recipe.shapes.generator");
    assertRefused(train("data="), "data");
  }

  @Test
  void valuesOutsideTheirBounds() {
    assertRefused(train("shards=0"), "shards", "must be 1..4096", "got 0");
    assertRefused(train("roundIterations=0"), "roundIterations", ">= 1");
    assertRefused(train("recipe.totals.training.emaDecay=1"), "emaDecay", "[0, 1)");
    assertRefused(train("recipe.totals.features=[energies]"), "recipe.totals.features", "remove");
    assertRefused(train("recipe.shapes.features=[energy]"), "'energy'", "energies");
    assertRefused(train("recipe.shapes.generator=[]"), "shapes", "hidden layer");
    assertRefused(train("recipe.root=4"), "recipe.root: must be 1..3, got 4");
    assertRefused(train("recipe.shapes.loss.lambda=-1"), "recipe.shapes.loss.lambda: must be >= 0");
    assertRefused(
        train("recipe.shapes.training.criticSteps=0"),
        "recipe.shapes.training.criticSteps: must be >= 1, got 0");
    assertRefused(train("recipe.shapes.head=cells"), "recipe.shapes.head: unknown 'cells'");
    assertRefused(
        train("recipe.shapes.critic=[{dense: 8, batchNorm: true}]"), "shapes", "batchNorm");
    assertRefused(train("seed=one"), "key 'seed': needs a whole number, got 'one'");
    assertRefused(train("recipe.leak=1"), "leak", "[0, 1)");
    assertRefused(train("averaging.deltaBits=16"), "averaging.deltaBits: must be 32 or 8, got 16");
    assertRefused(train("averaging.quorum=0"), "averaging.quorum: must be in (0, 1], got 0");
    assertRefused(
        train("averaging.quorum=0.5", "averaging.deltaBits=8"), "averaging.quorum", "deltaBits 8");
    assertRefused(train("averaging.outer.momentum=1"), "averaging.outer.momentum", "[0, 1)");
    assertRefused(
        train("averaging.outer.learningRate=0"), "averaging.outer.learningRate", "(0, 10.0]");
    assertRefused(
        train("averaging.adaptivePeriod={disagreement: 0.5, max: 1}"),
        "averaging.adaptivePeriod.max: must be >= roundIterations (2), got 1");
    assertRefused(
        train(
            "recipe.shapes.generator=[{dense: 8, batchNorm: true}]",
            "averaging.outer.momentum=0.9"),
        "averaging",
        "shapes",
        "batchNorm");
    assertRefused(generate("events=0"), "events", ">= 1");
    assertRefused(generate("conditions.energy.uniform=[1, 30]"), "conditions.energy", "1.0..20.0");
    assertRefused(evaluate("showers=a.hdf5"), "two folders, or two .hdf5 files", "a.hdf5");
    assertRefused(evaluate("detector=calogan"), "two folders, or two .hdf5 files", "'calogan'");
    assertRefused(evaluate("maxEvents=0"), "maxEvents", "1..1000000");
    assertRefused(evaluate("neural.epochs=0"), "neural", "epochs: must be >= 1, got 0");
    assertRefused(evaluate("gate={fpd: {most: 1}}"), "gate.fpd", "most");
    assertRefused(evaluate("gate={fpd: {maxTimesIncumbent: 1}}"), "incumbent: maxTimesIncumbent");
    assertRefused(evaluate("incumbent=nowhere"), "incumbent nowhere: holds no metrics.json");
  }

  @Test
  void missingKeys() {
    assertRefused(List.of("prepare", "--set", "output=o"), "'input' is missing", "give it");
    assertRefused(List.of("train", "--set", "output=o"), "'data' is missing", "give it");
    assertRefused(
        List.of("generate", "--set", "generator=g", "--set", "output=o"), "events", "must be >= 1");
    assertRefused(List.of("evaluate", "--set", "showers=s"), "is missing", "give it");
    assertRefused(train("recipe={root: 3}"), "'recipe.widths' is missing");
  }

  @Test
  void demosThatCannotBe() throws IOException {
    assertRefused(List.of("demo", "--output", " "), "--output");
    Path done = folder.resolve("done");
    Files.createDirectories(done.resolve("report"));
    assertRefused(List.of("demo", "--output", done.toString()), done.toString(), "finished demo");
    assertRefused(
        List.of("demo", "--samples", "nowhere", "--output", output() + "/demo"), "nowhere");
  }

  @Test
  void inputThatIsNotThere() throws IOException {
    assertRefused(
        List.of("prepare", "--set", "input=nowhere", "--set", "output=" + output()),
        "nowhere",
        "check the path");
    assertRefused(train("data=nowhere"), "nowhere", "no such folder");
    Files.createDirectory(folder.resolve("empty"));
    String empty = folder.resolve("empty").toString();
    assertRefused(train("data=" + empty), empty, "no card.json", "to its end?");
    assertRefused(generate("generator=nowhere"), "nowhere", "give the folder that train wrote");
    assertRefused(generate("generator=" + empty), empty, "give the folder that train wrote");
    assertRefused(evaluate("showers=nowhere"), "nowhere", "is the path right?");
    assertRefused(evaluate("reference=" + empty), empty, "is the path right");
    assertRefused(evaluate("generator=nowhere"), "nowhere", "is the path right?");
  }

  @Test
  void moreShardsThanEventsFill() {
    assertRefused(train("shards=600"), "600 shards, but only", "use fewer shards");
  }

  @Test
  void foldersOfAnotherKind() {
    String prepared = Samples.prepared().toString();
    assertRefused(train("data=" + showers), showers.toString());
    assertRefused(generate("generator=" + prepared), prepared, "give the folder that train wrote");
    assertRefused(evaluate("showers=" + prepared), prepared, "'prepared', need 'showers'");
    assertRefused(
        evaluate("reference=" + showers), showers + ": is of kind 'showers', need 'prepared'");
    assertRefused(evaluate("generator=" + prepared), prepared, "need 'generator'");
  }

  @Test
  void damagedGenerators() throws IOException {
    // As it lies, Hadoop's own checksum finds it; copied by other means, ours does.
    for (boolean sidecar : new boolean[] {true, false}) {
      Path weights = copy(Samples.generator(), "weights" + sidecar).resolve("weights.bin");
      flip(weights, sidecar);
      assertRefused(
          generate("generator=" + weights.getParent()), "weights.bin", "damaged", "copy it again");
    }
    Path flipped = copy(Samples.generator(), "flipped");
    flip(flipped.resolve("card.json"), true);
    assertRefused(generate("generator=" + flipped), flipped + "/card.json", "damaged");
    assertRefused(evaluate("generator=" + flipped), flipped + "/card.json", "damaged");
    Path cut = copy(Samples.generator(), "cut");
    Path card = cut.resolve("card.json");
    Files.delete(cut.resolve(".card.json.crc"));
    Files.writeString(card, Files.readString(card).substring(0, 500));
    assertRefused(generate("generator=" + cut), cut + "/card.json");
  }

  @Test
  void dataOfAnotherDetector() throws IOException {
    Path other = copy(Samples.prepared(), "other");
    Path card = other.resolve("card.json");
    Files.delete(other.resolve(".card.json.crc"));
    Files.writeString(
        card, Files.readString(card).replaceFirst("\"cellXMm\" : 160.0", "\"cellXMm\" : 80.0"));
    assertRefused(evaluate("reference=" + other), other.toString(), "compare data of one detector");
  }

  @Test
  void outputsAreNeverOverwritten() throws IOException {
    Path output = Files.createDirectory(output());
    Path precious = Files.writeString(output.resolve("precious"), "data");
    for (List<String> command :
        List.of(
            List.of("prepare", "--set", "input=" + Samples.RAW, "--set", "output=" + output),
            train(),
            generate(),
            evaluate())) {
      CommandLineRun run = CommandLineRun.of(command.toArray(new String[0]));
      assertOneLine(run, output.toString(), "exists already", "name another folder or delete it");
      assertThat(Files.readString(precious)).isEqualTo("data");
      assertThat(children(output)).containsExactly("precious");
      assertThat(children(folder)).containsExactly("out");
    }
  }

  private Path output() {
    return folder.resolve("out");
  }

  private List<String> train(String... overrides) {
    List<String> all = new ArrayList<>(Samples.TINY);
    all.add("data=" + Samples.prepared());
    return command("train", all, overrides);
  }

  private List<String> generate(String... overrides) {
    return command(
        "generate",
        List.of(
            "generator=" + Samples.generator(), "events=10", "conditions.energy.uniform=[1, 20]"),
        overrides);
  }

  private List<String> evaluate(String... overrides) {
    return command(
        "evaluate", List.of("showers=" + showers, "reference=" + Samples.prepared()), overrides);
  }

  private List<String> command(String name, List<String> settings, String... overrides) {
    List<String> arguments = new ArrayList<>(List.of(name, "--set", "output=" + output()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    for (String override : overrides) {
      arguments.addAll(List.of("--set", override));
    }
    return arguments;
  }

  private void assertRefused(List<String> arguments, String... fragments) {
    CommandLineRun run = CommandLineRun.of(arguments.toArray(new String[0]));
    assertOneLine(run, fragments);
    assertThat(output()).doesNotExist();
    assertThat(children(folder)).noneMatch(name -> name.contains("out"));
  }

  private static void assertOneLine(CommandLineRun run, String... fragments) {
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.saysDone()).isFalse();
    assertThat(run.complaints().get(0)).startsWith("showerforge: ").contains(fragments);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  private static List<String> children(Path parent) {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = folder.resolve(name);
    FileUtils.copyDirectory(from.toFile(), to.toFile());
    return to;
  }

  private static void flip(Path file, boolean sidecar) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    if (!sidecar) {
      Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
  }
}
