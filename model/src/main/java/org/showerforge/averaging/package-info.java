/**
 * How the results of an averaging round become the next state: plain arithmetic on flat arrays, the
 * same on any machine. {@link org.showerforge.averaging.AveragingRule} is the whole of what a job
 * asks.
 */
@NullMarked
package org.showerforge.averaging;

import org.jspecify.annotations.NullMarked;
