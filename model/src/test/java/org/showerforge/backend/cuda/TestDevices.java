package org.showerforge.backend.cuda;

import org.junit.jupiter.api.Assumptions;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;

/** Devices for tests; where there is none, the test is skipped and says why. */
public final class TestDevices {
  private TestDevices() {}

  /** A backend whose kernels run on the processor. */
  public static Backend emulated() {
    EmulatedDevice.refusal().ifPresent(reason -> Assumptions.abort("no emulated GPU: " + reason));
    return new CublasBackend(new EmulatedDevice());
  }

  /** A backend whose kernels run on the processor, with so many bytes of memory. */
  public static Backend emulated(long bytes) {
    emulated();
    return new CublasBackend(new EmulatedDevice(bytes));
  }

  /** A backend on the first GPU. */
  public static Backend gpu() {
    try {
      return CublasBackend.on(Gpu.at(0), Precision.FLOAT32);
    } catch (UserException e) {
      return Assumptions.abort("no GPU: " + e.getMessage());
    }
  }
}
