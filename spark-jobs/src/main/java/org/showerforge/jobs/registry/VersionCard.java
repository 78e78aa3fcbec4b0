package org.showerforge.jobs.registry;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/**
 * The card of a version: what is in its folder.
 *
 * @param kind always {@link #KIND}
 * @param formatVersion of this layout
 * @param showerforge the version that made it
 * @param created when, ISO 8601
 * @param line what the generator is for
 * @param version its number, from 1
 * @param source where it was copied from
 * @param files by name
 * @param signature Ed25519 of {@link #signed()}, in Base64; null if it was not signed
 */
public record VersionCard(
    String kind,
    int formatVersion,
    String showerforge,
    String created,
    LineName line,
    int version,
    String source,
    Map<String, FileHash> files,
    @Nullable String signature) {
  /** What {@link #kind} says. */
  public static final String KIND = "generator-version";

  /** The layout that this version reads and writes. */
  public static final int FORMAT_VERSION = 1;

  /** Refuses a card of something else. */
  public VersionCard {
    files = new TreeMap<>(files);
    if (!kind.equals(KIND) || formatVersion != FORMAT_VERSION) {
      throw new UserException(
          "card is of kind '%s', format %d; need kind '%s', format %d",
          kind, formatVersion, KIND, FORMAT_VERSION);
    }
  }

  /**
   * A file.
   *
   * @param bytes its length
   * @param sha256 of its content
   */
  public record FileHash(long bytes, String sha256) {}

  /** What a signature is of: the card without one. */
  byte[] signed() {
    return Json.write(withSignature(null));
  }

  VersionCard withSignature(@Nullable String other) {
    return new VersionCard(
        kind, formatVersion, showerforge, created, line, version, source, files, other);
  }
}
