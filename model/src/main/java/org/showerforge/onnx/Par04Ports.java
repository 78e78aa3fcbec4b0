package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.ShowerNoise;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.PolarLayer;

/**
 * The layout of Geant4's example Par04 (examples/extended/parameterisations/Par04,
 * Par04InferenceSetup): one vector [latent | E/1024 GeV | theta/90 deg | two numbers that name the
 * geometry] in; fractions of E out, which the example multiplies by E.
 *
 * <p>A generator learns one geometry, so those two numbers are not read, nor is theta by one that
 * is not conditioned on it.
 *
 * <p>Where all layers are divided into the same rings and sectors, cells come in the example's
 * order, for each ring, for each sector, layer by layer; else in the detector's order.
 */
final class Par04Ports implements Ports {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final int CONDITIONS = 4;
  private static final double MAX_ENERGY_GEV = 1024;
  private static final double MAX_ANGLE_DEG = 90;
  private static final double MEV_PER_GEV = 1000;

  private final DetectorSpec detector;
  private final ShowerNoise noise;
  private final int latent;
  private final boolean isMesh;
  private final int[] order;

  Par04Ports(GeneratorCard card) {
    this.detector = card.transform().detector();
    this.noise = ShowerNoise.of(card);
    this.latent = noise.normals();
    this.isMesh = isMesh(detector);
    this.order = isMesh ? meshOrder(detector) : new int[0];
    List<Condition> conditions = detector.conditions();
    refuseUnless(conditions.get(0).unit().equals("GeV"), conditions.get(0));
    for (Condition condition : conditions.subList(1, conditions.size())) {
      refuseUnless(condition.name().equals("theta") && condition.unit().equals("deg"), condition);
    }
  }

  private static void refuseUnless(boolean fits, Condition condition) {
    if (!fits) {
      throw new UserException(
          "layout par04: gives the energy in GeV and theta in deg, not %s in %s; use layout"
              + " showerforge",
          condition.name(), condition.unit());
    }
  }

  private static boolean isMesh(DetectorSpec detector) {
    Layer first = detector.layers().get(0);
    return detector.layers().stream()
        .allMatch(
            layer ->
                layer instanceof PolarLayer polar
                    && first instanceof PolarLayer like
                    && polar.alphaBins() == like.alphaBins()
                    && polar.rEdgesMm().equals(like.rEdgesMm()));
  }

  /** Which of our cells stands at each place of theirs. */
  private static int[] meshOrder(DetectorSpec detector) {
    int layers = detector.layers().size();
    int sectors = detector.layers().get(0).rows();
    int rings = detector.layers().get(0).columns();
    int[] order = new int[layers * sectors * rings];
    int at = 0;
    for (int ring = 0; ring < rings; ring++) {
      for (int sector = 0; sector < sectors; sector++) {
        for (int layer = 0; layer < layers; layer++) {
          order[at++] = (layer * sectors + sector) * rings + ring;
        }
      }
    }
    return order;
  }

  @Override
  public void add(OnnxGraph graph, GeneratorArtifact generator) {
    Tensor input = graph.input(INPUT, latent + CONDITIONS);
    Tensor energyGeV = input.columns(latent, latent + 1).times(MAX_ENERGY_GEV);
    List<Tensor> conditions = new ArrayList<>(List.of(energyGeV));
    if (detector.conditions().size() > 1) {
      conditions.add(input.columns(latent + 1, latent + 2).times(MAX_ANGLE_DEG));
    }
    Tensor cells =
        CascadeNodes.cells(generator, Tensor.beside(conditions), input.columns(0, noise.normals()));
    Tensor fractions = cells.over(energyGeV.times(MEV_PER_GEV));
    graph.output(OUTPUT, detector.cells(), isMesh ? fractions.columns(order) : fractions);
  }

  @Override
  public Map<String, float[]> inputs(Events events) {
    int given = detector.conditions().size();
    int width = latent + CONDITIONS;
    float[] input = new float[events.count() * width];
    for (int n = 0; n < events.count(); n++) {
      int at = n * width;
      System.arraycopy(events.normals(), n * noise.normals(), input, at, noise.normals());
      input[at + latent] = (float) (events.conditions()[n * given] / MAX_ENERGY_GEV);
      if (given > 1) {
        input[at + latent + 1] = (float) (events.conditions()[n * given + 1] / MAX_ANGLE_DEG);
      }
      // As the example: the second of its two geometries.
      input[at + latent + CONDITIONS - 1] = 1;
    }
    return Map.of(INPUT, input);
  }

  @Override
  public String output() {
    return OUTPUT;
  }

  @Override
  public float[] cellsMeV(float[] output, Events events) {
    int width = detector.cells();
    float[] cells = new float[output.length];
    for (int n = 0; n < events.count(); n++) {
      double incidentMeV = MEV_PER_GEV * events.conditions()[n * detector.conditions().size()];
      for (int i = 0; i < width; i++) {
        int cell = isMesh ? order[i] : i;
        cells[n * width + cell] = (float) (output[n * width + i] * incidentMeV);
      }
    }
    return cells;
  }

  @Override
  public Map<String, String> description() {
    return Map.of(
        INPUT,
        latent
            + " standard normals, energy / 1024 GeV, theta / 90 deg"
            + (detector.conditions().size() > 1 ? "" : " (not read)")
            + ", two numbers that name the geometry (not read)",
        OUTPUT,
        "energies / incident energy; "
            + (isMesh
                ? "r, then phi, then z, the last running fastest"
                : "layer by layer, a layer row by row"));
  }
}
