package org.showerforge.jobs.generate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Philox;
import org.showerforge.card.Hashes;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;

/**
 * The showers of a request, any block of them. What a block holds depends on the request and the
 * generators alone. One thread at a time.
 */
public final class ShowerBlocks implements AutoCloseable {
  /** Another key than the showers' own noise. */
  private static final long CONDITIONS = 0x436f6e64L;

  /** Few enough to stay in a core's first cache. */
  private static final int HASHED_BYTES = 1 << 13;

  private final GenerateConfig config;
  private final List<ShowerSampler> samplers;
  private final DetectorSpec detector;
  private final List<Distribution> distributions;
  private final Philox random;
  private final ParticleTable.@Nullable Reader table;
  private final @Nullable RoutedGroup group;
  private final Queue<Begun> begun = new ArrayDeque<>();
  private final float[] showers;
  private final ByteBuffer hashed =
      ByteBuffer.allocate(HASHED_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Those of a request without a table.
   *
   * @param config the request, checked against the generator's detector
   */
  public ShowerBlocks(GenerateConfig config, GeneratorArtifact generator) {
    this(config, List.of(generator), null);
  }

  ShowerBlocks(
      GenerateConfig config,
      List<GeneratorArtifact> generators,
      ParticleTable.@Nullable Reader table) {
    this.config = config;
    this.table = table;
    this.samplers =
        generators.stream()
            .map(generator -> new ShowerSampler(generator.card(), generator.weights()))
            .toList();
    this.detector = samplers.get(0).detector();
    this.distributions =
        detector.conditions().stream()
            .map(Condition::name)
            .map(name -> Objects.requireNonNull(config.conditions().get(name), name))
            .toList();
    this.random = Philox.of(config.seed(), CONDITIONS);
    this.group = config.routes().isEmpty() ? null : new RoutedGroup(config, detector);
    this.showers = new float[group == null ? ShowerSampler.BLOCK * detector.cells() : 0];
  }

  /**
   * Some showers, until the next block is made: its numbers take the place of these.
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

  /** A block whose conditions are drawn; of several generators its showers are made, too. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Begun(
      long number, float[] conditions, List<double[]> carried, float @Nullable [] response) {}

  @Override
  public void close() {
    samplers.forEach(ShowerSampler::close);
  }

  /** The generators' detector. */
  public DetectorSpec detector() {
    return detector;
  }

  /** Conditions per event. */
  public int conditionWidth() {
    return distributions.size();
  }

  /** Cells per event. */
  public int cells() {
    return detector.cells();
  }

  /** Makes a block; the request's last one has fewer events. */
  public Block make(long block) throws IOException {
    begin(block);
    return next();
  }

  /**
   * Begins a block. Two may be begun before {@link #next} is called for the first: a GPU then works
   * on one while the other is written.
   */
  public void begin(long block) throws IOException {
    if (group != null && !group.has(block)) {
      group.begin(block);
      for (long each = group.firstBlock(); each < group.endBlock(); each++) {
        float[] given = conditions(each);
        group.add(each, given, Objects.requireNonNull(table), events(each));
      }
      group.make(samplers);
    }
    float[] conditions = conditions(block);
    List<double[]> carried = new ArrayList<>();
    if (table != null) {
      for (String name : config.carry()) {
        carried.add(table.column(name).clone());
      }
    }
    if (config.extrapolate()) {
      carried.add(extrapolated(block, conditions));
    }
    if (group != null) {
      begun.add(new Begun(block, conditions, carried, group.response(block)));
      return;
    }
    begun.add(new Begun(block, conditions, carried, null));
    if (config.extrapolate()) {
      samplers.get(0).begin(config.seed(), ShowerSampler.events(block), conditions);
    } else {
      samplers.get(0).begin(config.seed(), block, conditions);
    }
  }

  /** The block that was begun first. */
  public Block next() {
    Begun block = begun.remove();
    float[] response = block.response;
    if (response == null) {
      response = showers;
      samplers.get(0).finish(response);
    }
    Rounding.round(response, config.mantissaBits(), (float) detector.thresholdMeV());
    int events = events(block.number);
    MessageDigest digest = Hashes.sha256();
    hash(digest, block.conditions, events * conditionWidth());
    hash(digest, response, events * cells());
    return new Block(
        block.number * ShowerSampler.BLOCK,
        events,
        block.conditions,
        response,
        block.carried,
        Hashes.hex(digest.digest()));
  }

  private int events(long block) {
    return (int) Math.min(ShowerSampler.BLOCK, config.events() - block * ShowerSampler.BLOCK);
  }

  /** The conditions of a block's events, drawn or read; the table then stands at its rows. */
  private float[] conditions(long block) throws IOException {
    long first = block * ShowerSampler.BLOCK;
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
    if (table != null) {
      table.read(first, first + events(block));
      given(table, events(block), conditions);
    }
    return conditions;
  }

  /** Puts in what the table gives; rows behind the last event repeat the first. */
  private void given(ParticleTable.Reader rows, int events, float[] conditions) {
    int width = distributions.size();
    for (int k = 0; k < width; k++) {
      if (distributions.get(k) instanceof Distribution.Column column) {
        double factor = column.factor(detector.conditions().get(k));
        double[] values = rows.column(column.column());
        for (int i = 0; i < ShowerSampler.BLOCK; i++) {
          conditions[i * width + k] = (float) (factor * values[i < events ? i : 0]);
        }
      }
    }
  }

  private double[] extrapolated(long block, float[] conditions) {
    int width = distributions.size();
    double[] flags = new double[ShowerSampler.BLOCK];
    for (int i = 0; i < events(block); i++) {
      ShowerSampler sampler = samplers.get(group == null ? 0 : group.route(block, i));
      for (int k = 0; k < width; k++) {
        if (!sampler.detector().conditions().get(k).accepts(conditions[i * width + k])) {
          flags[i] = 1;
        }
      }
    }
    return flags;
  }

  private void hash(MessageDigest digest, float[] values, int count) {
    int most = HASHED_BYTES / Float.BYTES;
    for (int from = 0; from < count; from += most) {
      int some = Math.min(most, count - from);
      hashed.asFloatBuffer().put(values, from, some);
      digest.update(hashed.array(), 0, some * Float.BYTES);
    }
  }
}
