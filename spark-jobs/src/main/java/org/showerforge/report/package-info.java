/**
 * An evaluation for its readers: {@code metrics.json} for programs, {@code report.html} for people.
 * Knows nothing of Spark; computes no physics.
 */
@NullMarked
package org.showerforge.report;

import org.jspecify.annotations.NullMarked;
