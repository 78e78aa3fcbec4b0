package org.showerforge.jobs.export;

import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.card.Hashes;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.jobs.generate.GeneratorFiles;
import org.showerforge.onnx.OnnxModel;

/**
 * Purpose: writes a generator as an ONNX model, checked in ONNX Runtime against our own sampler.
 *
 * <p>Input: a folder that train wrote. Output: {@code generator.onnx} and a card. A model that does
 * not agree with the sampler is refused, and nothing is written. Runs in the driver alone.
 *
 * <p>Example: {@code showerforge export --set generator=generator --set output=onnx}
 */
public final class ExportJob {
  /** The model's name. */
  public static final String MODEL = "generator.onnx";

  private ExportJob() {}

  /**
   * Runs the job.
   *
   * @return the card that now lies in the output
   */
  public static ExportCard run(Configuration conf, ExportConfig config) throws IOException {
    GeneratorArtifact generator = GeneratorFiles.read(conf, config.generator()).artifact();
    try (StagedOutput output = StagedOutput.create(conf, config.output())) {
      OnnxModel model = OnnxModel.of(generator, config.layout());
      ExportCard card =
          new ExportCard(
              ExportCard.KIND,
              ExportCard.FORMAT_VERSION,
              Version.current(),
              Instant.now().toString(),
              config,
              generator.card().weightsSha256(),
              model.opset(),
              model.irVersion(),
              model.metadata(),
              model.agreement(),
              Hashes.sha256(model.bytes()));
      output.write(MODEL, model.bytes());
      output.commit(card);
      return card;
    }
  }
}
