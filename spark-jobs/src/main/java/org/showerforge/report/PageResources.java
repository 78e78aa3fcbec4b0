package org.showerforge.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a page is put together from. */
final class PageResources {
  /** Its version is {@code echarts.version} of the parent pom. */
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)}}");

  private PageResources() {}

  /**
   * A self-contained page: {@code <name>.html} within the frame of all pages, with the chart
   * library (Apache ECharts, Apache-2.0) and {@code <name>.js}.
   *
   * @param slots what stands in the template's slots, such as {@code {{title}}}, as HTML
   * @param json what the script draws
   */
  static String page(String name, Map<String, String> slots, String json) {
    return fill(
        "page.html",
        Map.of(
            "title", Objects.requireNonNull(slots.get("title"), "title"),
            "style", read("report.css"),
            "content", fill(name + ".html", slots),
            "data", Html.scriptJson(json),
            "echarts", Html.script(read(ECHARTS)),
            "script", Html.script(read("charts.js") + read(name + ".js"))));
  }

  private static String fill(String template, Map<String, String> slots) {
    // In one pass, so that braces in a user's text are never taken for a slot.
    Matcher matcher = SLOT.matcher(read(template));
    StringBuilder page = new StringBuilder();
    while (matcher.find()) {
      String content = slots.get(matcher.group(1));
      if (content == null) {
        throw new IllegalStateException(template + ": no content for slot " + matcher.group(1));
      }
      matcher.appendReplacement(page, Matcher.quoteReplacement(content));
    }
    return matcher.appendTail(page).toString();
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
