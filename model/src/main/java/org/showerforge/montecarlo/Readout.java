package org.showerforge.montecarlo;

/** Which energy of a sampling calorimeter its cells hold. */
public enum Readout {
  /**
   * What is deposited in absorber and active material, as CaloGAN's data hold it: the stack is then
   * a homogeneous medium and nothing is sampled.
   */
  ALL_DEPOSITS,
  /** What is deposited in the active material, as a real calorimeter measures it. */
  ACTIVE_ONLY
}
