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
 * The published generators' parameters, by stage, and the tables of their calibration: {@code
 * weights.bin} is the stages in order, each in DL4J's flat order, then the tables, all float32
 * little-endian. Reading it reads floats, nothing else.
 *
 * @param byStage parameters by stage name
 * @param tables of a {@link CellCalibration}; none without one
 */
@SuppressWarnings("ArrayRecordComponent")
public record GeneratorWeights(Map<String, float[]> byStage, float[] tables) {
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

  /** The calibration that the tables are. */
  public CellCalibration calibration(CascadeTransform transform) {
    return new CellCalibration(transform.detector(), transform.countEdges(), tables);
  }

  /** The content of {@code weights.bin}. */
  public byte[] bytes() {
    int length = byStage.values().stream().mapToInt(weights -> weights.length).sum();
    ByteBuffer buffer =
        ByteBuffer.allocate((length + tables.length) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (String stage : CascadeRecipe.STAGES) {
      put(stage(stage), buffer);
    }
    put(tables, buffer);
    return buffer.array();
  }

  private static void put(float[] numbers, ByteBuffer buffer) {
    for (float number : numbers) {
      buffer.putFloat(number);
    }
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
    CascadeTransform transform = card.transform();
    int tables = CellCalibration.numbers(transform.detector(), transform.countEdges());
    int numbers = tables + lengths.values().stream().mapToInt(Integer::intValue).sum();
    int expected = Math.multiplyExact(numbers, Float.BYTES);
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
    lengths.forEach((stage, length) -> byStage.put(stage, take(length, buffer)));
    return new GeneratorWeights(byStage, take(tables, buffer));
  }

  private static float[] take(int count, ByteBuffer buffer) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = buffer.getFloat();
    }
    return numbers;
  }
}
