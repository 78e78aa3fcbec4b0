package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.data.CaloganFiles;
import org.showerforge.data.LocalSpark;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;

/** The output does not depend on what the job happens to run on. */
final class DeterminismTest {
  @TempDir private Path folder;

  @Test
  void anyNumberOfCoresAndAnySerialiserGiveTheSameBytes() throws IOException {
    Path raw = Files.createDirectory(folder.resolve("raw"));
    CaloganFiles.events(130, 1).cell(17, "layer_0", 0, 0, -1).write(raw.resolve("a.h5"));
    CaloganFiles.events(70, 2).writeGzip(raw.resolve("b.h5"));
    List<List<PreparedCard.DataFile>> files = new ArrayList<>();
    List<List<Long>> ids = new ArrayList<>();
    for (String name : new String[] {"one", "two", "kryo"}) {
      try (LocalSpark spark =
          switch (name) {
            case "one" -> LocalSpark.start(1);
            case "two" -> LocalSpark.start(2);
            default -> LocalSpark.startWithKryo();
          }) {
        Path output = folder.resolve(name);
        PreparedCard card =
            Prepare.run(
                spark.context(), Prepare.config(List.of(raw.toString()), output, "fileMB=0.02"));
        files.add(card.files());
        ids.add(trainIds(spark, output));
        assertThat(output.resolve("quarantine/part-000000.jsonl")).exists();
      }
    }
    assertThat(files.get(0)).isNotEmpty().isEqualTo(files.get(1)).isEqualTo(files.get(2));
    assertThat(ids.get(0)).hasSizeGreaterThan(100).isEqualTo(ids.get(1)).isEqualTo(ids.get(2));
  }

  @Test
  void renamingAFileOrAddingOneMovesNoEvent() throws IOException {
    CaloganFiles.events(50, 1).write(folder.resolve("a.h5"));
    try (LocalSpark spark = LocalSpark.start(2)) {
      Prepare.run(spark.context(), config("a.h5", "first"));
      Files.move(folder.resolve("a.h5"), folder.resolve("z.h5"));
      CaloganFiles.events(50, 2).write(folder.resolve("b.h5"));
      Prepare.run(spark.context(), config("*.h5", "second"));
      assertThat(trainIds(spark, folder.resolve("second")))
          .containsAll(trainIds(spark, folder.resolve("first")));
    }
  }

  private PrepareConfig config(String input, String output) {
    return PrepareConfig.of(List.of(folder + "/" + input), folder.resolve(output).toString());
  }

  private static List<Long> trainIds(LocalSpark spark, Path output) throws IOException {
    List<String> files =
        EventReader.files(spark.context().hadoopConfiguration(), output.toString(), Split.TRAIN);
    List<Long> ids = new ArrayList<>();
    for (EventBatch batch : EventReader.read(spark.context(), files, 7).collect()) {
      for (long id : batch.eventIds()) {
        ids.add(id);
      }
    }
    return ids;
  }
}
