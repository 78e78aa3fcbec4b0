package org.showerforge.cascade;

/** The last steps on the host. */
final class HostFinish implements CellFinish {
  private final CascadeTransform transform;
  private final CellCalibration calibration;
  private final ShowerAssembly assembly;

  HostFinish(CascadeTransform transform, CellCalibration calibration) {
    this.transform = transform;
    this.calibration = calibration;
    this.assembly = new ShowerAssembly(transform.detector(), transform.layout().widths());
  }

  @Override
  public float[] cells(ShowerDraft.Block block, float[] conditions) {
    int given = transform.detector().conditions().size();
    int cellCount = transform.detector().cells();
    float[] cells = block.cells();
    calibration.apply(cells, block.layers());
    for (int n = 0; n < block.layers().length; n++) {
      int offset = n * cellCount;
      Totals.Layers layers = block.layers()[n];
      transform.cellsMeV(cells, offset, cellCount, conditions[n * given]);
      assembly.constrain(cells, offset, layers);
    }
    return cells;
  }
}
