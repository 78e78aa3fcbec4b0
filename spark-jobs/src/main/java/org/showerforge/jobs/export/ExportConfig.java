package org.showerforge.jobs.export;

import org.showerforge.UserException;
import org.showerforge.onnx.Layout;

/**
 * What the export job is asked to do; {@code export.yaml} documents the keys.
 *
 * @param generator folder of a generator that train wrote
 * @param output folder to make
 * @param layout what the model's inputs and outputs are
 */
public record ExportConfig(String generator, String output, Layout layout) {
  /** Checks the keys. */
  public ExportConfig {
    if (generator.isBlank() || output.isBlank()) {
      throw new UserException("generator and output: must name folders");
    }
  }
}
