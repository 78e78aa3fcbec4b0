package org.showerforge.cascade;

import java.util.List;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.StageSampler;

/** What both networks say of a block of events, before anything is constrained. */
final class ShowerDraft implements AutoCloseable {
  private final CascadeTransform transform;
  private final DetectorSpec detector;
  private final Totals layout;
  private final StageSampler totals;
  private final StageSampler shapes;

  /** Drafts of a generator, in blocks of {@link ShowerSampler#BLOCK} events. */
  ShowerDraft(CascadeRecipe recipe, CascadeTransform transform, GeneratorWeights weights) {
    this.transform = transform;
    this.detector = transform.detector();
    this.layout = transform.layout();
    this.totals =
        new StageSampler(
            recipe.design("totals", transform), weights.stage("totals"), ShowerSampler.BLOCK);
    this.shapes =
        new StageSampler(
            recipe.design("shapes", transform), weights.stage("shapes"), ShowerSampler.BLOCK);
  }

  /**
   * A draft, until the next one is made.
   *
   * @param shapes holds the cells
   * @param response [events, cells], on the shapes' scale; negative where a cell has no energy
   * @param layers by event, what they are to obey
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Block(StageSampler shapes, Matrix response, Totals.Layers[] layers) {
    /** The cells, in the host's memory. */
    float[] cells() {
      return shapes.read();
    }
  }

  @Override
  public void close() {
    totals.close();
    shapes.close();
  }

  /** What the cells are computed on. */
  Backend backend() {
    return shapes.backend();
  }

  /**
   * Drafts a block.
   *
   * @param events the index of each row's event, which is its noise
   * @param conditions [events, conditions], physical
   */
  Block block(Philox random, long[] events, float[] conditions) {
    int given = detector.conditions().size();
    int size = events.length;
    float[] normal = new float[conditions.length];
    for (int n = 0; n < size; n++) {
      System.arraycopy(normalise(conditions, n, events[n]), 0, normal, n * given, given);
    }
    float[] scores = totals.sample(random, events, ShowerSampler.TOTALS_STREAM, normal);
    int width = transform.totals().size();
    int shapeWidth = StageEvents.shapeConditions(transform);
    float[] shapeGiven = new float[size * shapeWidth];
    float[] eventScores = new float[width];
    Totals.Layers[] layers = new Totals.Layers[size];
    for (int n = 0; n < size; n++) {
      double energyGeV = conditions[n * given];
      System.arraycopy(normal, n * given, shapeGiven, n * shapeWidth, given);
      System.arraycopy(scores, n * width, eventScores, 0, width);
      correct(eventScores);
      StageEvents.shapeConditions(
          eventScores, transform.unit(energyGeV), shapeGiven, n * shapeWidth + given);
      layers[n] = layers(eventScores, normal[n * given], energyGeV);
    }
    Matrix response = shapes.forwardUncut(random, events, ShowerSampler.SHAPES_STREAM, shapeGiven);
    return new Block(shapes, response, layers);
  }

  private float[] normalise(float[] conditions, int row, long event) {
    int given = detector.conditions().size();
    float[] normal = transform.normalise(conditions, row * given);
    for (int k = 0; k < given; k++) {
      if (!Float.isFinite(normal[k])) {
        throw new UserException(
            "event %d: %s = %s %s has no place on the generator's scale",
            event,
            detector.conditions().get(k).name(),
            conditions[row * given + k],
            detector.conditions().get(k).unit());
      }
    }
    return normal;
  }

  private void correct(float[] scores) {
    List<NormalScore> corrections = transform.corrections();
    for (int k = 0; k < corrections.size(); k++) {
      scores[k] = (float) corrections.get(k).value(scores[k], 0);
    }
  }

  private Totals.Layers layers(float[] scores, double condition, double energyGeV) {
    double[] values = new double[scores.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = transform.totals().get(k).value(scores[k], condition);
    }
    return layout.layers(values, energyGeV);
  }
}
