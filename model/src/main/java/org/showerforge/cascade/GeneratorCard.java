package org.showerforge.cascade;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;

/**
 * The card of a generator: what it is, and where it came from.
 *
 * @param kind always {@link #KIND}
 * @param formatVersion version of this layout
 * @param version of ShowerForge that wrote it
 * @param created when, ISO 8601
 * @param recipe how it was built and trained
 * @param transform fitted on the training events; holds the detector and the trained range of the
 *     conditions
 * @param configuration the resolved configuration of the job
 * @param trainingData the prepared data set: its card's SHA-256 and the number of training events
 * @param seed the job's seed
 * @param weightsSha256 of weights.bin
 * @param transformSha256 of recipe and transform, see {@link #transformSha256(JsonNode, JsonNode)}
 * @param parameters of each stage's generator, the calibration's tables not counted
 * @param repeatability whether the same training gives the same bytes again
 * @param history per stage, the rounds
 */
public record GeneratorCard(
    String kind,
    int formatVersion,
    String version,
    String created,
    CascadeRecipe recipe,
    CascadeTransform transform,
    JsonNode configuration,
    TrainingData trainingData,
    long seed,
    String weightsSha256,
    String transformSha256,
    Map<String, Integer> parameters,
    Repeatability repeatability,
    Map<String, List<HistoryEntry>> history) {
  /** What {@link #kind} says. */
  public static final String KIND = "generator";

  /** The layout that this version reads and writes. */
  public static final int FORMAT_VERSION = 8;

  /**
   * The hash of what, besides the weights, decides a shower; taken of the JSON, so that it outlives
   * new keys.
   */
  public static String transformSha256(JsonNode recipe, JsonNode transform) {
    return Hashes.sha256(Json.write(List.of(recipe, transform)));
  }

  /**
   * What a generator was trained on.
   *
   * @param path where the data set was
   * @param cardSha256 of its card
   * @param events training events
   */
  public record TrainingData(String path, String cardSha256, long events) {}

  /**
   * Whether the same training gives the same bytes again.
   *
   * @param byteEquality false where a round did not wait for all shards ({@code averaging.quorum}
   *     below 1): which results were dropped is then a matter of the machines
   * @param droppedResults of shards that were late, over all rounds
   * @param rejectedRounds that gave numbers that were not finite, and were run again; the same ones
   *     in every run
   */
  public record Repeatability(boolean byteEquality, int droppedResults, int rejectedRounds) {
    /** Of a training with these rounds. */
    public static Repeatability of(boolean byteEquality, Map<String, List<HistoryEntry>> history) {
      int dropped = 0;
      int rejected = 0;
      for (List<HistoryEntry> rounds : history.values()) {
        for (HistoryEntry round : rounds) {
          dropped += round.dropped();
          rejected += round.rejected();
        }
      }
      return new Repeatability(byteEquality, dropped, rejected);
    }
  }

  /**
   * One averaging round.
   *
   * @param round its number, from 1
   * @param iteration iterations done at its end
   * @param emdEstimate mean D(real) - mean D(fake)
   * @param gradientNorm mean norm of the critic's input gradient
   * @param penalty mean (norm - 1)^2
   * @param criticWeightNorm the Euclidean norm of the critic's parameters
   * @param generatorWeightNorm the same of the generator's
   * @param generatorDisagreement how far the workers' generators came apart, relative to the
   *     update; see {@link org.showerforge.network.Disagreement}
   * @param criticDisagreement the same of their critics
   * @param rejected how often it gave numbers that were not finite and was run again
   * @param dropped results that it did not wait for
   * @param bytesBroadcast size of the state that went out, to each executor
   * @param bytesCollected size of the results that came back, of all workers together
   * @param iterationsPerSecond of all workers together
   */
  public record HistoryEntry(
      int round,
      long iteration,
      double emdEstimate,
      double gradientNorm,
      double penalty,
      double criticWeightNorm,
      double generatorWeightNorm,
      double generatorDisagreement,
      double criticDisagreement,
      int rejected,
      int dropped,
      long bytesBroadcast,
      long bytesCollected,
      double iterationsPerSecond) {}
}
