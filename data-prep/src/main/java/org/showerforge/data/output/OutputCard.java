package org.showerforge.data.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** Reads the cards of outputs: every one says its kind and the version of its layout. */
public final class OutputCard {
  private OutputCard() {}

  /**
   * Reads the card of a folder of one kind.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param kind what the card's {@code kind} must be, e.g. {@code prepared}
   * @param formatVersion what its {@code formatVersion} must be
   */
  public static <T> T read(
      Configuration conf, String folder, Class<T> type, String kind, int formatVersion)
      throws IOException {
    JsonNode card = tree(conf, folder);
    String found = card.path("kind").asText();
    if (!found.equals(kind)) {
      throw new UserException(
          "%s: is of kind '%s', need '%s'; is the path right?", folder, found, kind);
    }
    int version = card.path("formatVersion").asInt();
    if (version != formatVersion) {
      throw new UserException(
          "%s: has format version %d, this ShowerForge reads %d; make it again",
          folder, version, formatVersion);
    }
    return Json.convert(card, type, new Path(folder, StagedOutput.CARD).toString());
  }

  /** The card of a folder of any kind. */
  public static JsonNode tree(Configuration conf, String folder) throws IOException {
    Path root = new Path(folder);
    if (!root.getFileSystem(conf).exists(root)) {
      throw new UserException("%s: no such folder; is the path right?", folder);
    }
    Path file = new Path(folder, StagedOutput.CARD);
    try {
      byte[] bytes = StagedOutput.read(conf, file);
      return Json.read(new ByteArrayInputStream(bytes), JsonNode.class, file.toString());
    } catch (FileNotFoundException e) {
      throw new UserException(
          "%s: is not complete: it has no %s; is the path right, and was it written to its end?",
          folder, StagedOutput.CARD);
    }
  }
}
