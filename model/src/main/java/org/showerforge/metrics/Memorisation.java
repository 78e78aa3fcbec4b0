package org.showerforge.metrics;

/**
 * Whether a generator repeats what it was trained on: how near generated events come to training
 * events, against how near new Geant4 events come to them (a nearest-neighbour two-sample test;
 * Alaa et al., arXiv 2102.08921, call it authenticity).
 *
 * @param nearer the probability that a generated event is nearer to a training event than a new
 *     Geant4 event is; 0.5 for a perfect generator, near 1 for one that copies, below 0.5 for one
 *     whose showers look different
 * @param error its standard error
 * @param copies generated events at no distance from a training event
 */
public record Memorisation(double nearer, double error, int copies) {
  private static final double NO_DISTANCE = 1e-6;

  static Memorisation of(Rows training, Rows fresh, Rows generated) {
    double[] reference = Neighbours.nearest(fresh, training);
    double[] own = Neighbours.nearest(generated, training);
    int copies = 0;
    for (double distance : own) {
      copies += distance < NO_DISTANCE ? 1 : 0;
    }
    // The nearer the higher the score.
    Roc roc = Roc.of(negative(reference), negative(own));
    return new Memorisation(roc.auc(), roc.error(), copies);
  }

  private static double[] negative(double[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = -values[i];
    }
    return out;
  }
}
