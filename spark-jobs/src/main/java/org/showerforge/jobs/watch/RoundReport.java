package org.showerforge.jobs.watch;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.network.LossDesign;
import org.showerforge.network.RoundStatistics;

/**
 * All there is to say of a round.
 *
 * @param ended when it was over
 * @param stage that was trained
 * @param round its number in the stage, from 1
 * @param rounds that the stage will have
 * @param iteration iterations of the stage done at its end
 * @param figures by name: first those that are the same in every run, then rate and times
 */
public record RoundReport(
    Instant ended,
    String stage,
    int round,
    int rounds,
    long iteration,
    Map<String, Double> figures) {

  /** The names of the figures, wherever they are shown, with their meanings. */
  public static final Map<String, String> NAMES = names();

  /** Copies the figures. */
  public RoundReport {
    if (!NAMES.keySet().containsAll(figures.keySet())) {
      throw new IllegalArgumentException("figures without a meaning: " + figures.keySet());
    }
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("emd_estimate", "mean D(real) - mean D(generated)");
    names.put("critic_loss", "penalty included; Wasserstein only");
    names.put("generator_loss", "at the critic's steps; Wasserstein without further terms only");
    names.put("gradient_norm", "mean norm of the critic's gradient by its input");
    names.put("penalty", "mean, without lambda");
    names.put("critic_weight_norm", "Euclidean");
    names.put("generator_weight_norm", "Euclidean");
    names.put("critic_disagreement", "spread over workers, relative to the round's update");
    names.put("generator_disagreement", "spread over workers, relative to the round's update");
    names.put("rejected", "times that it gave numbers that were not finite and was run again");
    names.put("dropped", "results that it did not wait for");
    names.put("bytes_broadcast", "size of the state that went out, to each executor");
    names.put("bytes_collected", "size of the results that came back, of all shards");
    names.put("samples_per_second", "events drawn by all shards, per second of the round");
    names.put("seconds_total", "the whole round");
    names.put("seconds_broadcast", "making and reading the broadcast");
    names.put("seconds_load", "getting events and trainer");
    names.put("seconds_compute", "iterations, mean over shards");
    names.put("seconds_slowest", "iterations of the slowest shard");
    names.put("seconds_collect", "results coming back");
    names.put("seconds_average", "the mean on the driver");
    names.put("seconds_idle", "the rest: launching, waiting for the slowest shard or a free core");
    return Collections.unmodifiableMap(names);
  }

  /**
   * The figures of a round.
   *
   * @param samplesPerIteration events that a shard draws in an iteration
   */
  public static Map<String, Double> figures(
      RoundStatistics statistics,
      LossDesign loss,
      HistoryEntry round,
      int samplesPerIteration,
      RoundTimes times) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("emd_estimate", statistics.emdEstimate());
    statistics.criticLoss(loss).ifPresent(value -> figures.put("critic_loss", value));
    statistics.generatorLoss(loss).ifPresent(value -> figures.put("generator_loss", value));
    figures.put("gradient_norm", statistics.gradientNorm());
    figures.put("penalty", statistics.penalty());
    figures.put("critic_weight_norm", statistics.criticWeightNorm());
    figures.put("generator_weight_norm", statistics.generatorWeightNorm());
    figures.put("critic_disagreement", round.criticDisagreement());
    figures.put("generator_disagreement", round.generatorDisagreement());
    figures.put("rejected", (double) round.rejected());
    figures.put("dropped", (double) round.dropped());
    figures.put("bytes_broadcast", (double) round.bytesBroadcast());
    figures.put("bytes_collected", (double) round.bytesCollected());
    figures.put("samples_per_second", round.iterationsPerSecond() * samplesPerIteration);
    figures.put("seconds_total", times.total());
    figures.put("seconds_broadcast", times.broadcast());
    figures.put("seconds_load", times.load());
    figures.put("seconds_compute", times.compute());
    figures.put("seconds_slowest", times.slowest());
    figures.put("seconds_collect", times.collect());
    figures.put("seconds_average", times.average());
    figures.put("seconds_idle", times.idle());
    return figures;
  }

  /** A figure by its name. */
  public double figure(String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException(stage + " has no figure " + name);
    }
    return value;
  }

  /** For a line that people read. */
  public String summary() {
    return "%s round %d/%d, EMD %.3g, disagreement %.2f"
        .formatted(stage, round, rounds, figure("emd_estimate"), figure("generator_disagreement"));
  }
}
