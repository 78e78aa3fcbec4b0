package org.showerforge.backend;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Which backend computes, in single precision. */
public final class Backends {
  /** ND4J's CUDA backend, which is on the class path if the build asked for it. */
  private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";

  private static final String JAVACPP_LOGGER = "org.bytedeco.javacpp.logger";
  private static final ThreadLocal<@Nullable Supplier<Backend>> BOUND = new ThreadLocal<>();

  static {
    prepare();
  }

  private Backends() {}

  /**
   * Has JavaCPP speak to the log, before it is used for the first time: else it prints on the
   * terminal that OpenBLAS's bindings, which are ND4J's, are older than itself.
   */
  public static void prepare() {
    if (System.getProperty(JAVACPP_LOGGER) == null) {
      System.setProperty(JAVACPP_LOGGER, "slf4j");
    }
  }

  /**
   * What this thread was bound to. A thread that was not computes on what ND4J was built for: the
   * host, or a GPU with nd4j-cuda on the class path.
   */
  public static Backend float32() {
    Supplier<Backend> bound = BOUND.get();
    if (bound != null) {
      return bound.get();
    }
    return cudaWorks() ? Nd4jBackend.float32() : new HostBackend();
  }

  /** This thread computes on such backends from now on. */
  public static void bind(Supplier<Backend> backends) {
    BOUND.set(backends);
  }

  /** This thread computes on the host from now on. */
  public static void bindToHost() {
    bind(HostBackend::new);
  }

  /**
   * This thread computes on a GPU by ND4J from now on.
   *
   * @param device CUDA's number of it, as this process sees the devices
   */
  public static void bindToCuda(int device) {
    Nd4j.getAffinityManager().unsafeSetDevice(device);
    bind(Nd4jBackend::float32);
  }

  /** Whether the build has ND4J's CUDA backend; loads nothing. */
  public static boolean hasCuda() {
    try {
      Class.forName(CUDA, false, Backends.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Whether ND4J computes on a GPU in this process: it falls back to the host where it cannot. */
  public static boolean cudaWorks() {
    return !Nd4j.getEnvironment().isCPU();
  }

  /** GPUs that ND4J sees from this process. */
  public static int cudaDevices() {
    return cudaWorks() ? Nd4j.getAffinityManager().getNumberOfDevices() : 0;
  }
}
