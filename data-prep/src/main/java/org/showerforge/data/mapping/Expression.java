package org.showerforge.data.mapping;

import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** A number, or a condition that is 1 or 0, computed from an event's columns. */
public interface Expression {

  /** Its value for an event. */
  double value(Columns columns);

  /** Whether it is true or false rather than a number. */
  default boolean isCondition() {
    return false;
  }

  /** An event's columns. */
  interface Columns {
    /**
     * A number of the event.
     *
     * @param column the place of the column in the cut's own list
     * @param element which number of an array
     */
    double at(int column, int element);
  }

  /** A literal number. */
  record Constant(double number) implements Expression {
    @Override
    public double value(Columns columns) {
      return number;
    }
  }

  /** A column's number. */
  record Column(int index, int element) implements Expression {
    @Override
    public double value(Columns columns) {
      return columns.at(index, element);
    }
  }

  /** A function of two numbers; of one, that leaves out the second. */
  record Function(DoubleBinaryOperator function, Expression a, Expression b) implements Expression {
    @Override
    public double value(Columns columns) {
      return function.applyAsDouble(a.value(columns), b.value(columns));
    }
  }

  /** Comparisons and logic. */
  record Condition(DoubleBinaryOperator function, Expression a, Expression b)
      implements Expression {
    @Override
    public double value(Columns columns) {
      return function.applyAsDouble(a.value(columns), b.value(columns));
    }

    @Override
    public boolean isCondition() {
      return true;
    }
  }

  /** Whether all are true; used for chains of comparisons and for {@code &&}. */
  record All(List<Expression> parts) implements Expression {
    @Override
    public double value(Columns columns) {
      for (Expression part : parts) {
        if (part.value(columns) == 0) {
          return 0;
        }
      }
      return 1;
    }

    @Override
    public boolean isCondition() {
      return true;
    }
  }
}
