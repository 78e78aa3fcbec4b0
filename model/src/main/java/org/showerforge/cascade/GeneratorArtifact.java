package org.showerforge.cascade;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/**
 * A generator on disk: a folder with {@code card.json} and {@code weights.bin}. Loading it reads
 * JSON and floats and checks the weights' SHA-256; nothing in it is ever executed.
 *
 * @param card what it is
 * @param weights its parameters
 */
public record GeneratorArtifact(GeneratorCard card, GeneratorWeights weights) {
  /** The card's file name. */
  public static final String CARD = "card.json";

  /** The weights' file name. */
  public static final String WEIGHTS = "weights.bin";

  /** Opens a file of the folder, wherever the folder is. */
  @FunctionalInterface
  public interface Folder {
    /** Opens a file by its name. */
    InputStream open(String name) throws IOException;
  }

  /** Loads a generator from a local folder. */
  public static GeneratorArtifact load(Path folder) {
    return load(name -> Files.newInputStream(folder.resolve(name)), folder.toString());
  }

  /**
   * Loads a generator.
   *
   * @param where names the folder in errors
   */
  public static GeneratorArtifact load(Folder folder, String where) {
    GeneratorCard card;
    try (InputStream in = folder.open(CARD)) {
      card = checkedCard(Json.read(in, JsonNode.class, where + "/" + CARD), where);
    } catch (IOException e) {
      throw new UserException(
          "%s is not a generator: %s cannot be read; give the folder that train wrote",
          where, CARD);
    }
    try (InputStream in = folder.open(WEIGHTS)) {
      return new GeneratorArtifact(card, GeneratorWeights.read(in, card, where + "/" + WEIGHTS));
    } catch (IOException e) {
      throw new UserException("%s: %s cannot be read: %s", where, WEIGHTS, e.toString());
    }
  }

  private static GeneratorCard checkedCard(JsonNode tree, String where) {
    // Before other keys are read, which another format may lack.
    String kind = tree.path("kind").asText();
    int version = tree.path("formatVersion").asInt();
    if (!kind.equals(GeneratorCard.KIND) || version != GeneratorCard.FORMAT_VERSION) {
      throw new UserException(
          "%s/%s: card is of kind '%s', format %d; need kind '%s', format %d",
          where, CARD, kind, version, GeneratorCard.KIND, GeneratorCard.FORMAT_VERSION);
    }
    GeneratorCard card = Json.convert(tree, GeneratorCard.class, where + "/" + CARD);
    String found = GeneratorCard.transformSha256(tree.path("recipe"), tree.path("transform"));
    if (!found.equals(card.transformSha256())) {
      throw new UserException(
          "%s/%s: recipe or transform were altered (SHA-256); the generator is damaged: copy it again or train anew",
          where, CARD);
    }
    return card;
  }
}
