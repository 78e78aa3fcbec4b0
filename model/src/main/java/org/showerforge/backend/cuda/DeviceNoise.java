package org.showerforge.backend.cuda;

import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.backend.Shapes;

/** The calls for noise: the host's very numbers. */
final class DeviceNoise {
  private static final int NORMALS_PER_BLOCK = 8;
  private static final int UNIFORMS_PER_BLOCK = 4;

  private final Device device;
  private final Recorder recorder;
  private long quantiles;

  DeviceNoise(Device device, Recorder recorder) {
    this.device = device;
    this.recorder = recorder;
  }

  void gaussianRows(Philox random, long firstStream, int substream, Matrix out) {
    if (quantiles == 0) {
      float[] table = Philox.normals();
      quantiles = device.allocate((long) table.length * Float.BYTES);
      device.upload(table, quantiles);
    }
    if (!Shapes.isEmpty(out)) {
      DeviceMatrix target = DeviceMatrix.of(out);
      Call call =
          new Call(
              Operation.GAUSSIAN_ROWS,
              true,
              target.rows(),
              (target.columns() + NORMALS_PER_BLOCK - 1) / NORMALS_PER_BLOCK,
              target.columns(),
              quantiles,
              target.address(),
              target.stride());
      run(call, random, firstStream, substream);
    }
  }

  void uniformRows(Philox random, long firstStream, int substream, Matrix out) {
    if (!Shapes.isEmpty(out)) {
      DeviceMatrix target = DeviceMatrix.of(out);
      Call call =
          new Call(
              Operation.UNIFORM_ROWS,
              true,
              target.rows(),
              (target.columns() + UNIFORMS_PER_BLOCK - 1) / UNIFORMS_PER_BLOCK,
              target.columns(),
              target.address(),
              target.stride());
      run(call, random, firstStream, substream);
    }
  }

  private void run(Call call, Philox random, long firstStream, int substream) {
    long key = random.key();
    recorder.run(
        call,
        (int) key,
        (int) (key >>> Integer.SIZE),
        (int) firstStream,
        (int) (firstStream >>> Integer.SIZE),
        substream);
  }
}
