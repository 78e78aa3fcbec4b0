package org.showerforge.jobs.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.UserException;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventSchema;
import org.showerforge.data.hdf5.Hdf5Writer;
import org.showerforge.data.mapping.Cut;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.registry.Registry;

/**
 * What the generate job is asked to do; {@code generate.yaml} documents the keys.
 *
 * @param generator folder of a generator that train wrote, or one of a registry; empty with routes
 * @param routes several generators by particle; empty: one for all
 * @param registry the folder of the registry that generators are named from; or empty
 * @param trustedKey the file of the public key that must have signed them; or empty
 * @param output folder to make; empty: for who makes none
 * @param events showers to make; 0: as many as the table has rows
 * @param seed with the event's index, decides the shower
 * @param conditions per condition, how its values are chosen
 * @param table a file of incoming particles, CSV or Parquet; empty: none
 * @param carry columns of the table that go along into the output
 * @param extrapolate whether conditions outside the trained range are taken, and flagged
 * @param mantissaBits of a cell's energy; 23: all that a 32-bit float has
 * @param format of the files
 * @param eventsPerFile rounded up to whole blocks; one file is one task
 * @param singleFile whether the files of the tasks are joined to one; HDF5 alone
 * @param compute what the tasks compute on
 */
public record GenerateConfig(
    String generator,
    List<Route> routes,
    String registry,
    String trustedKey,
    String output,
    long events,
    long seed,
    Map<String, Distribution> conditions,
    String table,
    List<String> carry,
    boolean extrapolate,
    int mantissaBits,
    OutputFormat format,
    long eventsPerFile,
    boolean singleFile,
    Compute compute)
    implements java.io.Serializable {

  /** The column that is 1 where a condition lies outside the trained range, and else 0. */
  public static final String EXTRAPOLATED = "extrapolated";

  private static final int MIN_MANTISSA_BITS = 4;

  private static final long MAX_HDF5_EVENTS = (long) Hdf5Writer.MAX_CHUNKS * ShowerSampler.BLOCK;

  /** What a task holds of a group: 130 MB of CaloGAN's showers. */
  private static final int MAX_GROUP_BLOCKS = 64;

  private static final int GROUP_BLOCKS_PER_ROUTE = 16;

  /** Checks the keys. */
  public GenerateConfig {
    conditions = new LinkedHashMap<>(conditions);
    routes = List.copyOf(routes);
    if (generator.isBlank() == routes.isEmpty()) {
      throw new UserException("generator: must name a folder; or give routes, not both");
    }
    carry = List.copyOf(carry);
    boolean fromTable =
        conditions.values().stream().anyMatch(Distribution.Column.class::isInstance);
    if (table.isEmpty() && (fromTable || !carry.isEmpty() || !routes.isEmpty())) {
      throw new UserException(
          "table: needed for {column: ...}, carry and routes; name a CSV or Parquet file");
    }
    if (!table.isEmpty() && !fromTable && routes.isEmpty()) {
      throw new UserException(
          "table %s: no condition is taken from it; e.g. conditions.energy={column: E, unit: GeV}",
          table);
    }
    if (events < (table.isEmpty() ? 1 : 0)) {
      throw new UserException("events: must be >= 1, got %d", events);
    }
    if (mantissaBits < MIN_MANTISSA_BITS || mantissaBits > Rounding.MANTISSA_BITS) {
      throw new UserException(
          "mantissaBits: must be %d..%d, got %d",
          MIN_MANTISSA_BITS, Rounding.MANTISSA_BITS, mantissaBits);
    }
    if (eventsPerFile < 1) {
      throw new UserException("eventsPerFile: must be >= 1, got %d", eventsPerFile);
    }
    if (singleFile && format.isParquet()) {
      throw new UserException(
          "singleFile: Parquet is read by the folder; it is for format calochallenge-hdf5 and calogan-hdf5");
    }
    if (!format.isParquet() && (extrapolate || !carry.isEmpty())) {
      throw new UserException(
          "format: %s has no room for further columns (carry, extrapolate); use parquet",
          format.label());
    }
    long inOneFile = singleFile ? events : Math.min(events, eventsPerFile);
    if (!format.isParquet() && inOneFile > MAX_HDF5_EVENTS) {
      throw new UserException(
          "format: %s has room for %,d events in a file, got %,d; use more files",
          format.label(), MAX_HDF5_EVENTS, inOneFile);
    }
    for (String name : carry) {
      if (EXTRAPOLATED.equals(name) || EventSchema.isOwn(name)) {
        throw new UserException("carry: '%s' is the name of a column of our own", name);
      }
    }
  }

  /** Blocks of the sampler per file; whole groups of them. */
  public long blocksPerFile() {
    long blocks = 1 + (eventsPerFile - 1) / ShowerSampler.BLOCK;
    return groupBlocks() * (1 + (blocks - 1) / groupBlocks());
  }

  /** Blocks among whose events those of a route are gathered, so that their batches fill. */
  int groupBlocks() {
    return routes.isEmpty()
        ? 1
        : Math.min(GROUP_BLOCKS_PER_ROUTE * routes.size(), MAX_GROUP_BLOCKS);
  }

  /** The places of all generators. */
  List<String> generators() {
    return routes.isEmpty() ? List.of(generator) : routes.stream().map(Route::generator).toList();
  }

  /** The folders of all generators; those of a registry are checked. */
  public List<String> folders(Configuration conf) throws IOException {
    List<String> folders = new ArrayList<>();
    for (String place : generators()) {
      folders.add(Registry.folder(conf, place, registry, trustedKey));
    }
    return folders;
  }

  /** Blocks in all; the last may be needed in part. */
  public long blocks() {
    return 1 + (events - 1) / ShowerSampler.BLOCK;
  }

  /** All columns of the table that are used, each once. */
  List<String> tableColumns() {
    Set<String> columns = new LinkedHashSet<>();
    for (Distribution distribution : conditions.values()) {
      if (distribution instanceof Distribution.Column column) {
        columns.add(column.column());
      }
    }
    columns.addAll(carry);
    routes.forEach(route -> columns.addAll(Cut.parse(route.when()).columns()));
    return List.copyOf(columns);
  }

  /** The columns of the output beside the events' own. */
  List<String> carried() {
    List<String> carried = new ArrayList<>(carry);
    if (extrapolate) {
      carried.add(EXTRAPOLATED);
    }
    return carried;
  }

  /** The request for all or some of a table's particles. */
  GenerateConfig of(ParticleTable particles) {
    if (events > particles.events()) {
      throw new UserException(
          "events: %,d, but the table %s has %,d rows", events, table, particles.events());
    }
    return with(generator, routes, events == 0 ? particles.events() : events);
  }

  /** The same request with the versions' numbers in the place of what is current. */
  GenerateConfig exact(Configuration conf) throws IOException {
    List<Route> exact = new ArrayList<>();
    for (Route route : routes) {
      exact.add(new Route(Registry.exact(conf, route.generator(), registry), route.when()));
    }
    return with(Registry.exact(conf, generator, registry), exact, events);
  }

  private GenerateConfig with(String otherGenerator, List<Route> otherRoutes, long otherEvents) {
    return new GenerateConfig(
        otherGenerator,
        otherRoutes,
        registry,
        trustedKey,
        output,
        otherEvents,
        seed,
        conditions,
        table,
        carry,
        extrapolate,
        mantissaBits,
        format,
        eventsPerFile,
        singleFile,
        compute);
  }

  /** Refuses distributions that do not fit what a generator was trained on. */
  public void checkAgainst(DetectorSpec detector) {
    format.checkAgainst(detector);
    for (Condition condition : detector.conditions()) {
      Distribution distribution = conditions.get(condition.name());
      if (distribution == null) {
        throw new UserException(
            "conditions: the generator needs '%s'; add e.g. conditions.%s.uniform=[%s, %s]",
            condition.name(), condition.name(), condition.min(), condition.max());
      }
      if (distribution instanceof Distribution.Column column) {
        column.factor(condition);
      } else if (!extrapolate
          && !(condition.accepts(distribution.low()) && condition.accepts(distribution.high()))) {
        throw new UserException(
            "conditions.%s: %s..%s %s reaches outside the trained range %s..%s; allow it with --allow-extrapolation",
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
