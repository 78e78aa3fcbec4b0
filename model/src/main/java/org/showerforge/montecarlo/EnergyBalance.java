package org.showerforge.montecarlo;

/**
 * Where a shower's energy went, before sampling fluctuations and before the visible fraction; the
 * three sum to the incident energy.
 *
 * @param containedMev in cells
 * @param sideMev beside the cells, inside the detector's depth
 * @param backMev behind the last layer
 */
public record EnergyBalance(double containedMev, double sideMev, double backMev) {}
