/**
 * What the events of a data set look like in figures, and whether those of another look alike:
 * moments and histograms that tasks make apart and that add up exactly.
 */
@NullMarked
package org.showerforge.data.statistics;

import org.jspecify.annotations.NullMarked;
