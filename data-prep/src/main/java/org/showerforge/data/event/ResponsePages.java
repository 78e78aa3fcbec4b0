package org.showerforge.data.event;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/** The column, or the columns, of the events' responses. */
sealed interface ResponsePages {
  /** Appends the responses of successive events. */
  void add(float[] response, int offset, int events);

  /**
   * All values in one column.
   *
   * @param column theirs
   * @param width values per event
   */
  record Dense(ColumnPages column, int width) implements ResponsePages {
    @Override
    public void add(float[] response, int offset, int events) {
      column.add(response, offset, events * width);
    }
  }

  /** The values that are not 0, and their places. */
  final class Sparse implements ResponsePages {
    private final int width;
    private final Levels.UnequalLists cellLevels;
    private final Levels.UnequalLists energyLevels;
    private final ColumnPages cells;
    private final ColumnPages energies;
    private final int[] places;
    private final float[] values;

    Sparse(ColumnDescriptor cells, ColumnDescriptor energies, int width, int pageEvents) {
      int most = Math.multiplyExact(width, pageEvents);
      this.width = width;
      this.cellLevels = new Levels.UnequalLists(most);
      this.energyLevels = new Levels.UnequalLists(most);
      this.cells = new ColumnPages(cells, cellLevels, most);
      this.energies = new ColumnPages(energies, energyLevels, most);
      this.places = new int[width + 1];
      this.values = new float[width + 1];
    }

    List<ColumnPages> columns() {
      return List.of(cells, energies);
    }

    @Override
    public void add(float[] response, int offset, int events) {
      for (int event = 0; event < events; event++) {
        add(response, offset + event * width);
      }
    }

    private void add(float[] response, int offset) {
      int count = 0;
      for (int cell = 0; cell < width; cell++) {
        // Written before it is known whether it counts: no branch that a processor could not
        // foresee.
        float value = response[offset + cell];
        places[count] = cell;
        values[count] = value;
        count += value != 0 ? 1 : 0;
      }
      cellLevels.add(count);
      energyLevels.add(count);
      cells.add(places, count);
      energies.add(values, 0, count);
    }
  }
}
