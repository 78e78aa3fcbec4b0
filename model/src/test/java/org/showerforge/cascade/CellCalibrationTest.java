package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.DetectorSpec;

/** The map of a cell, and which of them is taken. */
final class CellCalibrationTest {
  private static final DetectorSpec CALOGAN = TestGenerators.CALOGAN;
  private static final List<List<Integer>> EDGES = List.of(List.of(10, 20), List.of(), List.of(3));

  /** Maps x to x^2 + group, with knots from 0 to 31 in steps of 1. */
  private static CellCalibration squares() {
    float[] tables = new float[CellCalibration.numbers(CALOGAN, EDGES)];
    int table = 0;
    for (int l = 0; l < EDGES.size(); l++) {
      for (int group = 0; group <= EDGES.get(l).size(); group++) {
        for (int i = 0; i < CALOGAN.layers().get(l).cells(); i++) {
          tables[table + 1] = 1;
          for (int k = 0; k < CellCalibration.KNOTS; k++) {
            tables[table + CellCalibration.VALUES + k] = k * k + group;
          }
          table += CellCalibration.ROW;
        }
      }
    }
    assertThat(table).isEqualTo(tables.length);
    return new CellCalibration(CALOGAN, EDGES, tables);
  }

  static Totals.Layers[] counts(int... counts) {
    return new Totals.Layers[] {new Totals.Layers(new double[counts.length], counts)};
  }

  /** An event's cells, all alike, mapped after those of an event without recorded cells. */
  private static float[] mapped(float x, int... counts) {
    float[] cells = new float[2 * CALOGAN.cells()];
    Arrays.fill(cells, x);
    squares().apply(cells, new Totals.Layers[] {counts(0, 0, 0)[0], counts(counts)[0]});
    return Arrays.copyOfRange(cells, CALOGAN.cells(), cells.length);
  }

  @Test
  void betweenKnotsTheMapIsStraight() {
    assertThat(mapped(5, 0, 0, 0)[0]).isEqualTo(25);
    assertThat((double) mapped(5.25f, 0, 0, 0)[0]).isCloseTo(25 + 0.25 * 11, within(1e-5));
  }

  @Test
  void beyondItsEndsTheMapIsBounded() {
    assertThat(mapped(-100, 0, 0, 0)[0]).isZero();
    assertThat(mapped(32, 0, 0, 0)[0]).isEqualTo(31 * 31 + 61);
    assertThat(mapped(1e9f, 0, 0, 0)[0]).isEqualTo(31 * 31 + 61);
  }

  @Test
  void theCountTellsTheGroup() {
    int second = CALOGAN.offset(1);
    int third = CALOGAN.offset(2);
    float[] low = mapped(2, 10, 999, 3);
    assertThat(new float[] {low[0], low[second], low[third]}).containsExactly(4, 4, 4);
    float[] high = mapped(2, 11, 0, 4);
    assertThat(new float[] {high[0], high[second], high[third]}).containsExactly(5, 4, 5);
    assertThat(mapped(2, 21, 0, 4)[second - 1]).isEqualTo(6);
  }

  @Test
  void everyEventHasTheMapsOfItsOwnCounts() {
    float[] cells = new float[3 * CALOGAN.cells()];
    Arrays.fill(cells, 2);
    squares()
        .apply(
            cells,
            new Totals.Layers[] {counts(11, 0, 0)[0], counts(0, 0, 0)[0], counts(21, 0, 0)[0]});
    int next = CALOGAN.cells();
    assertThat(new float[] {cells[0], cells[next], cells[2 * next]}).containsExactly(5, 4, 6);
  }

  @Test
  void withoutGroupsNothingChanges() {
    float[] cells = {-1, 2};
    new CellCalibration(CALOGAN, List.of(), new float[0]).apply(cells, counts(0, 0, 0));
    assertThat(cells).containsExactly(-1, 2);
    assertThatThrownBy(() -> new CellCalibration(CALOGAN, EDGES, new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 7");
  }
}
