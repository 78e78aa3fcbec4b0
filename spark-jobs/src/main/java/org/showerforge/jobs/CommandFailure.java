package org.showerforge.jobs;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A bug, as the top command shows it: with its stack trace, and a word on what it is. */
final class CommandFailure {
  private CommandFailure() {}

  static void print(Exception e, PrintStream err) {
    StringWriter trace = new StringWriter();
    try (PrintWriter writer = new PrintWriter(trace)) {
      writer.println(
          "showerforge: this is a bug, not a mistake of yours; please report it with what follows");
      printTrace(e, writer);
    }
    err.print(trace);
  }

  private static void printTrace(Throwable top, PrintWriter writer) {
    for (Throwable e = top; e != null; e = e.getCause()) {
      writer.println((e == top ? "" : "Caused by: ") + e);
      for (StackTraceElement frame : e.getStackTrace()) {
        writer.println("\tat " + frame);
      }
    }
  }
}
