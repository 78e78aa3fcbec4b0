package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.cascade.CascadeRecipe;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/** A training that begins where another one ended. */
final class WarmStartTest {
  private static final Configuration CONF = new Configuration();

  @TempDir private Path folder;

  private static String checkpoint() throws IOException {
    return TrainJob.lastCheckpoint(CONF, Samples.generator().toString()).orElseThrow().toString();
  }

  private static StageDesign design(String stage, String... overrides) throws IOException {
    CascadeRecipe recipe = Samples.train(Samples.prepared(), Path.of("x"), overrides).recipe();
    return recipe.design(stage, GeneratorArtifact.load(Samples.generator()).card().transform());
  }

  @Test
  void everyStageBeginsWithWhatTheOtherPublished() throws IOException {
    WarmStart warm = WarmStart.of(CONF, checkpoint());
    GeneratorArtifact artifact = GeneratorArtifact.load(Samples.generator());
    for (String stage : CascadeRecipe.STAGES) {
      StageState state = warm.state(design(stage), 1);
      assertThat(state.average()).isEqualTo(artifact.weights().stage(stage));
      assertThat(state.updater())
          .as("the moments of Adam")
          .isNotEqualTo(new float[state.updater().length]);
      assertThat(WarmStart.of(CONF, "").state(design(stage), 1).parameters())
          .isEqualTo(StageTrainer.initialState(design(stage), 1).parameters())
          .isNotEqualTo(state.parameters());
    }
  }

  @Test
  void itIsPartOfTheResult() throws IOException {
    Path warm = folder.resolve("warm");
    String from = checkpoint();
    Samples.on(
        "local[2]",
        sc ->
            TrainJob.run(
                sc, Samples.train(Samples.prepared(), warm, "warmStart=" + from), Progress.NONE));
    assertThat(Files.readAllBytes(warm.resolve("weights.bin")))
        .isNotEqualTo(Files.readAllBytes(Samples.generator().resolve("weights.bin")));
    Files.move(warm, folder.resolve("first"));
    TrainConfig again = Samples.train(Samples.prepared(), warm);
    assertThatThrownBy(() -> Samples.on("local[2]", sc -> TrainJob.run(sc, again, Progress.NONE)))
        .as("its checkpoints are not those of a training from scratch")
        .isInstanceOf(UserException.class)
        .hasMessageContaining("another configuration");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    WarmStart warm = WarmStart.of(CONF, checkpoint());
    assertThatThrownBy(() -> warm.state(design("totals", "recipe.totals.generator=[9]"), 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("stage totals has")
        .hasMessageContaining("the recipe is another one, train from scratch");
    assertThatThrownBy(() -> WarmStart.of(CONF, folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is no checkpoint");
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (String file : TrainJob.CHECKPOINT_FILES) {
      Files.copy(Path.of(checkpoint().replace("file:", "")).resolve(file), copy.resolve(file));
    }
    byte[] state = Files.readAllBytes(copy.resolve("state.bin"));
    state[9] ^= 1;
    Files.write(copy.resolve("state.bin"), state);
    assertThatThrownBy(() -> WarmStart.of(CONF, copy.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("state.bin has another hash");
  }
}
