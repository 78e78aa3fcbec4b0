package org.showerforge.montecarlo;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.util.FastMath;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.ShowerSample;

/**
 * Showers of electrons and positrons that enter a calorimeter at the centre of its face,
 * perpendicularly (G. Grindhammer, S. Peters, hep-ex/0001020).
 *
 * <p>A shower's longitudinal profile is a Gamma density with its own alpha and T ({@link
 * LongitudinalModel}). Slices of at most half a radiation length receive their part of the energy,
 * fluctuate by sampling (a Gamma variate of mean dE and variance c^2 dE, c the sampling term at 1
 * GeV) and are scattered as spots of equal energy ({@link SpotModel}) by the radial profile at
 * their middle ({@link RadialProfile}) at tau = t/&lt;t> a/(a - 1), with &lt;t> the shower's centre
 * of gravity and a = exp&lt;ln alpha>. What lies beside or behind the cells is lost. A spot's
 * radius R sqrt(u/(1 - u)), u uniform, and its direction come from one point (x, y) of the unit
 * disc: R (x, y)/sqrt(1 - x^2 - y^2).
 *
 * <p>Event k depends on seed and k alone, whatever range it is made in. Instances are immutable and
 * may be shared by threads. The read-out threshold is not applied, as it is not in raw data.
 */
public final class ShowerMonteCarlo {
  /** Above this a shower has more than a million spots. */
  static final double MAX_ENERGY_GEV = 10_000;

  private static final double MEV_PER_GEV = 1000;

  /** Sets this use of a seed apart from others: "showers" in ASCII. */
  private static final long PURPOSE = 0x73686f77657273L;

  private final DetectorSpec spec;
  private final Material material;
  private final LongitudinalModel longitudinal;
  private final SpotModel spots;
  private final List<Slice> slices;

  /**
   * Checks that the formulas hold in the detector's range of energies.
   *
   * @param spec the detector; its only condition is the energy in GeV
   * @param material what its layers are made of
   */
  public ShowerMonteCarlo(DetectorSpec spec, Material material) {
    spec.requireCalorimeter("the Monte Carlo");
    this.spec = spec;
    this.material = material;
    this.longitudinal = new LongitudinalModel(material);
    this.spots = new SpotModel(material);
    this.slices = Slice.of(spec, material.radiationLengthMm());
    if (spec.conditions().size() != 1) {
      throw new UserException(
          "detector %s: conditions must be 1, the energy, for the Monte Carlo, got %d",
          spec.name(), spec.conditions().size());
    }
    Condition energy = spec.conditions().get(0);
    if (!energy.unit().equals("GeV")) {
      throw new UserException(
          "detector %s: condition %s: unit must be GeV for the Monte Carlo, got %s",
          spec.name(), energy.name(), energy.unit());
    }
    double least = longitudinal.leastEnergyGeV();
    if (energy.min() < least || energy.max() > MAX_ENERGY_GEV) {
      throw new UserException(
          "detector %s: condition %s: min..max must lie in %.3g..%.0f GeV for the Monte Carlo,"
              + " got %s..%s",
          spec.name(), energy.name(), least, MAX_ENERGY_GEV, energy.min(), energy.max());
    }
  }

  /** The detector. */
  public DetectorSpec spec() {
    return spec;
  }

  /** What the detector's layers are made of. */
  public Material material() {
    return material;
  }

  /**
   * Makes the events [firstEvent, firstEvent + events) of a seed.
   *
   * @param spectrum how their energies are spread over the detector's range
   */
  public ShowerSample generate(long seed, long firstEvent, int events, Spectrum spectrum) {
    if (firstEvent < 0 || events < 0 || firstEvent > Long.MAX_VALUE - events) {
      throw new UserException(
          "Monte Carlo: firstEvent and events must be >= 0, got %d and %d", firstEvent, events);
    }
    EventRandom random = new EventRandom(generator(seed));
    float[] energiesGeV = new float[events];
    for (int i = 0; i < events; i++) {
      random.begin(firstEvent + i);
      energiesGeV[i] = (float) spectrum.quantile(random.energyUniform(), spec.conditions().get(0));
    }
    return generate(seed, firstEvent, energiesGeV);
  }

