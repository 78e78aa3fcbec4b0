package org.showerforge.metrics;

/**
 * A neural classifier's test of generated events, and its floor.
 *
 * @param generated generated events against Geant4's
 * @param floor Geant4 events against others of Geant4
 */
public record NeuralComparison(NeuralResult generated, NeuralResult floor) {}
