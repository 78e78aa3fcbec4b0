package org.showerforge.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.jobs.Samples;
import org.showerforge.onnx.Layout;

/** An exported folder is whole, says what it is, and is refused with one line otherwise. */
final class ExportJobTest {
  @TempDir private Path folder;

  private ExportCard export(String generator, String name, Layout layout) throws IOException {
    String output = folder.resolve(name).toString();
    return ExportJob.run(new Configuration(), new ExportConfig(generator, output, layout));
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void theFolderHoldsTheModelAndItsCard(Layout layout) throws IOException {
    ExportCard card = export(Samples.generator().toUri().toString(), "onnx", layout);
    byte[] model = Files.readAllBytes(folder.resolve("onnx/generator.onnx"));
    assertThat(card.modelSha256()).isEqualTo(Hashes.sha256(model));
    assertThat(ModelProto.parseFrom(model).getOpsetImport(0).getVersion()).isEqualTo(card.opset());
    Path written = folder.resolve("onnx/card.json");
    assertThat(Files.readAllBytes(written)).isEqualTo(Json.write(card));
    JsonNode read = Json.readYamlTree(Files.newInputStream(written), "card.json");
    assertThat(read.at("/kind").asText()).isEqualTo("onnx");
    assertThat(read.at("/metadata/layout").asText()).isEqualTo(layout.configured());
    assertThat(read.at("/agreement/events").asInt()).isGreaterThanOrEqualTo(10_000);
    assertThat(read.at("/agreement/maxRelativeDifference").asDouble()).isBetween(1e-12, 1e-4);
    JsonNode generator =
        Json.readYamlTree(
            Files.newInputStream(Samples.generator().resolve("card.json")), "card.json");
    assertThat(read.at("/generatorWeightsSha256")).isEqualTo(generator.at("/weightsSha256"));
  }

  @Test
  void anOutputThatExistsIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("taken"));
    assertThatThrownBy(() -> export(Samples.generator().toString(), "taken", Layout.PAR04))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("never overwritten");
    assertThat(files()).containsExactly("taken");
  }

  @Test
  void aFolderWithoutAGeneratorIsRefusedAndNothingIsLeft() throws IOException {
    String nowhere = folder.resolve("nowhere").toString();
    assertThatThrownBy(() -> export(nowhere, "onnx", Layout.SHOWERFORGE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("give the folder that train wrote");
    assertThat(files()).isEmpty();
  }

  @Test
  void anUnknownLayoutIsRefused() {
    String text = "{generator: g, output: o, layout: par03}";
    assertThatThrownBy(
            () -> Json.convert(Json.parseYamlValue(text, "test"), ExportConfig.class, "test"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("must be one of [showerforge, par04], got 'par03'");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
