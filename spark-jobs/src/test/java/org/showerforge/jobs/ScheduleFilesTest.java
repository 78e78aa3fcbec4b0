package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.refresh.RefreshConfig;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.jobs.train.TrainConfig;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The files of deploy/schedules, as far as they can be judged without a scheduler. */
final class ScheduleFilesTest {
  private static final Path FOLDER = Path.of("../deploy/schedules").toAbsolutePath().normalize();

  @Test
  void theRefreshIsOneThatEveryStepTakes() {
    RefreshConfig refresh =
        Settings.resolve(
            "refresh",
            FOLDER.resolve("refresh.yaml").toString(),
            List.of("registry=registry", "work=work", "prepare.input=samples"),
            RefreshConfig.class);
    assertThat(refresh.line()).isEqualTo("calogan/eplus");
    assertThat(refresh.gate()).isNotEmpty();

    PrepareConfig prepare =
        Settings.resolve(
            "prepare", refresh.prepare(), List.of("output=prepared"), PrepareConfig.class);
    assertThat(prepare.energyRangeGeV()).containsExactly(1.0, 20.0);
    Settings.resolve(
        "train", refresh.train(), List.of("data=prepared", "output=generator"), TrainConfig.class);
    GenerateConfig showers =
        Settings.resolve(
            "generate",
            refresh.showers(),
            List.of("generator=generator", "output=showers"),
            GenerateConfig.class);
    assertThat(showers.events()).isPositive();
    Settings.resolve(
        "evaluate",
        refresh.evaluate(),
        List.of("showers=showers", "reference=prepared", "output=report"),
        EvaluateConfig.class);
  }

  @Test
  void theWorkflowIsValid() throws Exception {
    Schema schema = schema("oozie-workflow-1.0.xsd", "spark-action-1.0.xsd");
    String workflow = read("oozie/workflow.xml");
    assertThat(workflow).contains("<class>" + ShowerForge.class.getName() + "</class>");
    assertThatCode(() -> validate(schema, workflow)).doesNotThrowAnyException();
    // The schema of the action inside is looked at, too.
    assertThatThrownBy(() -> validate(schema, workflow.replace("mode>", "moed>")))
        .isInstanceOf(SAXParseException.class);
    assertThatThrownBy(
            () -> validate(schema, workflow.replace("<master>yarn</master>", "<queue>q</queue>")))
        .isInstanceOf(SAXParseException.class)
        .hasMessageContaining("spark-action:1.0\":master");
  }

  @Test
  void theCoordinatorIsValid() throws Exception {
    Schema schema = schema("oozie-coordinator-0.5.xsd");
    String coordinator = read("oozie/coordinator.xml");
    assertThatCode(() -> validate(schema, coordinator)).doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                validate(
                    schema,
                    coordinator.replace("<app-path>", "<!--").replace("</app-path>", "-->")))
        .isInstanceOf(SAXParseException.class);
  }

  private static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  /** Oozie's own schemas, which lie at the root of its client's jar, with what they include. */
  private static Schema schema(String... names) throws SAXException {
    StreamSource[] sources =
        Arrays.stream(names)
            .map(name -> new StreamSource(resource(name).toExternalForm()))
            .toArray(StreamSource[]::new);
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(sources);
  }

  private static URL resource(String name) {
    return Objects.requireNonNull(
        Thread.currentThread().getContextClassLoader().getResource(name), name);
  }

  private static void validate(Schema schema, String xml) throws SAXException, IOException {
    schema.newValidator().validate(new StreamSource(new StringReader(xml)));
  }
}
