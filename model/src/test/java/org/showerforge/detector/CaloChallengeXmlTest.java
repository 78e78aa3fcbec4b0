package org.showerforge.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;

/** CaloChallenge's binning files. */
@Timeout(20)
final class CaloChallengeXmlTest {
  /** A folder with calochallenge/ and the four published files in it. */
  private static final String SAMPLES = "SHOWERFORGE_SAMPLES";

  @TempDir private Path folder;

  /** A layer as the file has it. */
  private record Row(int id, String edges, int alphaBins) {}

  private static String xml(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                "<Layer id=\"%d\" r_edges=\"%s\" n_bin_alpha=\"%d\" />\n"
                    .formatted(row.id, row.edges, row.alphaBins))
        .collect(
            Collectors.joining(
                "", "<Bins>\n<Bin pid=\"22\" name=\"photon\">\n", "</Bin>\n</Bins>\n"));
  }

  private DetectorSpec load(String xml) throws Exception {
    Path file = folder.resolve("my_binning.xml");
    Files.writeString(file, xml);
    return DetectorSpec.load(file.toString());
  }

  private static List<Row> photons() {
    return List.of(
        new Row(0, "0,5,10,30,50,100,200,400,600", 1),
        new Row(1, "0,2,4,6,8,10,12,15,20,30,40,50,70,90,120,150,200", 10),
        new Row(2, "0,2,5,10,15,20,25,30,40,50,60,80,100,130,160,200,250,300,350,400", 10),
        new Row(3, "0,50,100,200,400,600", 1),
        new Row(4, "0", 1),
        new Row(11, "0", 1),
        new Row(12, "0,100,200,400,1000,2000", 1),
        new Row(13, "0", 1));
  }

  private static List<Row> pions() {
    return List.of(
        new Row(0, "0,5,10,30,50,100,200,400,600", 1),
        new Row(1, "0,1,4,7,10,15,30,50,90,150,200", 10),
        new Row(2, "0,5,10,20,30,50,80,130,200,300,400", 10),
        new Row(3, "0,50,100,200,400,600", 1),
        new Row(4, "0", 1),
        new Row(12, "0,10,20,30,50,80,100,130,160,200,250,300,350,400,1000,2000", 10),
        new Row(13, "0,10,20,30,50,80,100,130,160,200,250,300,350,400,600,1000,2000", 10),
        new Row(14, "0,50,100,150,200,250,300,400,600,1000,2000", 1),
        new Row(15, "0", 1));
  }

  /** 45 equal layers of rings that are each as wide. */
  private static List<Row> electrons(int rings, double widthMm, int alphaBins) {
    String edges =
        IntStream.rangeClosed(0, rings)
            .mapToObj(i -> String.format(Locale.ROOT, "%.3f", i * widthMm))
            .collect(Collectors.joining(","));
    return IntStream.range(0, 45).mapToObj(id -> new Row(id, edges, alphaBins)).toList();
  }

  @Test
  void theShippedDetectorsAreThePublishedFiles() throws Exception {
    assertAlike("calochallenge-1-photons", load(xml(photons())));
    assertAlike("calochallenge-1-pions", load(xml(pions())));
    assertAlike("calochallenge-2", load(xml(electrons(9, 4.65, 16))));
    assertAlike("calochallenge-3", load(xml(electrons(18, 2.325, 50))));
  }

  @ParameterizedTest
  @CsvSource({
    "calochallenge-1-photons, binning_dataset_1_photons, 368",
    "calochallenge-1-pions, binning_dataset_1_pions, 533",
    "calochallenge-2, binning_dataset_2, 6480",
    "calochallenge-3, binning_dataset_3, 40500"
  })
  void thePublishedFilesAreRead(String shipped, String file, int cells) {
    String samples = System.getenv(SAMPLES);
    assumeTrue(samples != null, SAMPLES + " names no folder with calochallenge/");
    DetectorSpec spec =
        DetectorSpec.load(Path.of(samples, "calochallenge", file + ".xml").toString());
    assertThat(spec.name()).isEqualTo(file);
    assertThat(spec.cells()).isEqualTo(cells);
    assertAlike(shipped, spec);
    System.out.printf("%s: %d cells, as %s%n", file, spec.cells(), shipped);
  }

  /** The layers are equal but for the depth, which the file does not have. */
  private static void assertAlike(String shipped, DetectorSpec imported) {
    List<Layer> expected =
        DetectorSpec.load(shipped).layers().stream()
            .map(PolarLayer.class::cast)
            .<Layer>map(l -> new PolarLayer(l.name(), l.alphaBins(), l.rEdgesMm(), 0))
            .toList();
    assertThat(imported.layers()).isEqualTo(expected);
  }

  @Test
  void whatTheFileDoesNotSayIsLeftOpen() throws Exception {
    DetectorSpec spec = load(xml(photons()));
    assertThat(spec.name()).isEqualTo("my_binning");
    assertThat(spec.thresholdMeV()).isZero();
    assertThat(spec.conditions()).hasSize(1);
    assertThat(spec.conditions().get(0).accepts(0.256)).isTrue();
    assertThat(spec.conditions().get(0).accepts(4194.304)).isTrue();
  }

  @Test
  void commentsAndOtherAttributesAreLeftAlone() throws Exception {
    DetectorSpec spec =
        load(
            "<?xml version=\"1.0\"?><!-- c --><Bins><Bin pid=\"1\" x=\"2\">text"
                + "<Layer id=\"7\" r_edges=\" 0, 1.5 ,3e0\" n_bin_alpha=\" 4 \"></Layer></Bin></Bins>");
    assertThat(spec.layers())
        .containsExactly(new PolarLayer("layer_7", 4, List.of(0.0, 1.5, 3.0), 0));
  }

  private static final String LAYER = "<Layer id='1' r_edges='0,1' n_bin_alpha='2'/>";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "<Bins><Bin>LAYER</Bin><Bin>LAYER</Bin></Bins> | a second Bin",
        "<Bins><Bin>LAYERLAYER</Bin></Bins> | layer 1 is there twice",
        "<Bins><Bin><Layer r_edges='0,1' n_bin_alpha='2'/></Bin></Bins> | without the attribute id",
        "<Bins><Bin><Layer id='1' n_bin_alpha='2'/></Bin></Bins> | the attribute r_edges",
        "<Bins><Bin><Layer id='1' r_edges='0,1'/></Bin></Bins> | the attribute n_bin_alpha",
        "<Bins><Bin><Layer id='-1' r_edges='0,1' n_bin_alpha='2'/></Bin></Bins> | got '-1'",
        "<Bins><Bin><Layer id='1' r_edges='0,NaN' n_bin_alpha='2'/></Bin></Bins> | NaN",
        "<Bins><Bin><Layer id='1' r_edges='0,Infinity' n_bin_alpha='2'/></Bin></Bins> | Infinity",
        "<Bins><Bin><Layer id='1' r_edges='0,2,1' n_bin_alpha='2'/></Bin></Bins> | increasing",
        "<Bins><Bin><Layer id='1' r_edges='5' n_bin_alpha='2'/></Bin></Bins> | got 1",
        "<Bins><Bin><Layer id='1' r_edges='' n_bin_alpha='2'/></Bin></Bins> | numbers, got ''",
        "<Bins><Bin><Layer id='1' r_edges='0,a' n_bin_alpha='2'/></Bin></Bins> | got 'a'",
        "<Bins><Bin><Layer id='1' r_edges='0,1' n_bin_alpha='0'/></Bin></Bins> | got 0",
        "<Bins><Bin><Layer id='1' r_edges='0,1' n_bin_alpha='9999999999'/></Bin></Bins> | whole",
        "<Bins><Bin><Layer id='1' r_edges='0,1' n_bin_alpha='99999999'/></Bin></Bins> | 1..65536",
        "<Bins><Bin><Layer id='1' r_edges='0' n_bin_alpha='1'/></Bin></Bins> | has no layer",
        "<Bins/> | has no layer",
        "<Other/> | unexpected element /Other",
        "<Bins>LAYER</Bins> | unexpected element Bins/Layer",
        "<Bins><Bin>LAYER | is not well-formed",
        "no xml | is not well-formed",
        "<!DOCTYPE Bins SYSTEM 'file:///etc/passwd'><Bins><Bin>LAYER</Bin></Bins> | document type",
        "<Bins><Bin>&x;LAYER</Bin></Bins> | an entity, x, is not allowed",
      })
  void aWrongFileIsRefusedInOneLine(String xml, String reason) {
    assertThatThrownBy(() -> load(xml.replace("LAYER", LAYER)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("my_binning.xml: ")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n", "Exception");
  }

  @Test
  void aBombOfEntitiesIsRefused() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE b [<!ENTITY e0 \"ha\">");
    for (int i = 1; i < 60; i++) {
      bomb.append("<!ENTITY e%d \"%s\">".formatted(i, ("&e" + (i - 1) + ";").repeat(10)));
    }
    bomb.append("]><Bins><Bin>&e59;").append(LAYER).append("</Bin></Bins>");
    assertThatThrownBy(() -> load(bomb.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("document type");
  }

  @Test
  void hugeFilesAndCountsAreRefusedEarly() {
    assertThatThrownBy(() -> load(" ".repeat(CaloChallengeXml.MAX_BYTES + 1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("more than 1048576 bytes");
    List<Row> many = IntStream.range(0, 100).mapToObj(id -> new Row(id, "0,1", 60_000)).toList();
    assertThatThrownBy(() -> load(xml(many)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("6000000 cells, at most 1000000");
    String edges = IntStream.range(0, 90_000).mapToObj(i -> "1").collect(Collectors.joining(","));
    assertThatThrownBy(() -> load(xml(List.of(new Row(0, edges, 1)))))
        .isInstanceOf(UserException.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16", "ISO-8859-1", "UTF-8"})
  void anyEncodingThatTheFileStatesIsRead(String charset) throws Exception {
    Path file = folder.resolve("encoded.xml");
    String text = "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>" + xml(photons());
    Files.write(file, text.getBytes(java.nio.charset.Charset.forName(charset)));
    assertThat(DetectorSpec.load(file.toString()).cells()).isEqualTo(368);
  }
}
