package org.showerforge.jobs.generate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Philox;
import org.showerforge.card.Hashes;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;

/**
 * The showers of a request, any block of them. What a block holds depends on the request and the
 * generator alone. One thread at a time.
 */
public final class ShowerBlocks {
  /** Another key than the showers' own noise. */
  private static final long CONDITIONS = 0x436f6e64L;

  private final GenerateConfig config;
  private final ShowerSampler sampler;
  private final List<Distribution> distributions;
  private final Philox random;
  private final ParticleTable.@Nullable Reader table;

  /**
   * Those of a request.
   *
   * @param config the request, checked against the generator's detector
   */
  public ShowerBlocks(GenerateConfig config, GeneratorArtifact generator) {
    this(config, generator, null);
  }

  ShowerBlocks(
      GenerateConfig config, GeneratorArtifact generator, ParticleTable.@Nullable Reader table) {
    this.config = config;
    this.table = table;
    this.sampler = new ShowerSampler(generator.card(), generator.weights());
    this.distributions =
        sampler.detector().conditions().stream()
            .map(Condition::name)
            .map(name -> Objects.requireNonNull(config.conditions().get(name), name))
            .toList();
    this.random = Philox.of(config.seed(), CONDITIONS);
  }

  /**
   * Some showers.
   *
   * @param firstEvent index of the first
   * @param events how many
   * @param conditions event after event; there may be more than of these events
   * @param response likewise
   * @param carried the further columns, each with a number per event
   * @param sha256 of conditions and response as 32-bit floats
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Block(
      long firstEvent,
      int events,
      float[] conditions,
      float[] response,
      List<double[]> carried,
      String sha256) {}

  /** The generator's detector. */
  public DetectorSpec detector() {
    return sampler.detector();
  }

  /** Conditions per event. */
  public int conditionWidth() {
    return distributions.size();
  }

  /** Cells per event. */
  public int cells() {
    return sampler.detector().cells();
  }

  /** Makes a block; the request's last one has fewer events. */
  public Block make(long block) throws IOException {
    long first = block * ShowerSampler.BLOCK;
    int events = (int) Math.min(ShowerSampler.BLOCK, config.events() - first);
    float[] conditions = conditions(first);
    List<double[]> carried = new ArrayList<>();
    if (table != null) {
      table.read(first, first + events);
      given(table, events, conditions);
      for (String name : config.carry()) {
        carried.add(table.column(name));
      }
    }
    float[] response;
    if (config.extrapolate()) {
      carried.add(extrapolated(conditions));
      response = sampler.extrapolated(config.seed(), block, conditions);
    } else {
      response = sampler.block(config.seed(), block, conditions);
    }
    MessageDigest digest = Hashes.sha256();
    digest.update(bytes(conditions, events * conditionWidth()));
    digest.update(bytes(response, events * cells()));
    return new Block(first, events, conditions, response, carried, Hashes.hex(digest.digest()));
  }

  private float[] conditions(long first) {
    int width = distributions.size();
    float[] conditions = new float[ShowerSampler.BLOCK * width];
    float[] unit = new float[width];
    for (int i = 0; i < ShowerSampler.BLOCK; i++) {
      random.uniforms(first + i, 0, unit, 0, width);
      long turn = first + i;
      for (int k = 0; k < width; k++) {
        Distribution distribution = distributions.get(k);
        if (distribution instanceof Distribution.Column) {
          continue;
        }
        double value = distribution.value(unit[k], turn);
        // Rounding must not leave the range.
        conditions[i * width + k] =
            (float) Math.max(distribution.low(), Math.min(distribution.high(), value));
        turn /= distribution.turns();
      }
    }
    return conditions;
  }

  /** Puts in what the table gives; rows behind the last event repeat the first. */
  private void given(ParticleTable.Reader rows, int events, float[] conditions) {
    int width = distributions.size();
    for (int k = 0; k < width; k++) {
      if (distributions.get(k) instanceof Distribution.Column column) {
        double factor = column.factor(sampler.detector().conditions().get(k));
        double[] values = rows.column(column.column());
        for (int i = 0; i < ShowerSampler.BLOCK; i++) {
          conditions[i * width + k] = (float) (factor * values[i < events ? i : 0]);
        }
      }
    }
  }

  private double[] extrapolated(float[] conditions) {
    double[] flags = new double[ShowerSampler.BLOCK];
    for (int i = 0; i < conditions.length; i++) {
      Condition condition = sampler.detector().conditions().get(i % distributions.size());
      if (!condition.accepts(conditions[i])) {
        flags[i / distributions.size()] = 1;
      }
    }
    return flags;
  }

  private static byte[] bytes(float[] values, int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values, 0, count);
    return buffer.array();
  }
}
