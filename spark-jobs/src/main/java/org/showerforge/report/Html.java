package org.showerforge.report;

/** Text made safe for the place in a page where it goes. */
final class Html {
  private Html() {}

  /** Text between tags or in a quoted attribute. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** JSON inside a script element: no {@code <} is left that could end it. */
  static String scriptJson(String json) {
    return json.replace("<", "\\u003c");
  }

  /** Trusted JavaScript inside a script element. */
  static String script(String javaScript) {
    return javaScript.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }
}
