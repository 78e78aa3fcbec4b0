package org.showerforge.backend.cuda;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Shapes;

/** The calls for rows and columns picked by number. */
final class DeviceGathers {
  private final Device device;
  private final Recorder recorder;
  private final IdentityHashMap<int[][], Long> known = new IdentityHashMap<>();

  DeviceGathers(Device device, Recorder recorder) {
    this.device = device;
    this.recorder = recorder;
  }

  void rows(Matrix source, int[] rows, Matrix out) {
    if (!Shapes.isEmpty(out)) {
      recorder.run(
          new Call(Operation.GATHER_ROWS, true, Arguments.of(out, List.of(source, out))), rows);
    }
  }

  void rows(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    if (Shapes.isEmpty(out)) {
      return;
    }
    DeviceMatrix from = DeviceMatrix.of(source);
    DeviceMatrix target = DeviceMatrix.of(out);
    int[] picked = Arrays.copyOf(rows, 2 * rows.length);
    System.arraycopy(variant, 0, picked, rows.length, rows.length);
    recorder.run(
        new Call(
            Operation.GATHER_ORDERED,
            true,
            target.rows(),
            target.columns(),
            from.address(),
            from.stride(),
            known.computeIfAbsent(orders, this::upload),
            target.address(),
            target.stride()),
        picked);
  }

  private long upload(int[][] orders) {
    int[] flat = Arrays.stream(orders).flatMapToInt(Arrays::stream).toArray();
    long address = device.allocate((long) flat.length * Integer.BYTES);
    device.upload(flat, flat.length, address);
    return address;
  }

  void columns(Matrix in, DeviceIndex index, Matrix out) {
    Shapes.indexed(index.indexed(), in.columns());
    if (!Shapes.isEmpty(out)) {
      DeviceMatrix source = DeviceMatrix.of(in);
      DeviceMatrix target = DeviceMatrix.of(out);
      recorder.run(
          new Call(
              Operation.GATHER_COLUMNS,
              false,
              target.rows(),
              target.columns(),
              source.address(),
              source.stride(),
              index.columns(),
              target.address(),
              target.stride()));
    }
  }

  void scatter(Matrix in, DeviceIndex index, Matrix out) {
    Shapes.indexed(index.indexed(), out.columns());
    if (!Shapes.isEmpty(out)) {
      DeviceMatrix source = DeviceMatrix.of(in);
      DeviceMatrix target = DeviceMatrix.of(out);
      recorder.run(
          new Call(
              Operation.SCATTER_COLUMNS,
              false,
              target.rows(),
              target.columns(),
              source.address(),
              source.stride(),
              index.indexed(),
              index.starts(),
              index.members(),
              target.address(),
              target.stride()));
    }
  }
}
