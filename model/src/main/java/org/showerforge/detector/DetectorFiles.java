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
  static final List<String> SHIPPED = List.of("calogan");

  private DetectorFiles() {}

  static DetectorSpec load(String nameOrPath) {
    if (nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml")) {
      try (InputStream in = open(nameOrPath)) {
        return Json.readYaml(in, DetectorSpec.class, nameOrPath);
      } catch (IOException e) {
        throw unreadable(nameOrPath, e);
      }
    }
    if (!SHIPPED.contains(nameOrPath)) {
      throw new UserException(
          "detector %s is not shipped: name one of %s or a .yaml file", nameOrPath, SHIPPED);
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
