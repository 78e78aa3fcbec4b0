/**
 * How far generated showers are from Geant4's: shower shapes, distances between their
 * distributions, and a classifier that tries to tell the two apart.
 *
 * <p>Arrays in, records out. Every figure comes with its floor: the same figure for Geant4 against
 * Geant4 on samples of the same size. {@link org.showerforge.metrics.Evaluation} is the entry.
 */
@NullMarked
package org.showerforge.metrics;

import org.jspecify.annotations.NullMarked;
