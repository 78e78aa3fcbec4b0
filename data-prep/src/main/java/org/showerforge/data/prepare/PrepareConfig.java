package org.showerforge.data.prepare;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.event.SplitFractions;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.detector.DetectorSpec;

/**
 * What the prepare job is asked to do.
 *
 * @param input files, folders or globs; a folder means the files directly in it that the format
 *     owns
 * @param format the raw format, e.g. {@code calogan-hdf5}
 * @param detector a shipped detector's name, or a path that ends in .yaml or .xml
 * @param energyRangeGeV empty for the detector's own range of incident energies, or [min, max]
 * @param output the folder to make
 * @param split how events are divided
 * @param slabEvents events held in memory at once by a task, 1..1,000,000
 * @param eventsPerTask events of one input file that one task reads, at least 1: an output file
 *     holds those of them that fall into its split. The output depends on it, not on the cores
 * @param maxRejectedFraction the job fails when more than this fraction of all events breaks a
 *     rule, 0..1
 */
public record PrepareConfig(
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> input,
    String format,
    String detector,
    List<Double> energyRangeGeV,
    String output,
    SplitFractions split,
    int slabEvents,
    long eventsPerTask,
    double maxRejectedFraction) {

  private static final int MAX_SLAB_EVENTS = 1_000_000;

  /** Checks every key and copies the lists. */
  public PrepareConfig {
    input = List.copyOf(input);
    energyRangeGeV = List.copyOf(energyRangeGeV);
    if (input.isEmpty() || input.stream().anyMatch(String::isBlank)) {
      throw new UserException("input: must name at least one file, folder or glob, got %s", input);
    }
    if (output.isBlank()) {
      throw new UserException("output: must name a folder");
    }
    RawFormat.named(format);
    if (!energyRangeGeV.isEmpty() && energyRangeGeV.size() != 2) {
      throw new UserException(
          "energyRangeGeV: must be [min, max] in GeV or empty, got %s", energyRangeGeV);
    }
    if (slabEvents < 1 || slabEvents > MAX_SLAB_EVENTS) {
      throw new UserException("slabEvents: must be 1..%d, got %d", MAX_SLAB_EVENTS, slabEvents);
    }
    if (eventsPerTask < 1) {
      throw new UserException("eventsPerTask: must be >= 1, got %d", eventsPerTask);
    }
    if (!(maxRejectedFraction >= 0 && maxRejectedFraction <= 1)) {
      throw new UserException("maxRejectedFraction: must be 0..1, got %s", maxRejectedFraction);
    }
  }

  /** The shipped defaults, which {@code prepare.yaml} documents. */
  public static PrepareConfig of(List<String> input, String output) {
    try (InputStream in = PrepareConfig.class.getResourceAsStream("prepare.yaml")) {
      if (in == null) {
        throw new IllegalStateException("prepare.yaml is not in the jar");
      }
      ObjectNode tree = Json.readYamlTree(in, "prepare.yaml");
      tree.set("input", Json.tree(input));
      tree.put("output", output);
      return Json.convert(tree, PrepareConfig.class, "prepare.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The detector, over the configured energy range. */
  @JsonIgnore
  DetectorSpec resolvedDetector() {
    DetectorSpec spec = DetectorSpec.load(detector);
    return energyRangeGeV.isEmpty()
        ? spec
        : spec.withEnergyRange(energyRangeGeV.get(0), energyRangeGeV.get(1));
  }
}
