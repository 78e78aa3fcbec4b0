package org.showerforge.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.engine.Branches;
import org.showerforge.engine.Convolution;
import org.showerforge.engine.Dense;
import org.showerforge.engine.Layer;
import org.showerforge.engine.LinearMap;
import org.showerforge.engine.LocallyConnected;
import org.showerforge.engine.PatchGeometry;

/** A benchmark case's networks in this engine. */
final class EngineNetworks {
  private static final Activation LEAKY = Activation.leakyRelu(BenchmarkCase.LEAK);

  private final Backend backend;
  private final BenchmarkCase what;

  EngineNetworks(Backend backend, BenchmarkCase what) {
    this.backend = backend;
    this.what = what;
  }

  int generatorSize() {
    return denseSize(what.generator());
  }

  List<Layer> generator(FlatParameters parameters) {
    return dense(parameters, what.generator());
  }

  int criticSize() {
    int patch = BenchmarkCase.KERNEL * BenchmarkCase.KERNEL;
    int images = BenchmarkCase.IMAGES.size();
    int kernels =
        switch (what.kind()) {
          case DENSE -> 0;
          case CONVOLUTION -> images * (patch + 1) * BenchmarkCase.FILTERS;
          case LOCALLY_CONNECTED -> (BenchmarkCase.CELLS * patch + images) * BenchmarkCase.FILTERS;
        };
    return kernels + denseSize(what.critic());
  }

  List<Layer> critic(FlatParameters parameters) {
    List<Layer> layers = new ArrayList<>();
    if (what.kind() != BenchmarkCase.Kind.DENSE) {
      layers.add(Layer.of(images(parameters), LEAKY));
    }
    layers.addAll(dense(parameters, what.critic()));
    return layers;
  }

  private static int denseSize(List<Integer> widths) {
    int size = 0;
    for (int l = 1; l < widths.size(); l++) {
      size += (widths.get(l - 1) + 1) * widths.get(l);
    }
    return size;
  }

  private List<Layer> dense(FlatParameters parameters, List<Integer> widths) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < widths.size(); l++) {
      int in = widths.get(l - 1);
      int out = widths.get(l);
      Dense map = new Dense(backend, parameters.next(out, in), parameters.next(1, out));
      layers.add(Layer.of(map, l + 1 < widths.size() ? LEAKY : Activation.IDENTITY));
    }
    return layers;
  }

  private Branches images(FlatParameters parameters) {
    List<Branches.Part> parts = new ArrayList<>();
    int from = 0;
    for (List<Integer> image : BenchmarkCase.IMAGES) {
      LinearMap map = image(parameters, image.get(0), image.get(1));
      parts.add(new Branches.Part(from, map));
      from += map.inputs();
    }
    return new Branches(backend, parts, from + 1);
  }

  private LinearMap image(FlatParameters parameters, int height, int width) {
    PatchGeometry geometry =
        new PatchGeometry(
            PatchGeometry.flat(height, width),
            1,
            PatchGeometry.flat(BenchmarkCase.KERNEL, BenchmarkCase.KERNEL),
            PatchGeometry.flat(1, 1));
    int filters = BenchmarkCase.FILTERS;
    int patch = geometry.patchSize();
    return what.kind() == BenchmarkCase.Kind.CONVOLUTION
        ? new Convolution(
            backend, geometry, parameters.next(filters, patch), parameters.next(1, filters))
        : new LocallyConnected(
            backend,
            geometry,
            parameters.next(geometry.positions() * patch, filters),
            parameters.next(1, filters));
  }
}
