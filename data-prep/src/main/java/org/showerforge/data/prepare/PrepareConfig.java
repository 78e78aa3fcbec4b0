package org.showerforge.data.prepare;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.event.SplitFractions;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.Mapping;
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
 * @param mapping which column of a raw file is what
 * @param cuts what wanted events must meet, on the columns of the file and in its units
 * @param rules what can be set about the rules that events must obey
 * @param output the folder to make, or to add to
 * @param split how events are divided
 * @param fileMB the size that Parquet files of the train split should have, in MiB, 0.001..100,000
 * @param maxRejectedFraction the job fails when more than this fraction of the events that pass the
 *     cuts breaks a rule, 0..1
 */
public record PrepareConfig(
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> input,
    String format,
    String detector,
    List<Double> energyRangeGeV,
    Mapping mapping,
    List<String> cuts,
    RuleSettings rules,
    String output,
    SplitFractions split,
    double fileMB,
    double maxRejectedFraction) {

  private static final double MIN_FILE_MB = 0.001;
  private static final double MAX_FILE_MB = 100_000;

  /** Checks every key and copies the lists. */
  public PrepareConfig {
    input = List.copyOf(input);
    energyRangeGeV = List.copyOf(energyRangeGeV);
    cuts = List.copyOf(cuts);
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
    if (!(fileMB >= MIN_FILE_MB && fileMB <= MAX_FILE_MB)) {
      throw new UserException("fileMB: must be %s..%s, got %s", MIN_FILE_MB, MAX_FILE_MB, fileMB);
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

  /**
   * The key by which another configuration would make other events of the same files, or null if it
   * would not.
   */
  @Nullable String differsIn(PrepareConfig other) {
    if (!format.equals(other.format)) {
      return "format";
    }
    if (!mapping.equals(other.mapping)) {
      return "mapping";
    }
    if (!cuts.equals(other.cuts)) {
      return "cuts";
    }
    if (!rules.equals(other.rules)) {
      return "rules";
    }
    return split.equals(other.split) ? null : "split";
  }

  /** The mapping, resolved. */
  EventMapping eventMapping(DetectorSpec spec) {
    return new EventMapping(RawFormat.named(format), mapping, cuts, spec);
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
