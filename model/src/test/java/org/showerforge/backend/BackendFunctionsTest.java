package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Rig.Operand;
import org.showerforge.backend.TestBackend.Layout;

/** Element-wise functions of every backend: values, derivatives, far tails. */
@Tag(TestBackend.GPU)
final class BackendFunctionsTest {
  private static final List<Activation> ACTIVATIONS =
      List.of(
          Activation.IDENTITY,
          Activation.leakyRelu(0.2),
          Activation.leakyRelu(0),
          Activation.RELU,
          Activation.TANH,
          Activation.SIGMOID,
          Activation.SWISH,
          Activation.SOFTPLUS);
  private static final double[] FAR = {
    -1e30, -1e4, -1000, -710, -100, -89, -50, -20, -9, 9, 20, 50, 89, 100, 710, 1000, 1e4, 1e30
  };

  private static double reference(Function f, double x) {
    return switch (f) {
      case SIGMOID -> x > 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
      case SOFTPLUS -> x > 30 ? x + Math.exp(-x) : Math.log1p(Math.exp(x));
      case EXP -> Math.exp(x);
      case RELU -> x > 0 ? x : 0;
      case STEP -> x > 0 ? 1 : 0;
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
    };
  }

  private static double reference(Activation f, double x) {
    return switch (f.kind()) {
      case IDENTITY -> x;
      case LEAKY_RELU, RELU -> x > 0 ? x : f.leak() * x;
      case TANH -> Math.tanh(x);
      case SIGMOID -> reference(Function.SIGMOID, x);
      case SWISH -> x * reference(Function.SIGMOID, x);
      case SOFTPLUS -> reference(Function.SOFTPLUS, x);
    };
  }

