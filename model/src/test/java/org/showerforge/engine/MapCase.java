package org.showerforge.engine;

import java.util.List;

/** Every linear map of the engine, as the first hidden layers of a random network. */
enum MapCase {
  DENSE,
  BRANCHES,
  SHARED_BRANCHES,
  CONVOLUTION_2D,
  CONVOLUTION_3D,
  TRANSPOSED,
  LOCAL;

  /**
   * Hidden maps.
   *
   * @param maps from below to above
   * @param inputs numbers that the first takes, without those passed on
   * @param channels of each map's output; its width where it is no image
   */
  record Stack(List<TwinMaps.Twin> maps, int inputs, List<Integer> channels) {}

  /** Random hidden maps that pass so many further columns on, if they are not dense. */
  Stack stack(TwinMaps twins, int passed) {
    return switch (this) {
      case DENSE -> dense(twins, passed);
      case BRANCHES, SHARED_BRANCHES -> branches(twins, passed);
      case CONVOLUTION_2D, CONVOLUTION_3D, LOCAL, TRANSPOSED -> images(twins, passed);
    };
  }

  private static int between(TwinMaps twins, int least, int most) {
    return least + twins.random.nextInt(most - least + 1);
  }

  private static Stack dense(TwinMaps twins, int passed) {
    int inputs = between(twins, 2, 6);
    int width = between(twins, 3, 6);
    return new Stack(List.of(twins.dense(inputs + passed, width)), inputs, List.of(width));
  }

  private Stack branches(TwinMaps twins, int passed) {
    int first = between(twins, 1, 3);
    int second = between(twins, 1, 3);
    TwinMaps.Twin a = twins.dense(first, between(twins, 2, 4));
    TwinMaps.Twin b = twins.dense(second, between(twins, 2, 4));
    int inputs = first + second;
    TwinMaps.Twin map;
    if (this == BRANCHES) {
      map = twins.branches(List.of(a, b), List.of(0, first), inputs + passed);
    } else {
      TwinMaps.Twin again = twins.dense(second, 2);
      TwinMaps.Twin across = twins.dense(inputs, 2);
      map =
          twins.branches(
              List.of(a, b, again, across), List.of(0, first, first, 0), inputs + passed);
    }
    return new Stack(List.of(map), inputs, List.of(map.map().outputs()));
  }

  private Stack images(TwinMaps twins, int passed) {
    NaiveImage.Kind kind =
        switch (this) {
          case TRANSPOSED -> NaiveImage.Kind.TRANSPOSED;
          case LOCAL -> NaiveImage.Kind.LOCAL;
          default -> NaiveImage.Kind.CONVOLUTION;
        };
    PatchGeometry geometry = geometry(twins);
    int filters = between(twins, 1, 2);
    TwinMaps.Twin first = twins.image(kind, geometry, filters);
    boolean up = kind == NaiveImage.Kind.TRANSPOSED;
    int channels = up ? geometry.channels() : filters;
    if (twins.random.nextBoolean()) {
      return new Stack(
          List.of(besides(twins, first, passed)), first.map().inputs(), List.of(channels));
    }
    PatchGeometry above =
        new PatchGeometry(
            up ? geometry.image() : geometry.positionsByAxis(),
            channels,
            geometry.kernel(),
            geometry.stride());
    TwinMaps.Twin second =
        twins.image(kind == NaiveImage.Kind.LOCAL ? kind : NaiveImage.Kind.CONVOLUTION, above, 2);
    return new Stack(
        List.of(besides(twins, first, passed), besides(twins, second, passed)),
        first.map().inputs(),
        List.of(channels, 2));
  }

  private PatchGeometry geometry(TwinMaps twins) {
    boolean deep = this == CONVOLUTION_3D || (this != CONVOLUTION_2D && between(twins, 0, 2) == 0);
    List<Integer> image =
        List.of(deep ? 2 : 1, between(twins, 2, 3), between(twins, 2, deep ? 3 : 4));
    List<Integer> kernel =
        List.of(deep ? between(twins, 1, 2) : 1, between(twins, 1, 3), between(twins, 1, 3));
    List<Integer> stride =
        List.of(deep ? between(twins, 1, 2) : 1, between(twins, 1, 2), between(twins, 1, 2));
    return new PatchGeometry(image, between(twins, 1, deep ? 1 : 2), kernel, stride);
  }

  private static TwinMaps.Twin besides(TwinMaps twins, TwinMaps.Twin map, int passed) {
    if (passed == 0 && twins.random.nextBoolean()) {
      return map;
    }
    return twins.branches(List.of(map), List.of(0), map.map().inputs() + passed);
  }
}
