package org.showerforge.data.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;

/** Cuts against what Python says of the same expressions. */
class CutTest {
  private static final Map<String, double[]> EVENT =
      Map.of(
          "P", new double[] {5000},
          "DLLK", new double[] {-12.5},
          "n", new double[] {3},
          "cells", new double[] {0, 1, 4, 9},
          "odd name", new double[] {7});

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "P > 3000 ; true",
        "3000 < P < 200000 ; true",
        "3000 < P < 4000 ; false",
        "1 < 2 < 3 < 2.5 ; false",
        "P > 3000 && abs(DLLK) < 12 ; false",
        "P > 3000 && abs(DLLK) < 13 ; true",
        "P > 9000 || n == 3 ; true",
        "!(P > 9000) ; true",
        "!(n == 3) || P < 0 ; false",
        "n != 3 ; false",
        "n >= 3 && n <= 3 ; true",
        "2 + 3 * 4 == 14 ; true",
        "(2 + 3) * 4 == 20 ; true",
        "20 - 5 - 5 == 10 ; true",
        "40 / 4 / 5 == 2 ; true",
        "-DLLK > 12 ; true",
        "--n == 3 ; true",
        "2 - -3 == 5 ; true",
        "1e3 * 5 == P ; true",
        ".5 * 2 == 1. ; true",
        "sqrt(cells[3]) == 3 ; true",
        "cells[0] == 0 && cells[2] == 4 ; true",
        "cells == 0 ; true",
        "max(n, cells[3]) == 9 && min(n, 2) == 2 ; true",
        "hypot(3, 4) == 5 && log10(1000) > 2.99 && log(exp(2)) < 2.01 ; true",
        "`odd name` == 7 ; true",
        "P>3000&&n<4 ; true",
        "1 < 0 || 1 > 0 && 1 < 0 ; false",
        "1 > 0 || 1 > 0 && 1 < 0 ; true",
      })
  void means(String text, boolean expected) {
    Cut cut = Cut.parse(text);
    assertThat(
            cut.passes(
                (column, element) ->
                    Objects.requireNonNull(EVENT.get(cut.columns().get(column)))[element]))
        .isEqualTo(expected);
  }

  @Test
  void knowsItsColumnsAndTheirHighestElements() {
    Cut cut = Cut.parse("cells[1] < cells[3] + cells[2] && P > cells[0]");
    assertThat(cut.columns()).containsExactly("cells", "P");
    assertThat(cut.elements()).containsExactly(3, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "P +",
        "P > ",
        "(P > 1",
        "P > 1)",
        "P > 1 P",
        "P = 1",
        "P > 1 & n > 1",
        "1 < 2 + (n > 1)",
        "system(1) > 0",
        "abs(1, 2) > 0",
        "max(1) > 0",
        "P > 1 && n",
        "!n",
        "cells[x] > 1",
        "cells[-1] > 1",
        "P > 0x10",
        "'P' > 1",
        "P > 1; n > 1",
        "`P > 1"
      })
  void isRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Cut.parse(text))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("cuts: '" + text + "'")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void endlessNestingIsRefused() {
    for (String opening : new String[] {"(", "-", "!", "abs("}) {
      assertThatThrownBy(() -> Cut.parse(opening.repeat(100_000)))
          .isInstanceOf(UserException.class);
    }
  }
}
