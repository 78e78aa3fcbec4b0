package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.NormalScore;
import org.showerforge.cascade.Totals;

/**
 * The layers that scores stand for as nodes: {@link NormalScore#value} and what {@link Totals}
 * makes of it, in double precision, as a floor decides.
 *
 * @param energyMeV [N, layers]
 * @param cells [N, layers], whole numbers
 * @param variances [N, widths]; null without widths
 * @param ratios [N, layers]; null without ratios
 */
record LayerNodes(
    Tensor energyMeV, Tensor cells, @Nullable Tensor variances, @Nullable Tensor ratios) {
  private static final double NO_THRESHOLD_MEV = 1e-9;

  /**
   * Adds the nodes.
   *
   * @param scores [N, totals], in single precision
   * @param condition [N, 1], the normalised energy
   * @param incidentMeV [N, 1]
   */
  static LayerNodes of(
      CascadeTransform transform, Tensor scores, Tensor condition, Tensor incidentMeV) {
    Tensor totals = values(transform.totals(), scores, condition);
    int count = transform.detector().layers().size();
    int reference = transform.referenceLayer();
    double threshold = transform.detector().thresholdMeV();
    OnnxGraph graph = scores.graph();
    double[] most =
        transform.detector().layers().stream().mapToDouble(layer -> layer.cells()).toArray();
    Tensor cells =
        totals
            .columns(count, 2 * count)
            .node("Exp")
            .minus(Totals.COUNT_OFFSET)
            .node("Floor")
            .atMost(graph.doubles(most, count))
            .atLeast(0);
    int[] others = IntStream.range(0, count).filter(layer -> layer != reference).toArray();
    Tensor rest = totals.columns(0, 1).times(incidentMeV);
    List<Tensor> energies = new ArrayList<>();
    List<Tensor> counts = new ArrayList<>();
    if (others.length > 0) {
      Tensor excess =
          totals
              .columns(1, count)
              .node("Exp")
              .times(incidentMeV)
              .minus(Totals.SMALL_MEV)
              .atLeast(0);
      Tensor n = cells.columns(others);
      Tensor energy = n.isBelow(1).choose(0, n.times(threshold).plus(excess));
      rest = rest.minus(energy.rowSums());
      energies.add(energy);
      counts.add(n);
    }
    Tensor n =
        rest.over(Math.max(threshold, NO_THRESHOLD_MEV))
            .node("Floor")
            .atMost(cells.columns(reference, reference + 1))
            .atLeast(0);
    energies.add(n.isBelow(1).choose(0, rest));
    counts.add(n);
    int[] order =
        IntStream.range(0, count)
            .map(l -> l == reference ? count - 1 : Arrays.binarySearch(others, l))
            .toArray();
    int end = transform.totals().size();
    int ratios = transform.ratios() ? end - count : end;
    return new LayerNodes(
        Tensor.beside(energies).columns(order),
        Tensor.beside(counts).columns(order),
        transform.widths() ? variances(totals.columns(2 * count, ratios)) : null,
        transform.ratios() ? totals.columns(ratios, end).atMost(1).atLeast(0) : null);
  }

  private static Tensor variances(Tensor logarithms) {
    return logarithms.node("Exp").minus(Totals.SMALL_VARIANCE).atLeast(0);
  }

  /** {@link NormalScore#value} of each column of scores, in double precision. */
  static Tensor values(List<NormalScore> scores, Tensor score, Tensor condition) {
    OnnxGraph graph = score.graph();
    int count = scores.size();
    Tensor position =
        score
            .to(Tensor.Type.DOUBLE)
            .atMost(NormalScore.MAX_SCORE)
            .atLeast(-NormalScore.MAX_SCORE)
            .plus(NormalScore.MAX_SCORE)
            .over(NormalScore.STEP);
    Tensor below = position.node("Floor").atMost(NormalScore.KNOTS - 2.0);
    Tensor fraction = position.minus(below);
    Tensor place =
        condition.atMost(1).atLeast(-1).plus(1).times((NormalScore.CONDITIONS - 1) / 2.0);
    Tensor placeBelow = place.node("Floor").atMost(NormalScore.CONDITIONS - 2.0);
    Tensor placeFraction = place.minus(placeBelow);
    Tensor table = table(graph, scores);
    int size = NormalScore.CONDITIONS * NormalScore.KNOTS;
    double[] starts = IntStream.range(0, count).mapToDouble(k -> (double) k * size).toArray();
    Tensor at = below.plus(placeBelow.times(NormalScore.KNOTS)).plus(graph.doubles(starts, count));
    Tensor low = between(table, at, placeFraction);
    Tensor high = between(table, at.plus(1), placeFraction);
    return trend(scores, condition).plus(low).plus(fraction.times(high.minus(low)));
  }

  private static Tensor table(OnnxGraph graph, List<NormalScore> scores) {
    double[] all = new double[scores.size() * NormalScore.CONDITIONS * NormalScore.KNOTS];
    int next = 0;
    for (NormalScore score : scores) {
      for (float[] quantiles : score.quantiles()) {
        for (float quantile : quantiles) {
          all[next++] = quantile;
        }
      }
    }
    return graph.doubles(all, all.length);
  }

  /** A quantile between those of the two conditions that have their own. */
  private static Tensor between(Tensor table, Tensor at, Tensor fraction) {
    Tensor low = table.at(at.to(Tensor.Type.INT64));
    Tensor high = table.at(at.plus(NormalScore.KNOTS).to(Tensor.Type.INT64));
    return low.plus(fraction.times(high.minus(low)));
  }

  /** Horner's scheme; a polynomial of lower degree begins with zeros. */
  private static Tensor trend(List<NormalScore> scores, Tensor condition) {
    OnnxGraph graph = condition.graph();
    int count = scores.size();
    int terms = scores.stream().mapToInt(score -> score.trend().length).max().orElseThrow();
    Tensor value = graph.doubles(new double[count], count);
    for (int k = terms - 1; k >= 0; k--) {
      int power = k;
      double[] coefficients =
          scores.stream()
              .mapToDouble(s -> power < s.trend().length ? s.trend()[power] : 0)
              .toArray();
      value = value.times(condition).plus(graph.doubles(coefficients, count));
    }
    return value;
  }
}
