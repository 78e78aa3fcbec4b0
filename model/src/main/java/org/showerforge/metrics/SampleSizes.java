package org.showerforge.metrics;

/**
 * The events that went into an evaluation.
 *
 * @param compared events of each sample that were compared: the size of the smallest
 * @param reference Geant4 events given
 * @param second other Geant4 events given, for the floor
 * @param generated generated events given
 * @param emptyReference compared Geant4 events without any cell above the threshold
 * @param emptyGenerated compared generated events without any cell above the threshold
 */
public record SampleSizes(
    int compared,
    int reference,
    int second,
    int generated,
    int emptyReference,
    int emptyGenerated) {}
