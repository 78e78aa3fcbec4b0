package org.showerforge.report;

import org.jspecify.annotations.Nullable;

/**
 * What a report says of a generator beside its evaluation.
 *
 * @param generator the generator's name
 * @param particle the particle, as a reader calls it, e.g. {@code e+}
 * @param version the version of ShowerForge that made the report
 * @param showersPerMinute measured speed of generation; null if it was not measured
 */
public record ReportFacts(
    String generator, String particle, String version, @Nullable Double showersPerMinute) {}
