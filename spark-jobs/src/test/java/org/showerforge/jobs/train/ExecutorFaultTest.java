package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/**
 * A training whose executors are killed and stopped, processes of their own, ends with the bytes of
 * an undisturbed one.
 */
@EnabledIfSystemProperty(
    named = "showerforge.faults",
    matches = "true",
    disabledReason = "takes two minutes of real executors: -Dshowerforge.faults=true")
final class ExecutorFaultTest {
  @TempDir private Path folder;

  @Test
  void aKilledAndAHungExecutorLeaveNoTrace() throws IOException {
    Path output = folder.resolve("generator");
    TrainConfig config =
        Samples.train(Samples.prepared(), output, "roundDeadlineSeconds=20", "checkpointRounds=3");
    Progress faults =
        (done, all) -> {
          if (done == 4) {
            signal("KILL");
          } else if (done == 18) {
            signal("STOP");
          }
        };
    LocalCluster.on(folder, sc -> TrainJob.run(sc, config, faults));
    assertThat(Files.readAllBytes(output.resolve(GeneratorArtifact.WEIGHTS)))
        .isEqualTo(Files.readAllBytes(Samples.generator().resolve(GeneratorArtifact.WEIGHTS)));
  }

  /** After the second round of coded deltas: what was kept since the first is made again. */
  @Test
  void whatShardsKeepOutlivesTheirExecutor() throws IOException {
    String[] coded = {"averaging.deltaBits=8", "checkpointRounds=3"};
    Path undisturbed = folder.resolve("undisturbed");
    Samples.on(
        "local[2]",
        sc ->
            TrainJob.run(sc, Samples.train(Samples.prepared(), undisturbed, coded), Progress.NONE));
    Path output = folder.resolve("generator");
    Progress fault =
        (done, all) -> {
          if (done == 8) {
            signal("KILL");
          }
        };
    TrainConfig config = Samples.train(Samples.prepared(), output, coded);
    LocalCluster.on(folder, sc -> TrainJob.run(sc, config, fault));
    assertThat(Files.readAllBytes(output.resolve(GeneratorArtifact.WEIGHTS)))
        .isEqualTo(Files.readAllBytes(undisturbed.resolve(GeneratorArtifact.WEIGHTS)));
  }

  private static void signal(String name) {
    List<ProcessHandle> executors =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().commandLine().orElse("").contains("ExecutorBackend"))
            .toList();
    assertThat(executors).isNotEmpty();
    try {
      String pid = String.valueOf(executors.get(0).pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
