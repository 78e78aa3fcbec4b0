package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * A training whose executors, processes of their own, are killed or stopped ends with the bytes of
 * an undisturbed one. A killed one in every build; the rest on request, since each takes a minute.
 */
final class ExecutorFaultTest {
  @TempDir private Path folder;

  @Test
  void aKilledExecutorLeavesNoTrace() throws IOException {
    assertNoTrace("KILL");
  }

  @Test
  @EnabledIfSystemProperty(
      named = "showerforge.faults",
      matches = "true",
      disabledReason = "takes a minute: -Dshowerforge.faults=true")
  void aHungExecutorLeavesNoTrace() throws IOException {
    assertNoTrace("STOP", "roundDeadlineSeconds=20");
  }

  private void assertNoTrace(String signal, String... settings) throws IOException {
    Path output = folder.resolve("generator");
    TrainConfig config = Samples.train(Samples.prepared(), output, settings);
    Progress fault =
        (done, all) -> {
          if (done == 18) {
            signal(signal);
          }
        };
    LocalCluster.on(folder, sc -> TrainJob.run(sc, config, fault));
    assertThat(Files.readAllBytes(output.resolve(GeneratorArtifact.WEIGHTS)))
        .isEqualTo(Files.readAllBytes(Samples.generator().resolve(GeneratorArtifact.WEIGHTS)));
  }

  /** After the second round of coded deltas: what was kept since the first is made again. */
  @Test
  @EnabledIfSystemProperty(
      named = "showerforge.faults",
      matches = "true",
      disabledReason = "takes a minute: -Dshowerforge.faults=true")
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
        ProcessHandle.current().descendants().filter(ExecutorFaultTest::isExecutor).toList();
    assertThat(executors).hasSize(2);
    try {
      String pid = String.valueOf(executors.get(0).pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isExecutor(ProcessHandle process) {
    try {
      // ProcessHandle's own information gives up at a class path of this length.
      byte[] line = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
      return new String(line, StandardCharsets.UTF_8).contains("ExecutorBackend");
    } catch (IOException e) {
      return false;
    }
  }
}
