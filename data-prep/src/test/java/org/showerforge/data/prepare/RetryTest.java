package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.data.CaloganFiles;
import org.showerforge.data.FlakyFileSystem;
import org.showerforge.data.LocalSpark;

/** A task that dies half-way is run again, and nobody can tell from the output. */
final class RetryTest {
  @TempDir private Path folder;

  @Test
  void aRetriedTaskLeavesTheSameOutput() throws IOException {
    CaloganFiles.events(300, 1).cell(2, "layer_0", 0, 0, -1).write(folder.resolve("a.h5"));
    try (LocalSpark spark = LocalSpark.startWithRetries()) {
      spark
          .context()
          .hadoopConfiguration()
          .setClass("fs.flaky.impl", FlakyFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
      PreparedCard calm = Prepare.run(spark.context(), config("calm"));

      // The scan opens the file twice, the task's first attempt is the third.
      FlakyFileSystem.failAfterOpens(2);
      PreparedCard flaky = Prepare.run(spark.context(), config("retried"));
      assertThat(FlakyFileSystem.hasFailed()).isTrue();
      assertThat(flaky.files()).isEqualTo(calm.files());
      assertThat(flaky.counts()).isEqualTo(calm.counts());
    }
    assertThat(Files.readString(folder.resolve("retried/quarantine/part-000000.jsonl")))
        .isEqualTo(Files.readString(folder.resolve("calm/quarantine/part-000000.jsonl")));
    PrepareJobTest.assertNothingElseIn(folder, "a.h5", "calm", "retried");
  }

  private PrepareConfig config(String output) {
    return Prepare.config(
        List.of(FlakyFileSystem.SCHEME + "://" + folder + "/a.h5"), folder.resolve(output));
  }
}
