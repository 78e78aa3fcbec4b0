package org.showerforge.cascade;

import java.util.List;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Philox;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.StageSampler;

/** What both networks say of a block of events, before anything is constrained. */
final class ShowerDraft implements AutoCloseable {
  private final CascadeTransform transform;
  private final DetectorSpec detector;
  private final Totals layout;
  private final Backend backend;
  private final StageSampler totals;
  private final StageSampler shapes;

  /**
   * Drafts of a generator, in blocks of {@link ShowerSampler#BLOCK} events.
   *
   * @param backend what computes; closed with this
   */
  ShowerDraft(
      CascadeRecipe recipe, CascadeTransform transform, GeneratorWeights weights, Backend backend) {
    this.transform = transform;
    this.detector = transform.detector();
    this.layout = transform.layout();
    this.backend = backend;
    this.totals = sampler("totals", recipe, transform, weights, backend);
    this.shapes = sampler("shapes", recipe, transform, weights, backend);
  }

  /** A stage's networks, in blocks. */
  static StageSampler sampler(
      String stage,
      CascadeRecipe recipe,
      CascadeTransform transform,
      GeneratorWeights weights,
      Backend backend) {
    return new StageSampler(
        recipe.design(stage, transform), weights.stage(stage), ShowerSampler.BLOCK, backend);
  }

  @Override
  public void close() {
    backend.close();
  }

  /**
   * Drafts a block.
   *
   * @param events the index of each row's event, which is its noise
   * @param conditions [events, conditions], physical
   * @param cells is given [events, cells], on the shapes' scale; negative where a cell has no
   *     energy
   * @return by event, what the cells are to obey
   */
  Totals.Layers[] block(Philox random, long[] events, float[] conditions, float[] cells) {
    int given = detector.conditions().size();
    int size = events.length;
    float[] normal = normalised(transform, events, conditions);
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
      correct(eventScores, normal[n * given]);
      StageEvents.shapeConditions(
          eventScores, transform.unit(energyGeV), shapeGiven, n * shapeWidth + given);
      layers[n] = layers(eventScores, normal[n * given], energyGeV);
    }
    shapes.give(shapeGiven);
    shapes.forwardUncut(random, events, ShowerSampler.SHAPES_STREAM);
    shapes.read(cells);
    return layers;
  }

  /** The events' conditions on the networks' scale. */
  static float[] normalised(CascadeTransform transform, long[] events, float[] conditions) {
    List<Condition> all = transform.detector().conditions();
    int given = all.size();
    float[] normal = new float[conditions.length];
    for (int n = 0; n < events.length; n++) {
      System.arraycopy(transform.normalise(conditions, n * given), 0, normal, n * given, given);
    }
    for (int i = 0; i < normal.length; i++) {
      if (!Float.isFinite(normal[i])) {
        Condition condition = all.get(i % given);
        throw new UserException(
            "event %d: %s = %s %s has no place on the generator's scale",
            events[i / given], condition.name(), conditions[i], condition.unit());
      }
    }
    return normal;
  }

  private void correct(float[] scores, double condition) {
    List<NormalScore> corrections = transform.corrections();
    for (int k = 0; k < corrections.size(); k++) {
      scores[k] = (float) corrections.get(k).value(scores[k], condition);
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
