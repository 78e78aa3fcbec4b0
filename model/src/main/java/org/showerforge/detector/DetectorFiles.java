package org.showerforge.detector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** Where detectors come from: those that are shipped, and the user's files. */
final class DetectorFiles {
  /** The shipped detectors. */
  static final List<String> SHIPPED =
      List.of(
          "calogan",
          "calochallenge-1-photons",
          "calochallenge-1-pions",
          "calochallenge-2",
          "calochallenge-3",
          "rich");

  private DetectorFiles() {}

  static DetectorSpec load(String nameOrPath) {
    if (nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml")) {
      try (InputStream in = open(nameOrPath)) {
        return Json.readYaml(in, DetectorSpec.class, nameOrPath);
      } catch (IOException e) {
        throw unreadable(nameOrPath, e);
      }
    }
    if (nameOrPath.endsWith(".xml")) {
      return xml(nameOrPath);
    }
    if (!SHIPPED.contains(nameOrPath)) {
      throw new UserException(
          "detector %s is not shipped: name one of %s, a .yaml file or a CaloChallenge"
              + " .xml file",
          nameOrPath, SHIPPED);
    }
    try (InputStream in = DetectorSpec.class.getResourceAsStream(nameOrPath + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException(nameOrPath + ".yaml is not in the jar");
      }
      return Json.readYaml(in, DetectorSpec.class, nameOrPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DetectorSpec xml(String path) {
    byte[] content;
    try (InputStream in = open(path)) {
      content = in.readNBytes(CaloChallengeXml.MAX_BYTES + 1);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (content.length > CaloChallengeXml.MAX_BYTES) {
      throw new UserException(
          "%s: more than %d bytes; a CaloChallenge binning file has some thousand",
          path, CaloChallengeXml.MAX_BYTES);
    }
    String file = path.substring(path.lastIndexOf('/') + 1);
    return CaloChallengeXml.read(content, file.substring(0, file.length() - 4), path);
  }

  private static InputStream open(String path) throws IOException {
    try {
      return Files.newInputStream(Path.of(path));
    } catch (InvalidPathException e) {
      throw unreadable(path, e);
    }
  }

  private static UserException unreadable(String path, Exception e) {
    return new UserException("detector file %s cannot be read: %s", path, e.toString());
  }
}
