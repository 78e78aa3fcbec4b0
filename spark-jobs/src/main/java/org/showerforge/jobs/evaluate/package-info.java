/** Generated against Monte Carlo events, with the Monte Carlo floor beside every figure. */
@NullMarked
package org.showerforge.jobs.evaluate;

import org.jspecify.annotations.NullMarked;
