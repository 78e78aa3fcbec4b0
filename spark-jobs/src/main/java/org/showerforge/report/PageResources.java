package org.showerforge.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that a page is put together from. */
final class PageResources {
  /** Its version is {@code echarts.version} of the parent pom. */
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  private PageResources() {}

  /** The chart library (Apache ECharts, Apache-2.0). */
  static String echarts() {
    return read(ECHARTS);
  }

  /** A file beside this class. */
  static String own(String name) {
    return read(name);
  }

  private static String read(String name) {
    try (InputStream in = PageResources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