  /**
   * Makes events of given energies.
   *
   * @param firstEvent the index of the first
   * @param energiesGeV their incident energies, GeV, kept as the sample's conditions
   */
  public ShowerSample generate(long seed, long firstEvent, float[] energiesGeV) {
    int events = energiesGeV.length;
    int cells = spec.cells();
    if ((long) events * cells > Integer.MAX_VALUE - 8) {
      throw new UserException(
          "Monte Carlo: events must be at most %d of %d cells at a time, got %d",
          (Integer.MAX_VALUE - 8) / cells, cells, events);
    }
    float[] response = new float[events * cells];
    EventRandom random = new EventRandom(generator(seed));
    double[] shower = new double[cells];
    for (int i = 0; i < events; i++) {
      random.begin(firstEvent + i);
      develop(random, energiesGeV[i], shower);
      for (int cell = 0; cell < cells; cell++) {
        response[i * cells + cell] = (float) shower[cell];
      }
    }
    return new ShowerSample(spec, events, energiesGeV, response);
  }

  /**
   * Makes one event.
   *
   * @param energyGeV its incident energy, GeV
   * @param responseMev receives its cell energies, MeV
   * @return where its energy went
   */
  public EnergyBalance shower(long seed, long event, double energyGeV, double[] responseMev) {
    if (responseMev.length != spec.cells()) {
      throw new UserException(
          "Monte Carlo: the response must have %d values, got %d",
          spec.cells(), responseMev.length);
    }
    EventRandom random = new EventRandom(generator(seed));
    random.begin(event);
    return develop(random, energyGeV, responseMev);
  }

  /** The random numbers of a seed. */
  static Philox generator(long seed) {
    return Philox.of(seed, PURPOSE);
  }

  private EnergyBalance develop(EventRandom random, double energyGeV, double[] responseMev) {
    Condition range = spec.conditions().get(0);
    if (!range.accepts(energyGeV)) {
      throw new UserException(
          "Monte Carlo: energy must be in %s..%s GeV, the range of detector %s, got %s",
          range.min(), range.max(), spec.name(), energyGeV);
    }
    Arrays.fill(responseMev, 0);
    LongitudinalModel.AtEnergy atEnergy = longitudinal.at(energyGeV);
    GammaProfile energy = random.profile(atEnergy);
    GammaProfile spotDensity = spots.profile(energy);
    double number = spots.number(energyGeV);
    double tauPerX0 = tauPerX0(energy, atEnergy);
    double contained = 0;
    double energyBefore = 0;
    double spotsBefore = 0;
    for (Slice slice : slices) {
      double energyBehind = energy.before(slice.toX0());
      double spotsBehind = spotDensity.before(slice.toX0());
      double sliceMev = (energyBehind - energyBefore) * energyGeV * MEV_PER_GEV;
      int count = count(random, (spotsBehind - spotsBefore) * number);
      energyBefore = energyBehind;
      spotsBefore = spotsBehind;
      if (sliceMev > 0) {
        RadialProfile radial = RadialProfile.at(slice.middleX0() * tauPerX0, energyGeV, material);
        double visible = material.visibleFraction() * sampled(random, sliceMev);
        int hits = scatter(random, slice, radial, count, visible / count, responseMev);
        contained += sliceMev * hits / count;
      }
    }
    double inDepth = energyBefore * energyGeV * MEV_PER_GEV;
    return new EnergyBalance(contained, inDepth - contained, energyGeV * MEV_PER_GEV - inDepth);
  }

  /** The factor from a depth in radiation lengths to tau, see the class. */
  static double tauPerX0(GammaProfile energy, LongitudinalModel.AtEnergy atEnergy) {
    double typicalAlpha = FastMath.exp(atEnergy.meanLnAlpha());
    return typicalAlpha / (typicalAlpha - 1) / energy.centreX0();
  }

  /** Scatters spots and says how many hit a cell. */
  private int scatter(
      EventRandom random,
      Slice slice,
      RadialProfile radial,
      int count,
      double spotMev,
      double[] responseMev) {
    int hits = 0;
    for (int i = 0; i < count; i++) {
      boolean inCore = random.uniform() < radial.coreWeight();
      random.disc();
      double scaleMm =
          (inCore ? radial.core() : radial.tail())
              * material.moliereRadiusMm()
              / Math.sqrt(1 - random.square());
      int cell = slice.cellAt(random.x() * scaleMm, random.y() * scaleMm);
      if (cell >= 0) {
        responseMev[cell] += spotMev;
        hits++;
      }
    }
    return hits;
  }

  /** An integer of that mean: rounded down or up at random; at least 1, to carry the energy. */
  private static int count(EventRandom random, double mean) {
    return Math.max(1, (int) Math.floor(mean + random.uniform()));
  }

  private double sampled(EventRandom random, double sliceMev) {
    double term = material.samplingTermPerRootGeV();
    if (term == 0) {
      return sliceMev;
    }
    double scaleMev = term * term * MEV_PER_GEV;
    return random.gamma(sliceMev / scaleMev) * scaleMev;
  }
}
