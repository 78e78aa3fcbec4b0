package org.showerforge.jobs.generate;

import java.util.Arrays;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.DetectorSpec;

/**
 * Some successive blocks of a request with several generators. The events of one generator are
 * gathered from all of them into batches, each in the row that it has in its own block, because
 * BLAS may sum otherwise in another; so a shower is the same with routes and without.
 */
final class RoutedGroup {
  private final GenerateConfig config;
  private final Routing routing;
  private final int size;
  private final int width;
  private final int cells;
  private final float[][] conditions;
  private final float[][] response;
  private final int[][] routes;
  private long first;
  private long end;

  RoutedGroup(GenerateConfig config, DetectorSpec detector) {
    this.config = config;
    this.routing = new Routing(config.routes());
    this.size = config.groupBlocks();
    this.width = detector.conditions().size();
    this.cells = detector.cells();
    this.conditions = new float[size][];
    this.response = new float[size][];
    this.routes = new int[size][ShowerSampler.BLOCK];
  }

  /** Whether a block's showers are made. */
  boolean has(long block) {
    return block >= first && block < end;
  }

  /** Begins the group that a block belongs to. */
  void begin(long block) {
    first = block - block % size;
    end = Math.min(first + size, config.blocks());
  }

  /** The first block of the group. */
  long firstBlock() {
    return first;
  }

  /** The block behind the last one. */
  long endBlock() {
    return end;
  }

  /** Takes up a block's events, at whose rows the table stands. */
  void add(long block, float[] given, ParticleTable.Reader rows, int events) {
    int place = (int) (block - first);
    conditions[place] = given;
    response[place] = new float[ShowerSampler.BLOCK * cells];
    Arrays.fill(routes[place], Routing.NONE);
    for (int i = 0; i < events; i++) {
      routes[place][i] = routing.of(rows, i);
      if (routes[place][i] == Routing.NONE) {
        throw new UserException(
            "table %s, row %d: no route takes it", config.table(), block * ShowerSampler.BLOCK + i);
      }
    }
  }

  /** Makes the showers of all blocks. */
  void make(List<ShowerSampler> samplers) {
    int[] block = new int[ShowerSampler.BLOCK];
    for (int route = 0; route < samplers.size(); route++) {
      Arrays.fill(block, -1);
      while (advance(block, route)) {
        make(samplers.get(route), block);
      }
    }
  }

  /** Goes on in every row to the next block whose event takes a route; whether there is any. */
  private boolean advance(int[] block, int route) {
    boolean any = false;
    int blocks = (int) (end - first);
    for (int row = 0; row < block.length; row++) {
      do {
        block[row]++;
      } while (block[row] < blocks && routes[block[row]][row] != route);
      any |= block[row] < blocks;
    }
    return any;
  }

  /** Makes one batch; a row without an event has what another one has. */
  private void make(ShowerSampler sampler, int[] block) {
    int blocks = (int) (end - first);
    int some = 0;
    while (block[some] >= blocks) {
      some++;
    }
    long[] events = new long[ShowerSampler.BLOCK];
    float[] given = new float[ShowerSampler.BLOCK * width];
    for (int row = 0; row < ShowerSampler.BLOCK; row++) {
      int from = block[row] < blocks ? row : some;
      events[row] = (first + block[from]) * ShowerSampler.BLOCK + row;
      System.arraycopy(conditions[block[from]], from * width, given, row * width, width);
    }
    float[] made = sampler.events(config.seed(), events, given);
    for (int row = 0; row < ShowerSampler.BLOCK; row++) {
      if (block[row] < blocks) {
        System.arraycopy(made, row * cells, response[block[row]], row * cells, cells);
      }
    }
  }

  /** The showers of a block. */
  float[] response(long block) {
    return response[(int) (block - first)];
  }

  /** The place of the generator that makes an event of a block. */
  int route(long block, int event) {
    return routes[(int) (block - first)][event];
  }
}
