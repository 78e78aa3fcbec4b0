package org.showerforge.jobs;

import java.io.PrintStream;
import java.util.Locale;
import org.showerforge.data.prepare.Progress;

/**
 * How far a stage of a job has come: rate and time left. One line that rewrites itself on a
 * terminal; elsewhere, a plain line at most every ten seconds and one at the end.
 */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long PLAIN_INTERVAL_NS = 10_000_000_000L;
  private static final long RATE_WINDOW_NS = 20_000_000_000L;

  private final String label;
  private final String unit;
  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long lastPlain = start;
  private long lastDone;
  private long lastTotal = -1;
  private String note = "";
  private int width;
  private Mark older = new Mark(start, 0);
  private Mark newer = older;

  ProgressLine(String label, String unit, PrintStream out, boolean terminal) {
    this.label = label;
    this.unit = unit;
    this.out = out;
    this.terminal = terminal;
  }

  /** A line on standard error for a stage that counts in some unit. */
  @SuppressWarnings(
      "SystemConsoleNull") // The build is pinned to Java 17, where it is null off a terminal.
  static ProgressLine of(String label, String unit) {
    return new ProgressLine(label, unit, System.err, System.console() != null);
  }

  /** Where a stage stood at a time. */
  private record Mark(long time, long done) {}

  @Override
  public synchronized void events(long done, long total) {
    lastDone = done;
    lastTotal = total;
    long now = System.nanoTime();
    if (now - newer.time >= RATE_WINDOW_NS) {
      older = newer;
      newer = new Mark(now, done);
    }
    if (terminal) {
      rewrite(text(done, total, now));
    } else if (now - lastPlain >= PLAIN_INTERVAL_NS) {
      lastPlain = now;
      out.println(text(done, total, now));
    }
  }

  /** From here on the line says this instead of how much is done of how much. */
  @Override
  public synchronized void note(String text) {
    note = text;
  }

  private String text(long done, long total, long now) {
    // Of the last 20 to 40 seconds: the stages of a training differ in speed by a factor of ten.
    double rate = (done - older.done) / ((now - older.time) / 1e9);
    String left = rate == 0 ? "" : ", " + duration((total - done) / rate) + " left";
    long percent = total == 0 ? 100 : 100 * done / total;
    if (!note.isEmpty()) {
      return String.format(
          Locale.ROOT, "%-10s %3d %%  %s, %s/s%s", label, percent, note, number(rate), left);
    }
    return String.format(
        Locale.ROOT,
        "%-10s %3d %%  %,d of %,d %s, %s/s%s",
        label,
        percent,
        done,
        total,
        unit,
        number(rate),
        left);
  }

  private static String number(double rate) {
    return rate < 100
        ? String.format(Locale.ROOT, "%.1f", rate)
        : String.format(Locale.ROOT, "%,.0f", rate);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }

  private void rewrite(String text) {
    StringBuilder line = new StringBuilder("\r").append(text);
    for (int i = text.length(); i < width; i++) {
      line.append(' ');
    }
    width = text.length();
    out.print(line);
    out.flush();
  }

  /**
   * Ends the line: what was done in which time. A stage that failed says nothing here; its error
   * does.
   */
  @Override
  public synchronized void close() {
    if (lastDone != lastTotal) {
      if (terminal && width > 0) {
        out.println();
      }
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String text =
        String.format(
            Locale.ROOT,
            "%-10s done   %,d %s in %s, %s/s",
            label,
            lastDone,
            unit,
            duration(seconds),
            number(lastDone / seconds));
    if (terminal) {
      rewrite(text);
      out.println();
    } else {
      out.println(text);
    }
  }
}
