package org.showerforge.jobs.refresh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.Judged;

/**
 * Whether a challenger is promoted, and why.
 *
 * @param promoted whether it is
 * @param reasons in words, a line each
 */
public record Decision(boolean promoted, List<String> reasons) {
  /** Copies the list. */
  public Decision {
    reasons = List.copyOf(reasons);
  }

  /**
   * Judges a challenger. It must keep the gate. Without an incumbent, or if that does not keep the
   * gate on the new data itself, this is enough. Else no figure may be worse than the incumbent's
   * beyond noise, and one must be better beyond it.
   *
   * @param challenger its figures
   * @param incumbent those of the incumbent on the same events; empty without one
   */
  public static Decision of(
      RefreshConfig config, Map<String, Judged> challenger, Map<String, Judged> incumbent) {
    List<String> reasons = new ArrayList<>();
    boolean kept = keeps(config, challenger, "challenger", reasons);
    if (!kept) {
      return new Decision(false, reasons);
    }
    if (incumbent.isEmpty()) {
      reasons.add("there is no incumbent");
      return new Decision(true, reasons);
    }
    if (!keeps(config, incumbent, "incumbent", reasons)) {
      reasons.add("the incumbent no longer describes the data");
      return new Decision(true, reasons);
    }
    boolean better = false;
    boolean worse = false;
    for (String figure : config.better()) {
      double difference = difference(figure, challenger, incumbent, reasons);
      better |= difference > config.sigma();
      worse |= difference < -config.sigma();
    }
    String noise = String.format(Locale.ROOT, "by more than %.1f standard errors", config.sigma());
    reasons.add(
        (worse
                ? "worse than the incumbent "
                : better ? "better than the incumbent " : "not better ")
            + noise);
    return new Decision(better && !worse, reasons);
  }

  private static boolean keeps(
      RefreshConfig config, Map<String, Judged> figures, String who, List<String> reasons) {
    List<Gate.Outcome> outcomes = new Gate(config.gate()).judge(figures, Map.of());
    outcomes.stream()
        .filter(outcome -> !outcome.kept())
        .forEach(outcome -> reasons.add(who + ": " + outcome));
    return outcomes.stream().allMatch(Gate.Outcome::kept);
  }

  /** How much smaller the challenger's figure is, in standard errors of the difference. */
  private static double difference(
      String figure,
      Map<String, Judged> challenger,
      Map<String, Judged> incumbent,
      List<String> reasons) {
    Judged mine = challenger.get(figure);
    Judged theirs = incumbent.get(figure);
    if (mine == null || theirs == null) {
      throw new UserException("better: the evaluations have no figure '%s'", figure);
    }
    double error = Math.hypot(mine.error(), theirs.error());
    double difference = theirs.value() - mine.value();
    double sigmas = error > 0 ? difference / error : Math.signum(difference) * Double.MAX_VALUE;
    reasons.add(
        String.format(
            Locale.ROOT,
            "%s %.4g +- %.2g, the incumbent's %.4g +- %.2g",
            figure,
            mine.value(),
            mine.error(),
            theirs.value(),
            theirs.error()));
    return sigmas;
  }
}
