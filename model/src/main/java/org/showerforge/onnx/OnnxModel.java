package org.showerforge.onnx;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.detector.DetectorSpec;

/**
 * A generator as an ONNX model that agrees with our own sampler.
 *
 * @param bytes of the file
 * @param opset version of ONNX's operators
 * @param irVersion version of ONNX's file format
 * @param metadata what the file says of itself
 * @param agreement with the sampler
 */
public record OnnxModel(
    byte[] bytes, int opset, int irVersion, Map<String, String> metadata, Agreement agreement) {

  /** Builds a model and checks it; refuses one that does not agree. */
  public static OnnxModel of(GeneratorArtifact generator, Layout layout) {
    Ports ports = layout.ports(generator.card());
    Map<String, String> metadata = metadata(generator.card(), layout, ports);
    byte[] bytes = build(generator, ports, metadata);
    Agreement agreement = Agreement.of(bytes, generator, ports);
    agreement.require();
    return new OnnxModel(bytes, OnnxGraph.OPSET, OnnxGraph.IR_VERSION, metadata, agreement);
  }

  /** The file, not checked. */
  static byte[] build(GeneratorArtifact generator, Ports ports, Map<String, String> metadata) {
    OnnxGraph graph = new OnnxGraph();
    ports.add(graph, generator);
    return graph.model(metadata);
  }

  private static Map<String, String> metadata(GeneratorCard card, Layout layout, Ports ports) {
    DetectorSpec detector = card.transform().detector();
    Map<String, String> metadata = new TreeMap<>(ports.description());
    metadata.put("layout", layout.configured());
    metadata.put("showerforge", Version.current());
    metadata.put("detector", detector.name());
    metadata.put("threshold", detector.thresholdMeV() + " MeV");
    metadata.put(
        "trained_range",
        detector.conditions().stream()
            .map(c -> c.name() + " " + c.min() + ".." + c.max() + " " + c.unit())
            .collect(Collectors.joining(", ")));
    metadata.put("training_seed", Long.toString(card.seed()));
    metadata.put("weights_sha256", card.weightsSha256());
    return metadata;
  }
}
