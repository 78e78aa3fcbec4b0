package org.showerforge.jobs.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.NeuralSettings;

/**
 * What the evaluate job is asked to do; {@code evaluate.yaml} documents the keys.
 *
 * @param showers folder that generate wrote, or a HDF5 file in CaloChallenge's layout
 * @param reference folder that prepare wrote, or likewise
 * @param detector of HDF5 files: a binning file, or a shipped detector's name; else empty
 * @param output folder to make
 * @param generator the generator's folder, or empty
 * @param label what the report calls the sample
 * @param maxEvents of each sample
 * @param seed of the classifiers' divisions
 * @param neural the neural classifier
 * @param gate bounds that the figures must keep, by figure and kind of bound; see {@link Gate}
 * @param incumbent the folder of another generator's evaluation, for bounds that compare; or empty
 */
public record EvaluateConfig(
    String showers,
    String reference,
    String detector,
    String output,
    String generator,
    String label,
    int maxEvents,
    long seed,
    NeuralSettings neural,
    Map<String, Map<String, Double>> gate,
    String incumbent) {
  private static final int MAX_EVENTS = 1_000_000;

  /** Checks the keys. */
  public EvaluateConfig {
    if (showers.isBlank() || reference.isBlank() || output.isBlank()) {
      throw new UserException("showers, reference and output: must name folders");
    }
    if (isHdf5(showers) != isHdf5(reference) || isHdf5(showers) == detector.isBlank()) {
      throw new UserException(
          "showers and reference: must be two folders, or two .hdf5 files together with detector;"
              + " got '%s', '%s' and detector '%s'",
          showers, reference, detector);
    }
    if (new Gate(gate).needsIncumbent() && incumbent.isEmpty()) {
      throw new UserException(
          "incumbent: maxTimesIncumbent needs one; name the folder of its evaluation");
    }
    // In the order that they were given.
    gate = Collections.unmodifiableMap(new LinkedHashMap<>(gate));
    if (maxEvents < 1 || maxEvents > MAX_EVENTS) {
      throw new UserException("maxEvents: must be 1..%d, got %d", MAX_EVENTS, maxEvents);
    }
  }

  /** Whether showers and reference are HDF5 files. */
  boolean readsHdf5() {
    return isHdf5(showers);
  }

  private static boolean isHdf5(String path) {
    return RawFormat.CALOCHALLENGE_HDF5.owns(path);
  }
}
