package org.showerforge.cascade;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.network.StageSampler;

/**
 * The published generators' parameters, by stage: {@code weights.bin} is the stages in order,
 * float32 little-endian, each in DL4J's flat order. Reading it reads floats, nothing else.
 *
 * @param byStage parameters by stage name
 */
public record GeneratorWeights(Map<String, float[]> byStage) {
  /** Checks that every stage is there. */
  public GeneratorWeights {
    byStage = new LinkedHashMap<>(byStage);
    for (String stage : CascadeRecipe.STAGES) {
      if (!byStage.containsKey(stage)) {
        throw new IllegalArgumentException("no weights for stage " + stage);
      }
    }
  }

  /** A stage's parameters. */
  public float[] stage(String name) {
    float[] weights = byStage.get(name);
    if (weights == null) {
      throw new IllegalArgumentException(name);
    }
    return weights;
  }

  /** The content of {@code weights.bin}. */
  public byte[] bytes() {
    int length = byStage.values().stream().mapToInt(weights -> weights.length).sum();
    ByteBuffer buffer = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (String stage : CascadeRecipe.STAGES) {
      for (float weight : stage(stage)) {
        buffer.putFloat(weight);
      }
    }
    return buffer.array();
  }

  /**
   * Reads {@code weights.bin}.
   *
   * @param card says how many there must be, and their hash
   * @param where names the file in errors
   */
  static GeneratorWeights read(InputStream in, GeneratorCard card, String where)
      throws IOException {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (String stage : CascadeRecipe.STAGES) {
      lengths.put(stage, StageSampler.parameters(card.recipe().design(stage, card.transform())));
    }
    int expected = lengths.values().stream().mapToInt(length -> length * Float.BYTES).sum();
    byte[] bytes = in.readNBytes(expected + 1);
    if (bytes.length != expected) {
      throw new UserException(
          "%s: has %s bytes, its card needs %d; the generator is damaged: copy it again or train anew",
          where, bytes.length > expected ? "more than " + expected : bytes.length, expected);
    }
    if (!Hashes.sha256(bytes).equals(card.weightsSha256())) {
      throw new UserException(
          "%s: SHA-256 is not the one in its card; the generator is damaged: copy it again or train anew",
          where);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, float[]> byStage = new LinkedHashMap<>();
    lengths.forEach(
        (stage, length) -> {
          float[] weights = new float[length];
          for (int i = 0; i < length; i++) {
            weights[i] = buffer.getFloat();
          }
          byStage.put(stage, weights);
        });
    return new GeneratorWeights(byStage);
  }
}
