package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/** The same data, configuration and shards give the same bytes, whatever they run on. */
final class TrainDeterminismTest {
  private static byte[] calibrated;

  @TempDir private Path folder;

  @BeforeAll
  static void train(@TempDir Path first) throws IOException {
    Path output = first.resolve("generator");
    Samples.on("local[2]", sc -> train(sc, output));
    calibrated = weights(output);
    assertThat(calibrated).hasSizeGreaterThan(weights(Samples.generator()).length);
  }

  @Test
  void anyNumberOfCoresAndASecondRunGiveTheSameBytes() throws IOException {
    for (String master : new String[] {"local[1]", "local[2]"}) {
      Path output = folder.resolve(master);
      GeneratorCard card = Samples.on(master, sc -> train(sc, output));
      assertThat(weights(output)).isEqualTo(calibrated);
      assertThat(GeneratorArtifact.load(output).card().weightsSha256())
          .isEqualTo(card.weightsSha256());
    }
  }

  @Test
  void seedAndShardsDecideTheBytes() throws IOException {
    byte[] expected = weights(Samples.generator());
    for (String change : new String[] {"seed=2", "shards=3"}) {
      Path output = folder.resolve(change);
      Samples.on(
          "local[2]",
          sc -> TrainJob.run(sc, Samples.train(Samples.prepared(), output, change), Progress.NONE));
      assertThat(weights(output)).hasSameSizeAs(expected).isNotEqualTo(expected);
    }
  }

  @Test
  void executorsOfTheirOwnGiveTheSameBytes() throws IOException {
    Path output = folder.resolve("cluster");
    int executors =
        LocalCluster.on(
            folder,
            sc -> {
              train(sc, output);
              return sc.sc().getExecutorMemoryStatus().size() - 1;
            });
    assertThat(executors).isEqualTo(2);
    assertThat(weights(output)).isEqualTo(calibrated);
  }

  private static GeneratorCard train(JavaSparkContext sc, Path output) throws IOException {
    return TrainJob.run(
        sc, Samples.train(Samples.prepared(), output, "recipe.calibration=true"), Progress.NONE);
  }

  private static byte[] weights(Path generator) throws IOException {
    return Files.readAllBytes(generator.resolve(GeneratorArtifact.WEIGHTS));
  }
}
