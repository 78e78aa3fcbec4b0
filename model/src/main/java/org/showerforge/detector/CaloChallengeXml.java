package org.showerforge.detector;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.showerforge.UserException;

/**
 * CaloChallenge's binning files (arXiv 2410.21611), which FastCaloGAN uses too:
 *
 * <pre>
 *   &lt;Bins>&lt;Bin pid="22" etaMin="0" etaMax="130" name="photon">
 *     &lt;Layer id="0" r_edges="0,5,10" n_bin_alpha="1"/> ...
 * </pre>
 *
 * <p>Edges are in mm; a layer with the edges {@code "0"} is not used. A bin is a particle and a
 * slice of eta, so a file with several of them describes several detectors and is refused.
 *
 * <p>The file says nothing of energies. The threshold is therefore 0, and the range of energies so
 * wide that every published set lies within; networks see the logarithm of the energy over that
 * range, so it should be narrowed to the data's by {@code energyRangeGeV}.
 */
final class CaloChallengeXml {
  /** The largest published file has 7 kB. */
  static final int MAX_BYTES = 1 << 20;

  static final Condition ENERGY = new Condition("energy", "GeV", 0.1, 10_000, Condition.Scale.LOG);

  private final String where;
  private final XMLStreamReader in;
  private final List<Layer> layers = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int bins;

  private CaloChallengeXml(String where, XMLStreamReader in) {
    this.where = where;
    this.in = in;
  }

  /**
   * Reads a file's content.
   *
   * @param name the detector's name
   * @param where names the file in errors
   */
  static DetectorSpec read(byte[] xml, String name, String where) {
    // The JDK's own parser, not one that happens to be on the class path: its limits are known.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    List<Layer> layers;
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      layers = new CaloChallengeXml(where, in).layers();
    } catch (XMLStreamException e) {
      throw new UserException(
          "%s: is not well-formed XML in line %d; is it a CaloChallenge binning file?",
          where, e.getLocation() == null ? 1 : e.getLocation().getLineNumber());
    }
    try {
      return new DetectorSpec(name, List.of(ENERGY), layers, 0, List.of());
    } catch (UserException e) {
      throw new UserException("%s: %s", where, String.valueOf(e.getMessage()));
    }
  }

  private List<Layer> layers() throws XMLStreamException {
    List<String> parents = new ArrayList<>();
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          element(parents);
          parents.add(in.getLocalName());
        }
        case XMLStreamConstants.END_ELEMENT -> parents.remove(parents.size() - 1);
        case XMLStreamConstants.DTD -> throw refusal("a document type is not allowed; remove it");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw refusal(
                "an entity, %s, is not allowed; write it out", shortened(in.getLocalName()));
        default -> {
          // Text, comments and the like say nothing of the binning.
        }
      }
    }
    if (layers.isEmpty()) {
      throw new UserException(
          "%s: has no layer with r_edges; is it a CaloChallenge binning file?", where);
    }
    return layers;
  }

  private void element(List<String> parents) {
    String path = String.join("/", parents) + "/" + in.getLocalName();
    switch (path) {
      case "/Bins" -> {}
      case "Bins/Bin" -> {
        if (++bins > 1) {
          throw refusal(
              "a second Bin, a particle or eta slice of its own; keep the one that is meant");
        }
      }
      case "Bins/Bin/Layer" -> layer();
      default ->
          throw refusal(
              "unexpected element %s; a binning file has Bins/Bin/Layer", shortened(path));
    }
  }

  private void layer() {
    String id = attribute("id");
    if (!id.matches("\\d{1,9}")) {
      throw refusal("id must be a whole number, got '%s'", shortened(id));
    }
    if (!ids.add(id)) {
      throw refusal("layer %s is there twice; ids tell layers apart", id);
    }
    String[] texts = attribute("r_edges").split(",", PolarLayer.MAX_LINES + 2);
    List<Double> edges = new ArrayList<>();
    for (String text : texts) {
      edges.add(number(id, text.strip()));
    }
    if (edges.equals(List.of(0.0))) {
      return;
    }
    String alphaBins = attribute("n_bin_alpha");
    if (!alphaBins.matches("\\d{1,9}")) {
      throw refusal(
          "layer %s: n_bin_alpha must be a whole number, got '%s'", id, shortened(alphaBins));
    }
    try {
      layers.add(new PolarLayer("layer_" + id, Integer.parseInt(alphaBins), edges, 0));
    } catch (UserException e) {
      throw refusal("%s", String.valueOf(e.getMessage()));
    }
  }

  private double number(String id, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refusal("layer %s: r_edges must be numbers, got '%s'", id, shortened(text));
    }
  }

  private String attribute(String key) {
    String value = in.getAttributeValue(null, key);
    if (value == null) {
      throw refusal("%s without the attribute %s; give it", in.getLocalName(), key);
    }
    return value.strip();
  }

  private UserException refusal(String format, Object... arguments) {
    return new UserException(
        "%s: line %d: %s",
        where,
        in.getLocation().getLineNumber(),
        String.format(java.util.Locale.ROOT, format, arguments));
  }

  /** A text of the file, short enough for one line. */
  private static String shortened(String text) {
    String line = text.replaceAll("\\s", " ");
    return line.length() <= 40 ? line : line.substring(0, 40) + "...";
  }
}
