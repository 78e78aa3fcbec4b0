package org.showerforge.cascade;

import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.StageSampler;

/**
 * Makes showers from a trained generator, in blocks of {@link #BLOCK} events.
 *
 * <p>An event is a pure function of (generator, seed, global event index, its block's conditions):
 * its noise is addressed by the index, and it always stands in the same row of a block of the same
 * size, block b being the events b BLOCK to (b + 1) BLOCK - 1. One thread at a time.
 */
public final class ShowerSampler {
  /** Events per block: the size of every matrix product of generation. */
  public static final int BLOCK = 1024;

  static final int TOTALS_STREAM = 0;
  static final int SHAPES_STREAM = 2;
  static final int THRESHOLD_STREAM = 4;

  private final CascadeTransform transform;
  private final DetectorSpec detector;
  private final StageSampler totals;
  private final StageSampler shapes;
  private final ShowerAssembly assembly;
  private final Totals layout;

  /** A sampler for a generator that was read or trained. */
  public ShowerSampler(GeneratorCard card, GeneratorWeights weights) {
    this.transform = card.transform();
    this.detector = transform.detector();
    this.layout = transform.layout();
    this.totals =
        new StageSampler(card.recipe().design("totals", transform), weights.stage("totals"), BLOCK);
    this.shapes =
        new StageSampler(card.recipe().design("shapes", transform), weights.stage("shapes"), BLOCK);
    this.assembly = new ShowerAssembly(detector);
  }

  /** The detector, with the trained range of its conditions. */
  public DetectorSpec detector() {
    return detector;
  }

  /**
   * Makes a whole block.
   *
   * @param seed the request's seed
   * @param block the block's number, from 0
   * @param conditions [BLOCK, conditions], physical, inside the trained range
   * @return [BLOCK, cells], MeV; cells at or below the threshold are 0
   */
  public float[] block(long seed, long block, float[] conditions) {
    int given = detector.conditions().size();
    if (conditions.length != BLOCK * given) {
      throw new IllegalArgumentException(
          "need " + BLOCK * given + " conditions, got " + conditions.length);
    }
    checkRange(conditions, block);
    Philox random = Philox.of(seed);
    long firstEvent = block * BLOCK;
    float[] normal = new float[conditions.length];
    for (int n = 0; n < BLOCK; n++) {
      System.arraycopy(transform.normalise(conditions, n * given), 0, normal, n * given, given);
    }
    float[] scores = totals.sample(random, firstEvent, TOTALS_STREAM, normal);
    int width = transform.totals().size();
    float[] shapeGiven = new float[BLOCK * (given + width)];
    float[] eventScores = new float[width];
    for (int n = 0; n < BLOCK; n++) {
      System.arraycopy(normal, n * given, shapeGiven, n * (given + width), given);
      System.arraycopy(scores, n * width, eventScores, 0, width);
      StageEvents.shapeConditions(eventScores, shapeGiven, n * (given + width) + given);
    }
    int cellCount = detector.cells();
    float[] cells = shapes.sample(random, firstEvent, SHAPES_STREAM, shapeGiven);
    float[] uniform = new float[detector.layers().size()];
    for (int n = 0; n < BLOCK; n++) {
      double energyGeV = conditions[n * given];
      int offset = n * cellCount;
      for (int i = offset; i < offset + cellCount; i++) {
        cells[i] = (float) transform.cellMeV(cells[i], energyGeV);
      }
      random.uniforms(firstEvent + n, THRESHOLD_STREAM, uniform, 0, uniform.length);
      assembly.constrain(
          cells, offset, layers(scores, n, normal[n * given], energyGeV), uniform, 0);
    }
    return cells;
  }

  private Totals.Layers layers(float[] scores, int event, double condition, double energyGeV) {
    double[] values = new double[transform.totals().size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = transform.totals().get(k).value(scores[event * values.length + k], condition);
    }
    return layout.layers(values, energyGeV);
  }

  private void checkRange(float[] conditions, long block) {
    int given = detector.conditions().size();
    for (int i = 0; i < conditions.length; i++) {
      Condition condition = detector.conditions().get(i % given);
      if (!condition.accepts(conditions[i])) {
        throw new UserException(
            "event %d: %s = %s %s is outside the trained range %s..%s",
            block * BLOCK + i / given,
            condition.name(),
            conditions[i],
            condition.unit(),
            condition.min(),
            condition.max());
      }
    }
  }
}
