package org.showerforge.cascade;

import java.util.ArrayDeque;
import java.util.Queue;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Philox;

/** Blocks of showers on the host, which works on one when it is asked for. */
final class HostShowers implements BlockMaker {
  private final CascadeTransform transform;
  private final ShowerDraft draft;
  private final CellCalibration calibration;
  private final ShowerAssembly assembly;
  private final Queue<Request> begun = new ArrayDeque<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Request(Philox random, long[] events, float[] conditions) {}

  HostShowers(
      CascadeRecipe recipe, CascadeTransform transform, GeneratorWeights weights, Backend backend) {
    this.transform = transform;
    this.draft = new ShowerDraft(recipe, transform, weights, backend);
    this.calibration = weights.calibration(transform);
    this.assembly = new ShowerAssembly(transform.detector(), transform.layout().widths());
  }

  @Override
  public void begin(Philox random, long[] events, float[] conditions) {
    if (begun.size() == MOST) {
      throw new IllegalStateException(MOST + " blocks are begun already");
    }
    begun.add(new Request(random, events, conditions));
  }

  @Override
  public void finish(float[] cells) {
    Request request = begun.remove();
    int given = transform.detector().conditions().size();
    int cellCount = transform.detector().cells();
    Totals.Layers[] layers = draft.block(request.random, request.events, request.conditions, cells);
    calibration.apply(cells, layers);
    for (int n = 0; n < layers.length; n++) {
      int offset = n * cellCount;
      transform.cellsMeV(cells, offset, cellCount, request.conditions[n * given]);
      assembly.constrain(cells, offset, layers[n]);
    }
  }

  @Override
  public void close() {
    draft.close();
  }
}
