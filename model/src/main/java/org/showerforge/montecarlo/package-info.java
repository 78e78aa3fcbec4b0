/**
 * A parametrised Monte Carlo of electromagnetic showers, after G. Grindhammer and S. Peters, "The
 * parameterized simulation of electromagnetic showers in homogeneous and sampling calorimeters",
 * hep-ex/0001020.
 */
@NullMarked
package org.showerforge.montecarlo;

import org.jspecify.annotations.NullMarked;
