/**
 * The generator as a cascade of two conditional WGAN-GPs: layer totals first, then the shape of the
 * shower given them, then the exact constraint; with the transforms that bring physical units to
 * the networks and back.
 */
@NullMarked
package org.showerforge.cascade;

import org.jspecify.annotations.NullMarked;