  /** Five points, error h^4/30 f'''''. */
  private static double slope(DoubleUnaryOperator f, double x) {
    double h = 1e-3;
    double near = f.applyAsDouble(x + h) - f.applyAsDouble(x - h);
    double far = f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h);
    return (8 * near - far) / (12 * h);
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void functions(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      for (Function f : Function.values()) {
        boolean positive = f == Function.SQRT || f == Function.RECIPROCAL;
        Rig rig = new Rig(kind, layout);
        Operand x = positive ? rig.uniform(shape[0], shape[1]) : rig.normal(shape[0], shape[1]);
        Operand out = rig.output(shape[0], shape[1]);
        rig.backend.map(f, x.m(), out.m());
        rig.expect(out, (i, j) -> reference(f, x.at(i, j)));
        rig.backend.copy(x.m(), out.m());
        rig.backend.map(f, out.m(), out.m());
        rig.expect(out, (i, j) -> reference(f, x.at(i, j)));
        rig.untouched();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void functionsFarOut(TestBackend kind) {
    boolean single = kind.type() == DataType.FLOAT;
    double smallest = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    double largest = single ? Float.MAX_VALUE : Double.MAX_VALUE;
    Rig rig = new Rig(kind, Layout.WHOLE);
    Operand x = rig.of(1, FAR.length, (i, j) -> FAR[j]);
    for (Function f : Function.values()) {
      if (f == Function.SQRT) {
        continue;
      }
      Operand out = rig.output(1, FAR.length);
      rig.backend.map(f, x.m(), out.m());
      double[] actual = rig.backend.readDoubles(out.m());
      for (int j = 0; j < FAR.length; j++) {
        double expected = reference(f, x.at(0, j));
        if (Math.abs(expected) > largest) {
          assertThat(actual[j]).as("%s(%s)", f, FAR[j]).isEqualTo(Double.POSITIVE_INFINITY);
        } else {
          // Relative, down to where numbers lose digits: a tail must not vanish early. At the
          // sigmoid's end e^-x overflows before the quotient leaves the normal numbers.
          double scale = Math.max(Math.abs(expected), 100 * smallest);
          assertThat(actual[j])
              .as("%s(%s)", f, FAR[j])
              .isCloseTo(expected, within(kind.tolerance() * scale + 10 * smallest));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void softmax(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      for (double scale : new double[] {1, 1e4}) {
        Rig rig = new Rig(kind, layout);
        Operand x = rig.of(shape[0], shape[1], (i, j) -> scale * Math.sin(i + 2.3 * j));
        Rig.Element expected =
            (i, j) -> {
              double sum = 0;
              for (double other : x.first()[i]) {
                sum += Math.exp(other - x.at(i, j));
              }
              return 1 / sum;
            };
        Operand out = rig.output(shape[0], shape[1]);
        rig.backend.softmaxRows(x.m(), out.m());
        rig.expect(out, expected);
        rig.backend.copy(x.m(), out.m());
        rig.backend.softmaxRows(out.m(), out.m());
        rig.expect(out, expected);
        rig.untouched();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void activations(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      for (Activation f : ACTIVATIONS) {
        Rig rig = new Rig(kind, layout);
        // Sums are exact, and no nearer to a kink than a difference reaches.
        Operand bias = rig.of(1, shape[1], (i, j) -> (j % 5) / 4.0);
        Operand x = rig.of(shape[0], shape[1], (i, j) -> (i * 7 + j * 3) % 31 / 4.0 - 4.125);
        Operand both = rig.of(shape[0], shape[1], x::at);
        Operand alone = rig.of(shape[0], shape[1], x::at);
        Operand slope = rig.output(shape[0], shape[1]);
        Operand curvature = rig.output(shape[0], shape[1]);
        DoubleUnaryOperator naive = a -> reference(f, a);
        Rig.Element value = (i, j) -> reference(f, x.at(i, j) + bias.at(0, j));
        Rig.Element first = (i, j) -> slope(naive, x.at(i, j) + bias.at(0, j));
        Rig.Element second = (i, j) -> slope(a -> slope(naive, a), x.at(i, j) + bias.at(0, j));
        double firstLimit = Math.max(kind.tolerance(), 1e-11);
        double secondLimit = Math.max(kind.tolerance(), 1e-8);
        rig.backend.activate(f, bias.m(), x.m(), slope.m());
        rig.expect(x, value);
        rig.expect(slope, firstLimit, first);
        rig.backend.activate(f, bias.m(), both.m(), slope.m(), curvature.m());
        rig.expect(both, value);
        rig.expect(slope, firstLimit, first);
        rig.expect(curvature, secondLimit, second);
        rig.backend.activate(f, bias.m(), alone.m());
        rig.expect(alone, value);
        rig.untouched();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void piecewiseLinearSlopesAreExact(TestBackend kind) {
    for (double leak : new double[] {0, 0.01, 0.1, 0.2, 0.3, 0.7}) {
      Rig rig = new Rig(kind, Layout.WHOLE);
      Operand bias = rig.of(1, 3, (i, j) -> 0);
      Operand x = rig.of(1, 3, (i, j) -> j - 1);
      Operand slope = rig.output(1, 3);
      rig.backend.activate(Activation.leakyRelu(leak), bias.m(), x.m(), slope.m());
      double rounded = kind.type() == DataType.FLOAT ? (float) leak : leak;
      assertThat(rig.backend.readDoubles(slope.m())).containsExactly(rounded, rounded, 1);
      assertThat(rig.backend.readDoubles(x.m())).containsExactly(-rounded, 0, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void activationsFarOut(TestBackend kind) {
    for (Activation f : ACTIVATIONS) {
      Rig rig = new Rig(kind, Layout.WHOLE);
      Operand bias = rig.of(1, FAR.length, (i, j) -> 0);
      Operand x = rig.of(1, FAR.length, (i, j) -> FAR[j]);
      Operand slope = rig.output(1, FAR.length);
      Operand curvature = rig.output(1, FAR.length);
      rig.backend.activate(f, bias.m(), x.m(), slope.m(), curvature.m());
      rig.expect(x, (i, j) -> reference(f, x.at(i, j)));
      // From |x| = 50 on every function is a straight line; before, differences do.
      DoubleUnaryOperator naive = a -> reference(f, a);
      rig.expect(
          slope,
          Math.max(kind.tolerance(), 1e-10),
          (i, j) -> slope(naive, Math.max(-50, Math.min(50, FAR[j]))));
      rig.expect(
          curvature,
          Math.max(kind.tolerance(), 1e-6),
          (i, j) -> slope(a -> slope(naive, a), Math.max(-50, Math.min(50, FAR[j]))));
    }
  }
}
