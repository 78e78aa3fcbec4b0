package org.showerforge.backend;

import org.nd4j.linalg.factory.Nd4j;

/** Which backend computes. */
public final class Backends {
  private Backends() {}

  /**
   * Single precision on what ND4J was built for: the host, or a GPU with nd4j-cuda on the class
   * path.
   */
  public static Backend float32() {
    return Nd4j.getEnvironment().isCPU() ? new HostBackend() : Nd4jBackend.float32();
  }
}
