package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** A generator's folder is read back exactly, or refused with what is wrong and what to do. */
final class GeneratorArtifactTest {
  private static final GeneratorArtifact ARTIFACT = TestGenerators.artifact();

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.write(folder.resolve(GeneratorArtifact.CARD), Json.write(ARTIFACT.card()));
    Files.write(folder.resolve(GeneratorArtifact.WEIGHTS), ARTIFACT.weights().bytes());
  }

  @Test
  void whatWasWrittenIsRead() {
    GeneratorArtifact read = GeneratorArtifact.load(folder);
    for (String stage : CascadeRecipe.STAGES) {
      assertThat(read.weights().stage(stage)).isEqualTo(ARTIFACT.weights().stage(stage));
    }
    assertThat(read.weights().tables()).isEqualTo(ARTIFACT.weights().tables()).isNotEmpty();
    assertThat(Json.write(read.card())).isEqualTo(Json.write(ARTIFACT.card()));
  }

  @Test
  void readAndUnreadGiveTheSameShowers() {
    GeneratorArtifact read = GeneratorArtifact.load(folder);
    float[] conditions = new float[ShowerSampler.BLOCK];
    Arrays.fill(conditions, 7);
    float[] original =
        new ShowerSampler(ARTIFACT.card(), ARTIFACT.weights()).block(3, 5, conditions);
    assertThat(new ShowerSampler(read.card(), read.weights()).block(3, 5, conditions))
        .isEqualTo(original);
    assertThat(new ShowerSampler(read.card(), read.weights()).block(4, 5, conditions))
        .isNotEqualTo(original);
  }

  @Test
  void everyFlippedByteOfTheWeightsIsSeen() throws IOException {
    byte[] good = ARTIFACT.weights().bytes();
    for (int at : new int[] {0, good.length / 2, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      assertWeightsRefused(bad).contains("SHA-256", "copy it");
    }
  }

  @Test
  void shortAndLongWeightsAreRefused() throws IOException {
    byte[] good = ARTIFACT.weights().bytes();
    for (int length : new int[] {0, good.length - 1, good.length + 1, 2 * good.length}) {
      assertWeightsRefused(Arrays.copyOf(good, length)).contains("needs " + good.length, "copy it");
    }
  }

  private AbstractStringAssert<?> assertWeightsRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(GeneratorArtifact.WEIGHTS), bytes);
    return assertThatThrownBy(() -> GeneratorArtifact.load(folder))
        .isInstanceOf(UserException.class)
        .message()
        .contains(file.toString())
        .doesNotContain("\n");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Path card = folder.resolve(GeneratorArtifact.CARD);
    String text = Files.readString(card);
    assertCardRefused(text.replace("\"generator\",", "\"prepared\","), "prepared", "generator");
    String version = "\"formatVersion\" : ";
    int ours = GeneratorCard.FORMAT_VERSION;
    assertCardRefused(
        text.replace(version + ours, version + (ours + 1)),
        "format " + (ours + 1),
        "format " + ours);
    // An older format lacks keys; that is not what is wrong with it.
    assertCardRefused(
        text.replace(version + ours, version + (ours - 1)).replace("\"cellNoise\"", "\"noise\""),
        "format " + (ours - 1),
        "format " + ours);
    assertCardRefused(text.replace("\"leak\"", "\"leek\" : 1, \"leak\""), "recipe", "leek", "leak");
    assertCardRefused(text.substring(0, text.length() / 2), card.toString());
    assertCardRefused("", card.toString());
    Files.delete(card);
    assertThatThrownBy(() -> GeneratorArtifact.load(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("give the folder that train wrote");
  }

  @Test
  void anAlteredTransformIsRefused() throws IOException {
    String text = Files.readString(folder.resolve(GeneratorArtifact.CARD));
    int digit = text.lastIndexOf("\"scale\" : ") + "\"scale\" : ".length();
    String altered = text.substring(0, digit) + "1" + text.substring(digit);
    assertCardRefused(altered, "altered (SHA-256)", "copy it");
  }

  private void assertCardRefused(String text, String... fragments) throws IOException {
    Files.writeString(folder.resolve(GeneratorArtifact.CARD), text);
    assertThatThrownBy(() -> GeneratorArtifact.load(folder))
        .isInstanceOf(UserException.class)
        .message()
        .contains(fragments)
        .doesNotContain("\n");
  }
}
