package org.showerforge.data.mapping;

import java.util.List;
import org.showerforge.UserException;

/**
 * A condition on a raw file's columns that events must meet to be wanted, in the units of the file:
 * {@code 3000 < P < 200000 && abs(DLLK) < 150}.
 *
 * <p>Grammar, loosest first: {@code ||}, {@code &&}, {@code !}, comparisons (which may be chained),
 * {@code + -}, {@code * /}, unary {@code -}, and numbers, columns, parentheses and the functions
 * abs, sqrt, log, log10, exp, min, max and hypot. A column is a name of letters, digits, dots and
 * underscores, or anything between backquotes; {@code name[3]} is an array's fourth number.
 */
public final class Cut {
  private final String text;
  private final Expression condition;
  private final List<String> columns;
  private final List<Integer> elements;

  private Cut(String text, Expression condition, List<String> columns, List<Integer> elements) {
    this.text = text;
    this.condition = condition;
    this.columns = columns;
    this.elements = elements;
  }

  /** Reads a cut. */
  public static Cut parse(String text) {
    CutParser parser = new CutParser(text);
    Expression parsed = parser.parse();
    if (!parsed.isCondition()) {
      throw new UserException("cuts: '%s' is a number; compare it with something", text);
    }
    return new Cut(text, parsed, parser.columns(), parser.elements());
  }

  /** The cut as it was written. */
  String text() {
    return text;
  }

  /** The columns that it needs; its own numbers of them. */
  public List<String> columns() {
    return columns;
  }

  /**
   * The highest number of an array that it needs, of each of these columns; 0 for single numbers.
   */
  public List<Integer> elements() {
    return elements;
  }

  /** Whether an event passes; its columns are finite. */
  public boolean passes(Expression.Columns values) {
    return condition.value(values) != 0;
  }
}
