package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.showerforge.UserException;

/**
 * The classifier two-sample test (Lopez-Paz and Oquab, arXiv 1610.06545; for showers Krause and
 * Shih, arXiv 2106.05285): the AUC of a classifier trained to tell two samples apart, here boosted
 * trees in 5-fold cross-validation, so that every event is scored by a model that never saw it.
 *
 * <p>The AUC is computed inside each fold, as scores of different models do not compare, and
 * averaged. Event i of both samples falls into the same fold: if they were made for the same
 * incident particles, a model never meets the twin of an event that it is to score, whose opposite
 * label would push the AUC below 0.5 and flatter the generator.
 */
public final class ClassifierTest {
  /** Folds of the cross-validation. */
  static final int FOLDS = 5;

  private static final int MOST_IMPORTANT = 10;

  private ClassifierTest() {}

  /** The test on shower shapes and conditions. */
  public static ClassifierResult highLevel(
      ShowerSample reference, ShowerSample other, EvaluationSettings settings) {
    return highLevel(
        FeatureTable.highLevel(reference, ShowerShapes.of(reference)),
        FeatureTable.highLevel(other, ShowerShapes.of(other)),
        settings);
  }

  /** The test on shower shapes and conditions that are already there. */
  static ClassifierResult highLevel(
      FeatureTable reference, FeatureTable other, EvaluationSettings settings) {
    return test(reference, other, Float.NaN, settings);
  }

  /** The test on all cells and conditions. */
  public static ClassifierResult lowLevel(
      ShowerSample reference, ShowerSample other, EvaluationSettings settings) {
    // An empty cell is left out of the sparse matrix: any split can send it either way, so nothing
    // is lost and the trees grow several times faster.
    return test(FeatureTable.lowLevel(reference), FeatureTable.lowLevel(other), 0, settings);
  }

  private static ClassifierResult test(
      FeatureTable reference, FeatureTable other, float missing, EvaluationSettings settings) {
    if (reference.rows() != other.rows() || reference.rows() < 2 * FOLDS) {
      throw new UserException(
          "classifier: needs two samples of the same size, at least %d events; got %d and %d",
          2 * FOLDS, reference.rows(), other.rows());
    }
    int n = reference.rows();
    float[] labels = new float[2 * n];
    Arrays.fill(labels, n, 2 * n, 1);
    DMatrix all = null;
    try {
      all = new DMatrix(reference.joined(other), 2 * n, reference.columns().size(), missing);
      all.setLabel(labels);
      return crossValidate(all, folds(n, settings.seed()), reference.columns(), settings);
    } catch (XGBoostError e) {
      throw new IllegalStateException("boosted trees failed: " + e.getMessage(), e);
    } finally {
      if (all != null) {
        all.dispose();
      }
    }
  }

  private static ClassifierResult crossValidate(
      DMatrix all, int[] foldOf, List<String> columns, EvaluationSettings settings)
      throws XGBoostError {
    int n = foldOf.length;
    double[] scores = new double[2 * n];
    double[] areas = new double[FOLDS];
    double[] shares = new double[columns.size()];
    double variance = 0;
    List<FoldOutcome> outcomes = outcomes(all, foldOf, columns.size(), settings);
    for (int fold = 0; fold < FOLDS; fold++) {
      FoldOutcome outcome = outcomes.get(fold);
      int[] held = outcome.held;
      for (int i = 0; i < held.length; i++) {
        scores[held[i]] = outcome.scores[i];
      }
      for (int i = 0; i < shares.length; i++) {
        shares[i] += outcome.gainShares[i] / FOLDS;
      }
      int half = held.length / 2;
      Roc roc = Roc.of(pick(scores, held, 0, half), pick(scores, held, half, held.length));
      areas[fold] = roc.auc();
      variance += roc.error() * roc.error();
    }
    Roc pooled = Roc.of(Arrays.copyOfRange(scores, 0, n), Arrays.copyOfRange(scores, n, 2 * n));
    Moments spread = Moments.of(areas);
    return new ClassifierResult(
        spread.mean(),
        Math.sqrt(variance) / FOLDS,
        spread.rms(),
        Arrays.stream(areas).boxed().toList(),
        pooled.points(),
        mostImportant(columns, shares));
  }

  /** What a fold's model says of the rows that it never saw. */
  private static final class FoldOutcome {
    final int[] held;
    final float[] scores;
    final double[] gainShares;

    FoldOutcome(int[] held, float[] scores, double[] gainShares) {
      this.held = held;
      this.scores = scores;
      this.gainShares = gainShares;
    }
  }

  /** The outcomes of all folds in their order, several trained at once. */
  private static List<FoldOutcome> outcomes(
      DMatrix all, int[] foldOf, int columns, EvaluationSettings settings) throws XGBoostError {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(FOLDS, settings.threads()));
    try {
      List<Future<FoldOutcome>> running = new ArrayList<>();
      for (int fold = 0; fold < FOLDS; fold++) {
        int held = fold;
        int[] inside = rows(foldOf.length, i -> foldOf[i] == held);
        int[] outside = rows(foldOf.length, i -> foldOf[i] != held);
        // Copies, made here: a task that outlives a failed one must not touch the shared matrix.
        DMatrix training = all.slice(outside);
        DMatrix unseen = all.slice(inside);
        running.add(pool.submit(() -> train(training, unseen, inside, columns, settings.seed())));
      }
      List<FoldOutcome> outcomes = new ArrayList<>();
      for (Future<FoldOutcome> fold : running) {
        outcomes.add(fold.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("boosted trees failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while training the classifier", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static FoldOutcome train(
      DMatrix training, DMatrix unseen, int[] held, int columns, long seed) throws XGBoostError {
    try (BoostedTrees trees = BoostedTrees.train(training, seed)) {
      return new FoldOutcome(held, trees.scores(unseen), trees.gainShares(columns));
    } finally {
      training.dispose();
      unseen.dispose();
    }
  }

  /** Rows of both samples whose event passes, the reference's first. */
  private static int[] rows(int n, java.util.function.IntPredicate event) {
    int[] reference = IntStream.range(0, n).filter(event).toArray();
    return IntStream.concat(Arrays.stream(reference), Arrays.stream(reference).map(i -> i + n))
        .toArray();
  }

  private static double[] pick(double[] scores, int[] rows, int from, int to) {
    return Arrays.stream(rows, from, to).mapToDouble(row -> scores[row]).toArray();
  }

  /** The fold of each event: a seeded permutation dealt out in turn. */
  private static int[] folds(int n, long seed) {
    int[] order = Shuffles.permutation(n, new SplittableRandom(seed));
    int[] foldOf = new int[n];
    for (int rank = 0; rank < n; rank++) {
      foldOf[order[rank]] = rank % FOLDS;
    }
    return foldOf;
  }

  private static List<Importance> mostImportant(List<String> columns, double[] shares) {
    List<Importance> all = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      all.add(new Importance(columns.get(i), shares[i]));
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(Importance::share).reversed())
        .limit(MOST_IMPORTANT)
        .toList();
  }
}
