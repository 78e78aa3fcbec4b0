package org.showerforge.metrics;

/**
 * The calorimeter's answer to particles of similar energy.
 *
 * @param events events
 * @param meanGeV their mean incident energy, GeV
 * @param mean mean of E_tot/E_inc
 * @param meanError its standard error
 * @param resolution standard deviation of E_tot/E_inc over its mean
 * @param resolutionError its standard error, resolution/2 sqrt((m4/m2^2 - 1)/n) with the central
 *     moments m: the response has tails, and the normal distribution's 1/sqrt(2 n) is too small
 */
public record EnergyResponse(
    int events,
    double meanGeV,
    double mean,
    double meanError,
    double resolution,
    double resolutionError) {

  /** The answer to some events, at least two. */
  static EnergyResponse of(double[] incidentGeV, double[] responses) {
    int n = responses.length;
    Moments ratio = Moments.of(responses);
    double second = 0;
    double fourth = 0;
    for (double response : responses) {
      double square = (response - ratio.mean()) * (response - ratio.mean());
      second += square / n;
      fourth += square * square / n;
    }
    double resolution = ratio.mean() > 0 ? ratio.rms() / ratio.mean() : 0;
    double kurtosis = second > 0 ? fourth / (second * second) : 1;
    return new EnergyResponse(
        n,
        Moments.of(incidentGeV).mean(),
        ratio.mean(),
        ratio.rms() / Math.sqrt(n),
        resolution,
        resolution / 2 * Math.sqrt((kurtosis - 1) / n));
  }
}
