package org.showerforge.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.showerforge.engine.ScoreLoss;

/**
 * Draws the pictures of docs/methods.md. Run by deploy/bench/methods.
 *
 * <pre>
 * MethodsGallery FOLDER
 * </pre>
 */
final class MethodsGallery {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final long SHOWN_SEED = 3;
  private static final List<Integer> SHOWN = List.of(200, 500, 1000, 2000, 3000);
  private static final int SHOWN_EVENTS = 280;
  private static final LossDesign GAN = new LossDesign("gan", "none", 0, 0, 0, 0, 0, 0, 1);
  private static final LossDesign WGAN_GP = LossDesign.wganGp(0.1);

  private MethodsGallery() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Path folder = Path.of(arguments[0]);
    vanishingGradient(folder.resolve("vanishing-gradient.svg"));
    List<ModeCollapse> gan = SEEDS.stream().map(seed -> ModeCollapse.of(GAN, 1, seed)).toList();
    List<ModeCollapse> wgan =
        SEEDS.stream().map(seed -> ModeCollapse.of(WGAN_GP, 3, seed)).toList();
    int shown = SEEDS.indexOf(SHOWN_SEED);
    samples(gan.get(shown), wgan.get(shown), folder.resolve("mode-collapse.svg"));
    modes(gan, wgan, folder.resolve("modes-covered.svg"));
  }

  private static void vanishingGradient(Path file) {
    double[] updates = VanishingGradient.UPDATES.stream().mapToDouble(u -> u).toArray();
    SvgFigure figure = new SvgFigure(760, 440);
    SvgAxes axes =
        new SvgAxes(
            figure,
            new SvgAxes.Box(80, 20, 460, 350),
            new SvgAxes.Axis(
                1,
                3000,
                SvgAxes.Scale.LOG,
                List.of(1.0, 10.0, 100.0, 1000.0),
                List.of("1", "10", "100", "1000")),
            new SvgAxes.Axis(
                1e-14,
                100,
                SvgAxes.Scale.LOG,
                List.of(1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0, 100.0),
                List.of("1e-14", "1e-12", "1e-10", "1e-8", "1e-6", "1e-4", "0.01", "1", "100")));
    axes.draw();
    axes.name("critic updates, generator fixed", "mean |dL_G/dx| per event, in 1/(unit of x)", 58);
    for (long seed : SEEDS) {
      double[] saturating = VanishingGradient.norms(GAN, ScoreLoss.Kind.GAN_SATURATING, seed);
      double[] plain = VanishingGradient.norms(GAN, ScoreLoss.Kind.GAN, seed);
      double[] wasserstein =
          VanishingGradient.norms(LossDesign.wganGp(10), ScoreLoss.Kind.WASSERSTEIN, seed);
      axes.line(updates, saturating, 2, SvgFigure.Style.VERMILION);
      axes.line(updates, plain, 2, SvgFigure.Style.GREEN);
      axes.line(updates, wasserstein, 2, SvgFigure.Style.BLUE);
      int last = updates.length - 1;
      System.out.printf(
          "seed %d, |dL_G/dx| after %.0f critic updates: gan-saturating %.1e, gan %.1f,"
              + " wasserstein %.2f%n",
          seed, updates[last], saturating[last], plain[last], wasserstein[last]);
    }
    key(figure, 560, 60, SvgFigure.Style.BLUE, "wasserstein, two-sided");
    key(figure, 560, 90, SvgFigure.Style.GREEN, "gan");
    key(figure, 560, 120, SvgFigure.Style.VERMILION, "gan-saturating");
    figure.write(file);
  }

  private static void key(
      SvgFigure figure, double x, double y, SvgFigure.Style style, String text) {
    figure.line(new double[] {x, x + 30}, new double[] {y - 5, y - 5}, 2, style);
    figure.text(x + 37, y, "start", text);
  }

  private static void samples(ModeCollapse gan, ModeCollapse wgan, Path file) {
    SvgFigure figure = new SvgFigure(990, 460);
    for (int row = 0; row < 2; row++) {
      ModeCollapse seen = row == 0 ? gan : wgan;
      for (int column = 0; column < SHOWN.size(); column++) {
        int at = seen.iterations().indexOf(SHOWN.get(column));
        SvgAxes axes = square(figure, column, row);
        axes.draw();
        for (ToyMixture.Component mode : ToyMixture.wideRing().given().apply(0)) {
          figure.circle(
              axes.x(mode.mean()[0]),
              axes.y(mode.mean()[1]),
              axes.x(4 * mode.sigma()) - axes.x(0),
              SvgFigure.Style.GREY);
        }
        axes.dots(
            java.util.Arrays.copyOf(seen.samples().get(at), 2 * SHOWN_EVENTS),
            2.4,
            row == 0 ? SvgFigure.Style.VERMILION : SvgFigure.Style.BLUE);
        if (row == 0) {
          figure.text(80 + 180 * column + 80, 28, "middle", "iteration " + SHOWN.get(column));
        } else {
          figure.text(80 + 180 * column + 80, 445, "middle", "x (arbitrary unit)");
        }
      }
      figure.upright(18, 120 + 195 * row, row == 0 ? "gan" : "wasserstein, two-sided");
      figure.upright(38, 120 + 195 * row, "y (arbitrary unit)");
    }
    figure.write(file);
  }

  private static SvgAxes square(SvgFigure figure, int column, int row) {
    List<Double> ticks = List.of(-2.0, 0.0, 2.0);
    List<String> labels = List.of("-2", "0", "2");
    return new SvgAxes(
        figure,
        new SvgAxes.Box(80 + 180 * column, 40 + 195 * row, 160, 160),
        new SvgAxes.Axis(-3, 3, SvgAxes.Scale.LINEAR, ticks, labels),
        new SvgAxes.Axis(
            -3, 3, SvgAxes.Scale.LINEAR, ticks, column == 0 ? labels : List.of("", "", "")));
  }

  private static void modes(List<ModeCollapse> gan, List<ModeCollapse> wgan, Path file) {
    SvgFigure figure = new SvgFigure(990, 290);
    for (int i = 0; i < SEEDS.size(); i++) {
      double left = 70 + 305 * i;
      SvgAxes axes =
          new SvgAxes(
              figure,
              new SvgAxes.Box(left, 60, 270, 170),
              new SvgAxes.Axis(
                  0,
                  ModeCollapse.ITERATIONS,
                  SvgAxes.Scale.LINEAR,
                  List.of(0.0, 1000.0, 2000.0, 3000.0),
                  List.of("0", "1000", "2000", "3000")),
              new SvgAxes.Axis(
                  0,
                  8.5,
                  SvgAxes.Scale.LINEAR,
                  List.of(0.0, 2.0, 4.0, 6.0, 8.0),
                  List.of("0", "2", "4", "6", "8")));
      axes.draw();
      axes.name("iteration", i == 0 ? "modes covered, of 8" : "", 38);
      figure.text(left + 135, 50, "middle", "seed " + SEEDS.get(i));
      curve(axes, gan.get(i), SvgFigure.Style.VERMILION);
      curve(axes, wgan.get(i), SvgFigure.Style.BLUE);
      System.out.printf(
          "seed %d, modes covered every %d iterations: gan %s, wasserstein %s%n",
          SEEDS.get(i), ModeCollapse.EVERY, gan.get(i).modes(), wgan.get(i).modes());
    }
    key(figure, 70, 22, SvgFigure.Style.BLUE, "wasserstein, two-sided");
    key(figure, 300, 22, SvgFigure.Style.VERMILION, "gan");
    figure.write(file);
  }

  private static void curve(SvgAxes axes, ModeCollapse seen, SvgFigure.Style style) {
    axes.line(
        seen.iterations().stream().mapToDouble(i -> i).toArray(),
        seen.modes().stream().mapToDouble(i -> i).toArray(),
        2,
        style);
  }
}
