package org.showerforge.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels' source: complete, and compiled for every generation that a compiler at hand knows.
 */
final class KernelsTest {
  private static final Pattern KERNEL = Pattern.compile("(?m)^KERNEL (\\w+)\\(");
  private static final Pattern MADE = Pattern.compile("(?m)^(FUNCTION|ACTIVATION)\\((\\w+),");

  @TempDir Path folder;

  @Test
  void everyOperationIsAKernelAndEveryKernelAnOperation() {
    String source = KernelCompiler.source();
    Set<String> kernels =
        KERNEL.matcher(source).results().map(m -> m.group(1)).collect(Collectors.toSet());
    Matcher made = MADE.matcher(source);
    while (made.find()) {
      kernels.add(made.group(2));
      if (made.group(1).equals("ACTIVATION")) {
        kernels.add(made.group(2) + "Valued");
        kernels.add(made.group(2) + "Curved");
      }
    }
    assertThat(
            Arrays.stream(Operation.values())
                .filter(Operation::isKernel)
                .map(Operation::kernel)
                .collect(Collectors.toSet()))
        .isEqualTo(kernels);
  }

  @ParameterizedTest
  @ValueSource(ints = {70, 80, 90})
  void compiles(int capability) throws IOException, InterruptedException {
    Path source = Files.writeString(folder.resolve("kernels.cu"), KernelCompiler.source());
    String known = output("nvcc", "--list-gpu-arch");
    Assumptions.assumeTrue(
        known.contains("compute_" + capability),
        () -> "nvcc does not compile for " + capability + ": " + known.replace('\n', ' '));
    Path code = folder.resolve("kernels.cubin");
    String said =
        output(
            "nvcc",
            "-cubin",
            "-arch=sm_" + capability,
            "-Werror=all-warnings",
            "-o",
            code.toString(),
            source.toString());
    assertThat(code).as(said).exists();
    String symbols = new String(Files.readAllBytes(code), StandardCharsets.ISO_8859_1);
    assertThat(symbols).contains(".text.adam", ".text.activateSwishCurved", ".text.gaussianRows");
  }

  private static String output(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    } catch (IOException e) {
      return Assumptions.abort("no CUDA compiler on the PATH: " + e.getMessage());
    }
  }

  @Test
  void theBestTargetThatACompilerHas() {
    int[] twelve = {50, 60, 70, 75, 80, 86, 89, 90, 100, 120};
    assertThat(KernelCompiler.target(70, twelve)).isEqualTo("sm_70");
    assertThat(KernelCompiler.target(87, twelve)).isEqualTo("sm_86");
    assertThat(KernelCompiler.target(90, twelve)).isEqualTo("sm_90");
    // Machine code of one generation does not run on the next; what the driver translates does.
    assertThat(KernelCompiler.target(110, twelve)).isEqualTo("compute_100");
    assertThat(KernelCompiler.target(130, twelve)).isEqualTo("compute_120");
    assertThatThrownBy(() -> KernelCompiler.target(70, new int[] {75, 80}))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("[75, 80]");
  }
}
