package org.showerforge.onnx;

import java.util.Map;
import java.util.stream.Collectors;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.ShowerNoise;
import org.showerforge.detector.DetectorSpec;

/**
 * Our own layout: {@code conditions} [N, conditions] in the detector's units, and {@code noise} [N,
 * normals] in; {@code cells} [N, cells] in MeV out, in the detector's order.
 */
final class ShowerForgePorts implements Ports {
  private static final String CONDITIONS = "conditions";
  private static final String NOISE = "noise";
  private static final String CELLS = "cells";

  private final DetectorSpec detector;
  private final ShowerNoise noise;

  ShowerForgePorts(GeneratorCard card) {
    this.detector = card.transform().detector();
    this.noise = ShowerNoise.of(card);
  }

  @Override
  public void add(OnnxGraph graph, GeneratorArtifact generator) {
    Tensor conditions = graph.input(CONDITIONS, detector.conditions().size());
    Tensor normals = graph.input(NOISE, noise.normals());
    graph.output(CELLS, detector.cells(), CascadeNodes.cells(generator, conditions, normals));
  }

  @Override
  public Map<String, float[]> inputs(Events events) {
    return Map.of(CONDITIONS, events.conditions(), NOISE, events.normals());
  }

  @Override
  public String output() {
    return CELLS;
  }

  @Override
  public float[] cellsMeV(float[] output, Events events) {
    return output;
  }

  @Override
  public Map<String, String> description() {
    return Map.of(
        CONDITIONS,
        detector.conditions().stream()
            .map(c -> c.name() + " " + c.unit())
            .collect(Collectors.joining(", ")),
        NOISE,
        "standard normals: "
            + noise.totals().noise()
            + " latent of totals, "
            + noise.shapes().noise()
            + " latent of shapes, "
            + noise.shapes().cellNoise()
            + " of cells",
        CELLS,
        "energies, MeV; layer by layer, a layer row by row; 0 at or below the threshold");
  }
}
