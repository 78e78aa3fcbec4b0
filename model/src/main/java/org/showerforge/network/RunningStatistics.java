package org.showerforge.network;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.engine.Critic;
import org.showerforge.engine.Penalty;

/** Sums over the critic steps of a round, kept on the device and read once. */
final class RunningStatistics {
  private final Backend backend;
  private final Critic critic;
  private final Penalty penalty;
  private final Matrix realScores;
  private final Matrix fakeScores;
  private final Matrix norms;
  private final Matrix penalties;
  private final Matrix value;

  RunningStatistics(Backend backend, Critic critic, Penalty penalty, int batch) {
    this.backend = backend;
    this.critic = critic;
    this.penalty = penalty;
    this.realScores = backend.allocate(batch, 1);
    this.fakeScores = backend.allocate(batch, 1);
    this.norms = backend.allocate(batch, 1);
    this.penalties = backend.allocate(batch, 1);
    this.value = backend.allocate(batch, 1);
  }

  void reset() {
    for (Matrix sum : new Matrix[] {realScores, fakeScores, norms, penalties}) {
      backend.affine(0, 0, sum);
    }
  }

  /** Adds what the critic's last step left. */
  void add() {
    backend.combine(1, critic.realScores(), 1, realScores);
    backend.combine(1, critic.fakeScores(), 1, fakeScores);
    backend.combine(1, critic.norms(), 1, norms);
    if (penalty.exists()) {
      penalty.values(backend, critic.norms(), value);
      backend.combine(1, value, 1, penalties);
    }
  }

  RoundStatistics read(long steps, StageState state) {
    int generator = state.average().length;
    return new RoundStatistics(
        (mean(realScores) - mean(fakeScores)) / steps,
        mean(fakeScores) / steps,
        mean(norms) / steps,
        mean(penalties) / steps,
        norm(state.parameters(), generator, state.parameters().length),
        norm(state.parameters(), 0, generator));
  }

  private double mean(Matrix column) {
    double sum = 0;
    for (double entry : backend.readDoubles(column)) {
      sum += entry;
    }
    return sum / column.rows();
  }

  private static double norm(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
