package org.showerforge.jobs.generate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.showerforge.UserException;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.compute.Compute;

/**
 * What the generate job is asked to do; {@code generate.yaml} documents the keys.
 *
 * @param generator folder of a generator that train wrote
 * @param output folder to make
 * @param events showers to make
 * @param seed with the event's index, decides the shower
 * @param conditions per condition, how its values are drawn
 * @param eventsPerFile rounded up to whole blocks; one file is one task
 * @param compute what the tasks compute on
 */
public record GenerateConfig(
    String generator,
    String output,
    long events,
    long seed,
    Map<String, Distribution> conditions,
    long eventsPerFile,
    Compute compute)
    implements java.io.Serializable {

  /** Checks the keys. */
  public GenerateConfig {
    conditions = new LinkedHashMap<>(conditions);
    if (generator.isBlank() || output.isBlank()) {
      throw new UserException("generator and output: must name folders");
    }
    if (events < 1) {
      throw new UserException("events: must be >= 1, got %d", events);
    }
    if (eventsPerFile < 1) {
      throw new UserException("eventsPerFile: must be >= 1, got %d", eventsPerFile);
    }
  }

  /** Blocks of the sampler per file. */
  long blocksPerFile() {
    return 1 + (eventsPerFile - 1) / ShowerSampler.BLOCK;
  }

  /** Blocks in all; the last may be needed in part. */
  long blocks() {
    return 1 + (events - 1) / ShowerSampler.BLOCK;
  }

  /** Refuses distributions that do not fit what a generator was trained on. */
  void checkAgainst(DetectorSpec detector) {
    for (Condition condition : detector.conditions()) {
      Distribution distribution = conditions.get(condition.name());
      if (distribution == null) {
        throw new UserException(
            "conditions: the generator needs '%s'; add e.g. conditions.%s.uniform=[%s, %s]",
            condition.name(), condition.name(), condition.min(), condition.max());
      }
      if (!condition.accepts(distribution.low()) || !condition.accepts(distribution.high())) {
        throw new UserException(
            "conditions.%s: %s..%s %s reaches outside the trained range %s..%s",
            condition.name(),
            distribution.low(),
            distribution.high(),
            condition.unit(),
            condition.min(),
            condition.max());
      }
    }
    for (String name : conditions.keySet()) {
      if (detector.conditions().stream().noneMatch(condition -> condition.name().equals(name))) {
        throw new UserException(
            "conditions: the generator has no '%s'; it has %s",
            name, detector.conditions().stream().map(Condition::name).toList());
      }
    }
  }
}
