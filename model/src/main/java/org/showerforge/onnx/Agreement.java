package org.showerforge.onnx;

import java.util.Locale;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.ShowerNoise;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;

/**
 * How closely ONNX Runtime's showers are the sampler's, of the same noise and conditions.
 *
 * <p>Networks differ in the last bits of single precision, since sums have another order. So, once
 * in many thousand layers, a count falls to the other side of a whole number, or of two cells that
 * are nearly equal the other one is kept, or is the hotter one. Such layers are set apart and
 * counted, and with a different count the reference layer too, which takes the energy that is left.
 * In all others each cell is compared: the difference relative to the cell, or to the layer's mean
 * kept cell where that is more. Which cells are the hottest matters where ratios are totals; that
 * it was decided otherwise is then told by a difference beyond the limit.
 *
 * @param events compared
 * @param layers of all events
 * @param layersApart of these, those whose kept or hottest cells differ, and reference layers
 * @param maxRelativeDifference over the cells of all other layers
 */
public record Agreement(int events, long layers, long layersApart, double maxRelativeDifference) {
  /** At most so much may a cell differ. */
  public static final double MAX_RELATIVE_DIFFERENCE = 1e-4;

  /** At most so many layers may be set apart. */
  public static final double MAX_FRACTION_APART = 1e-3;

  private static final int EVENTS = 10_000;
  private static final long SEED = 1;

  /** Compares a model with the sampler of a generator on 10,000 events or some more. */
  static Agreement of(byte[] model, GeneratorArtifact generator, Ports ports) {
    Comparison comparison = new Comparison(generator.card());
    int blocks = (EVENTS + ShowerSampler.BLOCK - 1) / ShowerSampler.BLOCK;
    try (ShowerSampler sampler = new ShowerSampler(generator.card(), generator.weights());
        OnnxSession session = new OnnxSession(model)) {
      for (int block = 0; block < blocks; block++) {
        Ports.Events events = events(generator.card(), block);
        float[] answered = session.run(events.count(), ports.inputs(events), ports.output());
        comparison.add(
            sampler.block(SEED, block, events.conditions()), ports.cellsMeV(answered, events));
      }
    }
    return comparison.result();
  }

  /** A block of events over the trained range of the conditions. */
  static Ports.Events events(GeneratorCard card, int block) {
    DetectorSpec detector = card.transform().detector();
    int given = detector.conditions().size();
    Philox random = Philox.of(SEED, given);
    long first = (long) block * ShowerSampler.BLOCK;
    float[] conditions = new float[ShowerSampler.BLOCK * given];
    for (int n = 0; n < ShowerSampler.BLOCK; n++) {
      random.uniforms(first + n, 0, conditions, n * given, given);
      for (int k = 0; k < given; k++) {
        Condition condition = detector.conditions().get(k);
        conditions[n * given + k] = value(condition, conditions[n * given + k]);
      }
    }
    ShowerNoise noise = ShowerNoise.of(card);
    return new Ports.Events(
        ShowerSampler.BLOCK, conditions, noise.normals(SEED, first, ShowerSampler.BLOCK));
  }

  private static float value(Condition condition, double uniform) {
    double min = condition.min();
    double max = condition.max();
    return (float)
        (condition.scale() == Condition.Scale.LOG
            ? min * Math.pow(max / min, uniform)
            : min + (max - min) * uniform);
  }

  /** Refuses a model that is not the generator. */
  void require() {
    // Turned round so that a difference that is no number fails.
    boolean agrees =
        maxRelativeDifference <= MAX_RELATIVE_DIFFERENCE
            && layersApart <= MAX_FRACTION_APART * layers;
    if (!agrees) {
      throw new UserException(
          "export: ONNX Runtime's showers are not the generator's: %s; at most %.0e and 1 in %.0f"
              + " are allowed; nothing was written",
          this, MAX_RELATIVE_DIFFERENCE, 1 / MAX_FRACTION_APART);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "largest relative difference %.1e in %,d events, %,d of %,d layers with other cells kept"
            + " or hottest",
        maxRelativeDifference,
        events,
        layersApart,
        layers);
  }
}
