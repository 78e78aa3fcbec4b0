package org.showerforge.jobs.export;

import java.util.Map;
import org.showerforge.onnx.Agreement;

/**
 * The card of an exported generator.
 *
 * @param kind always {@link #KIND}
 * @param formatVersion version of this layout
 * @param showerforge version that wrote it
 * @param created when, ISO 8601
 * @param configuration the resolved configuration
 * @param generatorWeightsSha256 which generator
 * @param opset version of ONNX's operators
 * @param irVersion version of ONNX's file format
 * @param metadata what the model says of itself
 * @param agreement with our own sampler
 * @param modelSha256 of the model
 */
public record ExportCard(
    String kind,
    int formatVersion,
    String showerforge,
    String created,
    ExportConfig configuration,
    String generatorWeightsSha256,
    int opset,
    int irVersion,
    Map<String, String> metadata,
    Agreement agreement,
    String modelSha256) {
  /** What {@link #kind} says. */
  public static final String KIND = "onnx";

  /** The layout that this version writes. */
  public static final int FORMAT_VERSION = 1;
}
