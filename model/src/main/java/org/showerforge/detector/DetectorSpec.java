package org.showerforge.detector;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/**
 * A detector: the conditions of an event and the layout of its response.
 *
 * <p>The response of a calorimeter is one energy per cell, in the unit of {@code thresholdMeV};
 * layers follow each other, and inside a layer cell (ix, iy) has index {@code ix * ny + iy}
 * (CaloGAN's order, arXiv 1705.02355).
 *
 * @param name the detector's name, e.g. {@code calogan}
 * @param conditions what an event is given; the first is the incident energy in GeV
 * @param layers the layers along the shower, first hit first
 * @param thresholdMeV the read-out threshold: smaller cell energies are not recorded, MeV
 */
public record DetectorSpec(
    String name, List<Condition> conditions, List<Layer> layers, double thresholdMeV)
    implements java.io.Serializable {

  /** More cells than this are taken for a mistake (CaloChallenge's largest set has 40,500). */
  public static final int MAX_CELLS = 1_000_000;

  /** Copies the lists and checks them. */
  public DetectorSpec {
    conditions = List.copyOf(conditions);
    layers = List.copyOf(layers);
    if (conditions.isEmpty() || layers.isEmpty()) {
      throw new UserException("detector %s: needs at least one condition and one layer", name);
    }
    Set<String> names = new HashSet<>();
    for (Condition condition : conditions) {
      if (!names.add(condition.name())) {
        throw new UserException("detector %s: condition %s is named twice", name, condition.name());
      }
    }
    long cells = layers.stream().mapToLong(Layer::cells).sum();
    if (cells > MAX_CELLS) {
      throw new UserException("detector %s: %d cells, at most %d", name, cells, MAX_CELLS);
    }
    if (!(thresholdMeV >= 0) || !Double.isFinite(thresholdMeV)) {
      throw new UserException("detector %s: thresholdMeV must be >= 0, got %s", name, thresholdMeV);
    }
  }

  /**
   * Loads a shipped detector by name, or one of the user's from a YAML file.
   *
   * @param nameOrPath {@code calogan}, or a path that ends in .yaml or .yml
   */
  public static DetectorSpec load(String nameOrPath) {
    if (nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml")) {
      Path path = Path.of(nameOrPath);
      try (InputStream in = Files.newInputStream(path)) {
        return Json.readYaml(in, DetectorSpec.class, nameOrPath);
      } catch (IOException e) {
        throw new UserException("detector file %s cannot be read: %s", nameOrPath, e.toString());
      }
    }
    try (InputStream in = DetectorSpec.class.getResourceAsStream(nameOrPath + ".yaml")) {
      if (in == null || !nameOrPath.matches("[a-z0-9-]+")) {
        throw new UserException(
            "detector %s is not shipped: name one of [calogan] or a .yaml file", nameOrPath);
      }
      return Json.readYaml(in, DetectorSpec.class, nameOrPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cells in all layers: the length of a response. */
  @JsonIgnore
  public int cells() {
    return offset(layers.size());
  }

  /**
   * Index of a layer's first cell in the response; of the layer after the last, the number of
   * cells.
   */
  public int offset(int layer) {
    int offset = 0;
    for (int i = 0; i < layer; i++) {
      offset += layers.get(i).cells();
    }
    return offset;
  }

  /** The spec with the first condition, the incident energy, over another range. */
  public DetectorSpec withEnergyRange(double minGeV, double maxGeV) {
    List<Condition> changed = new ArrayList<>(conditions);
    changed.set(0, conditions.get(0).withRange(minGeV, maxGeV));
    return new DetectorSpec(name, changed, layers, thresholdMeV);
  }
}
