package org.showerforge.jobs;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.jobs.export.ExportCard;
import org.showerforge.jobs.export.ExportConfig;
import org.showerforge.jobs.export.ExportJob;
import picocli.CommandLine.Command;

/** {@code showerforge export}: see {@link ExportJob}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a trained generator, with all its transforms, as an ONNX model.",
      "The model is run on 10,000 events and refused if its showers are not the generator's.",
      ""
    },
    footer = {"", "Example:", "  showerforge export --set generator=generator --set output=onnx"})
final class ExportCommand extends JobCommand<ExportConfig> {
  ExportCommand() {
    super("export", ExportConfig.class);
  }

  @Override
  int execute(JavaSparkContext sc, ExportConfig config) throws IOException {
    ExportCard card = ExportJob.run(sc.hadoopConfiguration(), config);
    System.out.printf("checked    %s%n", card.agreement());
    System.out.printf(
        "exported   %s/%s: layout %s, opset %d%n",
        config.output(), ExportJob.MODEL, config.layout().configured(), card.opset());
    return 0;
  }
}
