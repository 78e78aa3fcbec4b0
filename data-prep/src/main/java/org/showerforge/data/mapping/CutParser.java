package org.showerforge.data.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** Reads a {@link Cut}, by recursive descent. */
final class CutParser {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern NUMBER =
      Pattern.compile("\\d+\\.?\\d*([eE][+-]?\\d+)?|\\.\\d+([eE][+-]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*|`([^`]+)`");
  private static final Pattern INDEX = Pattern.compile("\\[\\s*(\\d{1,9})\\s*]");
  private static final Pattern COMPARISON = Pattern.compile("<=|>=|==|!=|<|>");

  /** Parentheses and signs inside each other; each costs stack. */
  private static final int MAX_DEPTH = 100;

  private static final Map<String, DoubleBinaryOperator> COMPARISONS =
      Map.of(
          "<", (a, b) -> a < b ? 1 : 0,
          "<=", (a, b) -> a <= b ? 1 : 0,
          ">", (a, b) -> a > b ? 1 : 0,
          ">=", (a, b) -> a >= b ? 1 : 0,
          "==", (a, b) -> a == b ? 1 : 0,
          "!=", (a, b) -> a != b ? 1 : 0);

  private static final Map<String, DoubleBinaryOperator> OF_ONE =
      Map.of(
          "abs", (a, b) -> Math.abs(a),
          "sqrt", (a, b) -> Math.sqrt(a),
          "log", (a, b) -> Math.log(a),
          "log10", (a, b) -> Math.log10(a),
          "exp", (a, b) -> Math.exp(a));

  private static final Map<String, DoubleBinaryOperator> OF_TWO =
      Map.of("min", Math::min, "max", Math::max, "hypot", Math::hypot);

  private final String text;
  private final List<String> columns = new ArrayList<>();
  private final List<Integer> elements = new ArrayList<>();
  private int at;
  private int depth;

  CutParser(String text) {
    this.text = text;
  }

  Expression parse() {
    Expression whole = anyOf();
    if (at < text.length()) {
      throw wrong("an operator or the end");
    }
    return whole;
  }

  List<String> columns() {
    return List.copyOf(columns);
  }

  List<Integer> elements() {
    return List.copyOf(elements);
  }

  private Expression anyOf() {
    return deeper(
        () -> {
          Expression first = allOf();
          while (skip("||")) {
            first =
                new Expression.Condition(
                    (a, b) -> a != 0 || b != 0 ? 1 : 0, condition(first), condition(allOf()));
          }
          return first;
        });
  }

  private Expression allOf() {
    Expression first = negated();
    while (skip("&&")) {
      first = new Expression.All(List.of(condition(first), condition(negated())));
    }
    return first;
  }

  private Expression negated() {
    space();
    if (!text.startsWith("!=", at) && skip("!")) {
      Expression inner = condition(deeper(this::negated));
      return new Expression.Condition((a, b) -> a == 0 ? 1 : 0, inner, inner);
    }
    return comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    List<Expression> chain = new ArrayList<>();
    for (String operator = take(COMPARISON); operator != null; operator = take(COMPARISON)) {
      Expression right = number(sum());
      DoubleBinaryOperator compare = COMPARISONS.get(operator);
      if (compare == null) {
        throw new IllegalStateException(operator);
      }
      chain.add(new Expression.Condition(compare, number(left), right));
      left = right;
    }
    if (chain.isEmpty()) {
      return left;
    }
    return chain.size() == 1 ? chain.get(0) : new Expression.All(List.copyOf(chain));
  }

  private Expression sum() {
    Expression first = product();
    while (true) {
      if (skip("+")) {
        first = new Expression.Function(Double::sum, number(first), number(product()));
      } else if (skip("-")) {
        first = new Expression.Function((a, b) -> a - b, number(first), number(product()));
      } else {
        return first;
      }
    }
  }

  private Expression product() {
    Expression first = signed();
    while (true) {
      if (skip("*")) {
        first = new Expression.Function((a, b) -> a * b, number(first), number(signed()));
      } else if (skip("/")) {
        first = new Expression.Function((a, b) -> a / b, number(first), number(signed()));
      } else {
        return first;
      }
    }
  }

  private Expression signed() {
    if (skip("-")) {
      Expression inner = number(deeper(this::signed));
      return new Expression.Function((a, b) -> -a, inner, inner);
    }
    return primary();
  }

  private Expression primary() {
    if (skip("(")) {
      Expression inner = anyOf();
      close();
      return inner;
    }
    String number = take(NUMBER);
    if (number != null) {
      return new Expression.Constant(Double.parseDouble(number));
    }
    String name = take(NAME);
    if (name == null) {
      throw wrong("a number, a column or (");
    }
    if (skip("(")) {
      return function(name);
    }
    String plain = name.startsWith("`") ? name.substring(1, name.length() - 1) : name;
    if (!columns.contains(plain)) {
      columns.add(plain);
      elements.add(0);
    }
    String index = take(INDEX);
    int element = index == null ? 0 : Integer.parseInt(index.replaceAll("\\D", ""));
    int column = columns.indexOf(plain);
    elements.set(column, Math.max(element, elements.get(column)));
    return new Expression.Column(column, element);
  }

  private Expression function(String name) {
    DoubleBinaryOperator ofOne = OF_ONE.get(name);
    DoubleBinaryOperator ofTwo = OF_TWO.get(name);
    Expression a = number(anyOf());
    if (ofOne != null) {
      close();
      return new Expression.Function(ofOne, a, a);
    }
    if (ofTwo == null) {
      throw new UserException(
          "cuts: '%s': unknown function %s; known are abs, exp, hypot, log, log10, max, min, sqrt",
          text, name);
    }
    if (!skip(",")) {
      throw wrong("a comma: " + name + " needs two numbers");
    }
    Expression b = number(anyOf());
    close();
    return new Expression.Function(ofTwo, a, b);
  }

  private void close() {
    if (!skip(")")) {
      throw wrong(")");
    }
  }

  private Expression number(Expression expression) {
    if (expression.isCondition()) {
      throw wrong("numbers, not a condition, around what stands before");
    }
    return expression;
  }

  private Expression condition(Expression expression) {
    if (!expression.isCondition()) {
      throw wrong("a comparison, not a number, before");
    }
    return expression;
  }

  private Expression deeper(Supplier<Expression> inner) {
    if (++depth > MAX_DEPTH) {
      throw wrong("at most " + MAX_DEPTH + " nested parentheses and signs");
    }
    Expression result = inner.get();
    depth--;
    return result;
  }

  private boolean skip(String token) {
    space();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    space();
    return true;
  }

  private @Nullable String take(Pattern token) {
    space();
    Matcher matcher = token.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    space();
    return matcher.group();
  }

  private void space() {
    Matcher matcher = SPACE.matcher(text).region(at, text.length());
    if (matcher.lookingAt()) {
      at = matcher.end();
    }
  }

  private UserException wrong(String expected) {
    return new UserException("cuts: '%s': at character %d: needs %s", text, at + 1, expected);
  }
}
