package org.showerforge.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.report.HistorySeries;
import org.showerforge.report.StageHistory;

/** A generator's training history as the report draws it. */
final class TrainingHistory {
  private TrainingHistory() {}

  static List<StageHistory> of(GeneratorCard generator) {
    List<StageHistory> histories = new ArrayList<>();
    generator
        .history()
        .forEach((stage, rounds) -> histories.add(new StageHistory(stage, series(rounds))));
    return histories;
  }

  private static List<HistorySeries> series(List<HistoryEntry> rounds) {
    return List.of(
        series(
            "critic's estimate of the earth mover's distance",
            "mean D(Geant4) - mean D(generated)",
            rounds,
            HistoryEntry::emdEstimate),
        series("weights", "norm of the critic's", rounds, HistoryEntry::criticWeightNorm),
        series("weights", "norm of the generator's", rounds, HistoryEntry::generatorWeightNorm),
        series("critic's gradient", "mean norm", rounds, HistoryEntry::gradientNorm),
        series("critic's penalty", "mean, without lambda", rounds, HistoryEntry::penalty),
        series(
            "workers' disagreement",
            "generators, relative to the round's update",
            rounds,
            HistoryEntry::generatorDisagreement),
        series("workers' disagreement", "critics", rounds, HistoryEntry::criticDisagreement),
        series(
            "speed",
            "iterations per second, all workers",
            rounds,
            HistoryEntry::iterationsPerSecond));
  }

  private static HistorySeries series(
      String panel, String name, List<HistoryEntry> rounds, Function<HistoryEntry, Double> value) {
    return new HistorySeries(
        panel,
        name,
        rounds.stream().map(HistoryEntry::round).toList(),
        rounds.stream().map(value).toList());
  }
}
