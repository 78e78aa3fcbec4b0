package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

  private static float[] mapped(float x, int... counts) {
    float[] cells = new float[1 + CALOGAN.cells()];
    java.util.Arrays.fill(cells, x);
    squares().apply(cells, 1, counts);
    assertThat(cells[0]).as("another event's").isEqualTo(x);
    return cells;
  }

  @Test
  void betweenKnotsTheMapIsStraight() {
    assertThat(mapped(5, 0, 0, 0)[1]).isEqualTo(25);
    assertThat((double) mapped(5.25f, 0, 0, 0)[1]).isCloseTo(25 + 0.25 * 11, within(1e-5));
  }

  @Test
  void beyondItsEndsTheMapIsBounded() {
    assertThat(mapped(-100, 0, 0, 0)[1]).isZero();
    assertThat(mapped(32, 0, 0, 0)[1]).isEqualTo(31 * 31 + 61);
    assertThat(mapped(1e9f, 0, 0, 0)[1]).isEqualTo(31 * 31 + 61);
  }

  @Test
  void theCountTellsTheGroup() {
    int second = 1 + CALOGAN.offset(1);
    int third = 1 + CALOGAN.offset(2);
    float[] low = mapped(2, 10, 999, 3);
    assertThat(new float[] {low[1], low[second], low[third]}).containsExactly(4, 4, 4);
    float[] high = mapped(2, 11, 0, 4);
    assertThat(new float[] {high[1], high[second], high[third]}).containsExactly(5, 4, 5);
    assertThat(mapped(2, 21, 0, 4)[second - 1]).isEqualTo(6);
  }

  @Test
  void withoutGroupsNothingChanges() {
    float[] cells = {-1, 2};
    new CellCalibration(CALOGAN, List.of(), new float[0]).apply(cells, 0, new int[3]);
    assertThat(cells).containsExactly(-1, 2);
    assertThatThrownBy(() -> new CellCalibration(CALOGAN, EDGES, new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 7");
  }
}
