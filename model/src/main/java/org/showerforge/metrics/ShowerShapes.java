package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.showerforge.detector.Layer;
import org.showerforge.detector.Layer.Axis;

/**
 * CaloGAN's shower-shape variables (arXiv 1705.02355, analysis/feats1d.py) for any layered
 * calorimeter. With cell energies E, layer sums E_i and E_tot = sum E_i:
 *
 * <ul>
 *   <li>{@code energy.L}: E_i, MeV; {@code total_energy}: E_tot, MeV; {@code response}:
 *       E_tot/E_inc; {@code fraction.L}: f_i = E_i/E_tot, 0 for an empty shower
 *   <li>{@code depth}: the last layer with energy, max{i : E_i > 0}, -1 for an empty shower
 *   <li>{@code energy_ratio.L}: (E_(1) - E_(2))/(E_(1) + E_(2)) of the two hottest cells, 0 for an
 *       empty layer
 *   <li>{@code depth_weighted_energy}: l_d = sum i E_i, MeV; {@code shower_depth}: s_d = l_d/E_tot;
 *       {@code shower_depth_width}: sqrt(sum i^2 E_i/E_tot - s_d^2); 0 for an empty shower
 *   <li>{@code centroid_x.L}, {@code centroid_y.L}: sum E x/E_i, mm; {@code width_x.L}, {@code
 *       width_y.L}: sqrt(sum E (x - centroid)^2/E_i), mm; 0 for an empty layer, and left out along
 *       an axis that the cells do not resolve
 *   <li>{@code occupied.L}: the fraction of cells with energy (CaloGAN's "sparsity")
 * </ul>
 *
 * <p>CaloGAN adds 1e-6 MeV to denominators where this class has a documented value instead; for a
 * layer above a read-out threshold of 1 MeV the two differ by less than 1e-6 relatively.
 */
public final class ShowerShapes {
  private static final double MEV_PER_GEV = 1000;

  private final ShowerSample sample;
  private final List<LayerShapes> layers;
  private final double[] total;
  private final double[] response;
  private final double[] depth;
  private final double[] weighted;
  private final double[] shower;
  private final double[] showerWidth;
  private final double[][] fraction;

  private ShowerShapes(ShowerSample sample) {
    this.sample = sample;
    int n = sample.size();
    layers =
        IntStream.range(0, sample.spec().layers().size())
            .mapToObj(i -> new LayerShapes(sample, i))
            .toList();
    total = new double[n];
    response = new double[n];
    depth = new double[n];
    weighted = new double[n];
    shower = new double[n];
    showerWidth = new double[n];
    fraction = new double[layers.size()][n];
    for (int event = 0; event < n; event++) {
      measureAlong(event);
    }
  }

  /** The variables of every event; the read-out threshold must already be applied. */
  public static List<Feature> of(ShowerSample sample) {
    return new ShowerShapes(sample).features();
  }

  private void measureAlong(int event) {
    depth[event] = -1;
    for (int i = 0; i < layers.size(); i++) {
      double e = layers.get(i).energies()[event];
      total[event] += e;
      weighted[event] += i * e;
      if (e > 0) {
        depth[event] = i;
      }
    }
    response[event] = total[event] / (sample.incidentGeV(event) * MEV_PER_GEV);
    if (!(total[event] > 0)) {
      return;
    }
    double mean = weighted[event] / total[event];
    double spread = 0;
    for (int i = 0; i < layers.size(); i++) {
      double e = layers.get(i).energies()[event];
      fraction[i][event] = e / total[event];
      spread += e * (i - mean) * (i - mean);
    }
    shower[event] = mean;
    showerWidth[event] = Math.sqrt(Math.max(0, spread / total[event]));
  }

  private List<Feature> features() {
    List<Feature> all = new ArrayList<>();
    all.add(new Feature("response", "Energy response E_tot/E_inc", "", 0, response));
    all.add(new Feature("total_energy", "Total energy E_tot", "MeV", 0, total));
    perLayer(all, "energy", "Energy", "MeV", LayerShapes::energies);
    for (int i = 0; i < layers.size(); i++) {
      String name = layers.get(i).layer().name();
      all.add(new Feature("fraction." + name, "Energy fraction, " + name, "", 0, fraction[i]));
    }
    all.add(new Feature("depth", "Last layer with energy", "", 1, depth));
    all.add(new Feature("depth_weighted_energy", "Depth-weighted energy l_d", "MeV", 0, weighted));
    all.add(new Feature("shower_depth", "Shower depth s_d", "layers", 0, shower));
    all.add(new Feature("shower_depth_width", "Shower depth width", "layers", 0, showerWidth));
    perLayer(
        all, "energy_ratio", "E_ratio of the two hottest cells", "", LayerShapes::energyRatios);
    for (LayerShapes shapes : layers) {
      Layer layer = shapes.layer();
      double step = 1.0 / layer.cells();
      String label = "Occupied fraction, " + layer.name();
      all.add(new Feature("occupied." + layer.name(), label, "", step, shapes.occupied()));
    }
    lateral(all, "width", "Lateral width", LateralProfile::widths);
    lateral(all, "centroid", "Centroid", LateralProfile::centroids);
    return List.copyOf(all);
  }

  private void perLayer(
      List<Feature> all,
      String name,
      String label,
      String unit,
      Function<LayerShapes, double[]> values) {
    for (LayerShapes shapes : layers) {
      String layer = shapes.layer().name();
      all.add(new Feature(name + "." + layer, label + ", " + layer, unit, 0, values.apply(shapes)));
    }
  }

  private void lateral(
      List<Feature> all, String name, String label, Function<LateralProfile, double[]> values) {
    for (Axis axis : Axis.values()) {
      String letter = axis.name().toLowerCase(Locale.ROOT);
      for (LayerShapes shapes : layers) {
        LateralProfile profile = shapes.profiles().get(axis);
        if (profile != null) {
          Layer layer = shapes.layer();
          all.add(
              new Feature(
                  name + "_" + letter + "." + layer.name(),
                  label + " along " + letter + ", " + layer.name(),
                  "mm",
                  0,
                  values.apply(profile)));
        }
      }
    }
  }
}
