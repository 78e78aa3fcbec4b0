package org.showerforge.benchmark;

/** One implementation of the adversarial step, ready to run. */
interface Contender {
  /** Runs steps and says how many milliseconds each took. */
  double[] time(int steps);

  /** Times a step that runs in this JVM. */
  static double[] time(int steps, Runnable step) {
    double[] milliseconds = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      milliseconds[i] = (System.nanoTime() - start) * 1e-6;
    }
    return milliseconds;
  }
}
