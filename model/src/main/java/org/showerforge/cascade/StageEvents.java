package org.showerforge.cascade;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.network.Shard;

/**
 * Prepared events as a stage sees them.
 *
 * <p>Totals: the response is the normal scores, given the normalised conditions. Shapes: the
 * response is the transformed cells, given the normalised conditions, half the scores (scores
 * spread over -4..4, conditions over -1..1) and the unit of the cells' noise.
 */
public final class StageEvents {
  /** From a score to the second stage's condition. */
  public static final float SCORE_SCALE = 0.5f;

  private StageEvents() {}

  /**
   * Builds a stage's shard.
   *
   * @param eventIds by event
   * @param conditions [events, conditions], physical
   * @param response [events, cells], MeV
   * @param weights by event
   */
  public static Shard shard(
      String stage,
      CascadeTransform transform,
      long[] eventIds,
      float[] conditions,
      float[] response,
      float[] weights) {
    DetectorSpec detector = transform.detector();
    int events = eventIds.length;
    int given = detector.conditions().size();
    int totals = transform.totals().size();
    int cells = detector.cells();
    boolean shapes = stage.equals("shapes");
    Totals layout = transform.layout();
    int stageConditions = shapes ? shapeConditions(transform) : given;
    float[] stageGiven = new float[events * stageConditions];
    float[] stageResponse = new float[events * (shapes ? cells : totals)];
    float[] threshold = new float[events];
    for (int n = 0; n < events; n++) {
      float[] normal = transform.normalise(conditions, n * given);
      double energyGeV = conditions[n * given];
      float[] scores =
          scores(transform, layout, normal[0], energyGeV, eventIds[n], response, n * cells);
      System.arraycopy(normal, 0, stageGiven, n * stageConditions, given);
      if (shapes) {
        shapeConditions(scores, transform.unit(energyGeV), stageGiven, n * stageConditions + given);
        for (int i = 0; i < cells; i++) {
          stageResponse[n * cells + i] =
              (float) transform.shape(Math.max(0, response[n * cells + i]), energyGeV);
        }
      } else {
        System.arraycopy(scores, 0, stageResponse, n * totals, totals);
      }
      threshold[n] = (float) transform.shape(detector.thresholdMeV(), energyGeV);
    }
    int[][] orders = shapes ? reflections(detector) : new int[][] {identity(totals)};
    return new Shard(events, stageGiven, stageResponse, threshold, weights, orders);
  }

  private static float[] scores(
      CascadeTransform transform,
      Totals layout,
      double condition,
      double energyGeV,
      long eventId,
      float[] response,
      int offset) {
    Philox spread = TransformFit.spread();
    double[] values = layout.totals(layout.measure(response, offset), energyGeV, spread, eventId);
    float[] scores = new float[values.length];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) transform.totals().get(k).score(values[k], condition);
    }
    return scores;
  }

  /** How many conditions the second stage has. */
  static int shapeConditions(CascadeTransform transform) {
    return transform.detector().conditions().size() + transform.totals().size() + 1;
  }

  /** Scores and the noise's unit as the second stage's conditions. */
  static void shapeConditions(float[] scores, double unit, float[] out, int offset) {
    for (int k = 0; k < scores.length; k++) {
      out[offset + k] = SCORE_SCALE * scores[k];
    }
    out[offset + scores.length] = (float) unit;
  }

  private static int[] identity(int width) {
    int[] order = new int[width];
    for (int i = 0; i < width; i++) {
      order[i] = i;
    }
    return order;
  }

  /**
   * The identity, the mirror images along x and along y, and both: equally likely for a particle on
   * the axis. An axis along which some layer is not symmetric is left out.
   */
  static int[][] reflections(DetectorSpec detector) {
    int allowed =
        (isSymmetric(detector, Layer.Axis.X) ? 1 : 0)
            | (isSymmetric(detector, Layer.Axis.Y) ? 2 : 0);
    List<int[]> orders = new ArrayList<>();
    for (int variant = 0; variant < 4; variant++) {
      if ((variant & ~allowed) != 0) {
        continue;
      }
      int[] order = identity(detector.cells());
      for (int l = 0; l < detector.layers().size(); l++) {
        Layer layer = detector.layers().get(l);
        int offset = detector.offset(l);
        for (int cell = 0; cell < layer.cells(); cell++) {
          int image = cell;
          if ((variant & 1) != 0) {
            image = layer.mirrored(Layer.Axis.X, image);
          }
          if ((variant & 2) != 0) {
            image = layer.mirrored(Layer.Axis.Y, image);
          }
          order[offset + cell] = offset + image;
        }
      }
      orders.add(order);
    }
    return orders.toArray(int[][]::new);
  }

  private static boolean isSymmetric(DetectorSpec detector, Layer.Axis axis) {
    return detector.layers().stream().allMatch(layer -> layer.isSymmetric(axis));
  }
}
