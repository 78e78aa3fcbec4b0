package org.showerforge.jobs.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.Condition;
import org.showerforge.report.GenerationSpeed;

/** Times a generator on one thread: how long a shower takes when few or many are asked for. */
final class SpeedTest {
  private static final int[] BATCHES = {1, 100, 10_000};

  /** Beyond the first, in which the JVM warms up. */
  private static final int CALLS = 5;

  private SpeedTest() {}

  static GenerationSpeed of(GeneratorArtifact generator) {
    long parameters =
        generator.card().parameters().values().stream().mapToLong(Integer::longValue).sum();
    try (ShowerSampler sampler = new ShowerSampler(generator.card(), generator.weights())) {
      return new GenerationSpeed(processor(), parameters, batches(sampler));
    }
  }

  private static List<GenerationSpeed.Batch> batches(ShowerSampler sampler) {
    List<GenerationSpeed.Batch> batches = new ArrayList<>();
    sampler.sample(conditions(sampler, BATCHES[BATCHES.length - 1]), 0);
    for (int events : BATCHES) {
      float[] conditions = conditions(sampler, events);
      double[] milliseconds = new double[CALLS];
      for (int call = 0; call < CALLS; call++) {
        long start = System.nanoTime();
        sampler.sample(conditions, call);
        milliseconds[call] = (System.nanoTime() - start) / 1e6 / events;
      }
      Arrays.sort(milliseconds);
      batches.add(new GenerationSpeed.Batch(events, milliseconds[CALLS / 2]));
    }
    return batches;
  }

  /** In the middle of the trained range. */
  private static float[] conditions(ShowerSampler sampler, int events) {
    List<Condition> all = sampler.detector().conditions();
    float[] conditions = new float[events * all.size()];
    for (int i = 0; i < conditions.length; i++) {
      Condition condition = all.get(i % all.size());
      conditions[i] = (float) ((condition.min() + condition.max()) / 2);
    }
    return conditions;
  }

  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      return Files.isReadable(info)
          ? Files.readAllLines(info).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(System.getProperty("os.arch"))
          : System.getProperty("os.arch");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
