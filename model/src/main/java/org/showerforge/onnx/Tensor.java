package org.showerforge.onnx;

import java.util.Arrays;
import java.util.List;
import onnx.Onnx.TensorProto.DataType;

/**
 * Numbers of a graph, a row per event, and what can be computed of them: each method adds a node.
 *
 * @param graph that they belong to
 * @param name in the graph
 * @param type of each number
 */
record Tensor(OnnxGraph graph, String name, Type type) {
  /** Types of numbers. */
  enum Type {
    /** What networks compute in. */
    FLOAT(DataType.FLOAT),
    /** What everything after them computes in. */
    DOUBLE(DataType.DOUBLE),
    /** Of indices. */
    INT64(DataType.INT64),
    /** Of comparisons. */
    BOOL(DataType.BOOL);

    private final DataType onnx;

    Type(DataType onnx) {
      this.onnx = onnx;
    }

    int code() {
      return onnx.getNumber();
    }
  }

  /**
   * The hottest first.
   *
   * @param values in falling order
   * @param columns where each stood; of equal ones the lowest first
   */
  record Sorted(Tensor values, Tensor columns) {}

  Tensor node(String operator) {
    return graph.node(operator, type, List.of(this));
  }

  Tensor node(String operator, Tensor other) {
    return graph.node(operator, type, List.of(this, other));
  }

  private Tensor number(double value) {
    return type == Type.FLOAT
        ? graph.floats(new float[] {(float) value})
        : graph.doubles(new double[] {value});
  }

  Tensor plus(Tensor other) {
    return node("Add", other);
  }

  Tensor plus(double number) {
    return plus(number(number));
  }

  Tensor minus(Tensor other) {
    return node("Sub", other);
  }

  Tensor minus(double number) {
    return minus(number(number));
  }

  Tensor times(Tensor other) {
    return node("Mul", other);
  }

  Tensor times(double number) {
    return times(number(number));
  }

  Tensor over(Tensor other) {
    return node("Div", other);
  }

  Tensor over(double number) {
    return over(number(number));
  }

  Tensor atLeast(double number) {
    return node("Max", number(number));
  }

  Tensor atLeast(Tensor other) {
    return node("Max", other);
  }

  Tensor atMost(Tensor other) {
    return node("Min", other);
  }

  Tensor atMost(double number) {
    return atMost(number(number));
  }

  Tensor isBelow(Tensor other) {
    return graph.node("Less", Type.BOOL, List.of(this, other));
  }

  Tensor isBelow(double number) {
    return isBelow(number(number));
  }

  Tensor isAbove(double number) {
    return graph.node("Greater", Type.BOOL, List.of(this, number(number)));
  }

  Tensor isAbove(Tensor other) {
    return graph.node("Greater", Type.BOOL, List.of(this, other));
  }

  /** Of comparisons: where both hold. */
  Tensor and(Tensor other) {
    return node("And", other);
  }

  /** Of a comparison: one number where it holds, the other elsewhere. */
  Tensor choose(Tensor yes, Tensor no) {
    return graph.node("Where", yes.type, List.of(this, yes, no));
  }

  Tensor choose(Tensor yes, double no) {
    return choose(yes, yes.number(no));
  }

  Tensor choose(double yes, Tensor no) {
    return choose(no.number(yes), no);
  }

  Tensor to(Type other) {
    return graph.node("Cast", other, List.of(this), OnnxGraph.attribute("to", other.code()));
  }

  Tensor columns(int from, int to) {
    List<Tensor> in = List.of(this, graph.longs(from), graph.longs(to), graph.longs(1));
    return graph.node("Slice", type, in);
  }

  /** Columns in another order. */
  Tensor columns(int[] order) {
    List<Tensor> in = List.of(this, graph.longs(order));
    return graph.node("Gather", type, in, OnnxGraph.attribute("axis", 1));
  }

  /** In each row the numbers at the columns that a row of indices names. */
  Tensor columns(Tensor indices) {
    List<Tensor> in = List.of(this, indices);
    return graph.node("GatherElements", type, in, OnnxGraph.attribute("axis", 1));
  }

  /** The numbers of this vector at many places. */
  Tensor at(Tensor indices) {
    return node("Gather", indices);
  }

  /** Columns side by side. */
  static Tensor beside(List<Tensor> parts) {
    Tensor first = parts.get(0);
    return parts.size() == 1
        ? first
        : first.graph.node("Concat", first.type, parts, OnnxGraph.attribute("axis", 1));
  }

  /** One column: the sum of each row. */
  Tensor rowSums() {
    return node("ReduceSum", graph.longs(1));
  }

  /** One column: the greatest of each row. */
  Tensor rowMost() {
    return graph.node("ReduceMax", type, List.of(this), OnnxGraph.attribute("axes", List.of(1)));
  }

  Tensor reshaped(long... shape) {
    return node("Reshape", graph.longs(shape));
  }

  Tensor transposed(Integer... axes) {
    List<Tensor> in = List.of(this);
    return graph.node("Transpose", type, in, OnnxGraph.attribute("perm", Arrays.asList(axes)));
  }

  /** The hottest of each row, so many of them. */
  Sorted sorted(int columns) {
    List<Tensor> in = List.of(this, graph.longs(columns));
    List<Tensor> out =
        graph.nodes("TopK", List.of(type, Type.INT64), in, OnnxGraph.attribute("axis", 1));
    return new Sorted(out.get(0), out.get(1));
  }

  /** Each row put back in the order that it had before it was sorted. */
  Tensor unsorted(Sorted by) {
    return by.values.replaced(by.columns, this);
  }

  /** Other numbers at the columns that a row of indices names. */
  Tensor replaced(Tensor indices, Tensor numbers) {
    List<Tensor> in = List.of(this, indices, numbers);
    return graph.node("ScatterElements", type, in, OnnxGraph.attribute("axis", 1));
  }
}
