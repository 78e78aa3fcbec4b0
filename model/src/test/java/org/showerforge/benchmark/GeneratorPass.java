package org.showerforge.benchmark;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.engine.Generator;
import org.showerforge.engine.LinearHead;

/** A generator's forward pass with its noise. */
final class GeneratorPass {
  private static final Philox RANDOM = new Philox(1);

  private final Backend backend;
  private final Generator generator;
  private final Matrix latent;
  private final Matrix response;
  private final Matrix corner;
  private final float[] read;
  private final Runnable pass = this::pass;
  private long stream;

  GeneratorPass(Backend backend, BenchmarkCase what) {
    this.backend = backend;
    EngineNetworks networks = new EngineNetworks(backend, what);
    FlatParameters parameters = new FlatParameters(backend, networks.generatorSize());
    int batch = what.batch();
    this.generator =
        new Generator(
            backend, networks.generator(parameters), new LinearHead(backend), batch, what.cells());
    this.latent = generator.input().columns(0, what.latent());
    this.response = backend.allocate(batch, what.cells());
    this.corner = response.rows(0, 1);
    this.read = new float[batch * what.cells()];
  }

  void forward() {
    stream += latent.rows();
    backend.iteration(pass);
  }

  private void pass() {
    backend.gaussianRows(RANDOM, stream, 0, latent);
    generator.forward(response);
  }

  void forwardAndRead() {
    forward();
    backend.read(response, read);
  }

  /** Waits for the device. */
  void finish() {
    backend.readDoubles(corner);
  }
}
