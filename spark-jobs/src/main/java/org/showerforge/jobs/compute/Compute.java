package org.showerforge.jobs.compute;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.showerforge.UserException;

/** What tasks compute on, by the name in a configuration. */
public enum Compute {
  /** A GPU where Spark gives tasks some, by what the build has for it; else the host. */
  AUTO("auto"),
  /** The host, also where GPUs are. */
  CPU("cpu"),
  /** The GPU that Spark gave the task, by ND4J's CUDA backend; an error where there is none. */
  ND4J_CUDA("nd4j-cuda"),
  /** The GPU that Spark gave the task, by cuBLAS and kernels of our own. */
  CUBLAS("cublas"),
  /** As {@link #CUBLAS}, with products of factors rounded to 10 bits. */
  CUBLAS_TF32("cublas-tf32"),
  /** As {@link #CUBLAS}, with products of factors rounded to 7 bits. */
  CUBLAS_BF16("cublas-bf16");

  private final String configured;

  Compute(String configured) {
    this.configured = configured;
  }

  @JsonCreator
  static Compute of(String name) {
    return Arrays.stream(values())
        .filter(compute -> compute.configured.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "unknown '%s'; known: %s",
                    name, Arrays.stream(values()).map(Compute::configured).toList()));
  }

  /** The name in a configuration. */
  @JsonValue
  public String configured() {
    return configured;
  }
}
