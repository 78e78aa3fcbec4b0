package org.showerforge.backend.cuda;

import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;

/**
 * What a device can be asked to do. But for the first two these are the kernels of {@code
 * kernels.cu}, whose parameters are the arguments of a {@link Call}, rows and columns first.
 */
enum Operation {
  /**
   * out = a b + keep out, with a [m, k] or its transpose and b [k, n] or its transpose, by cuBLAS.
   * Arguments: m, n, k, transpose a, transpose b, keep (0 or 1), then address and row distance of
   * a, b and out.
   */
  PRODUCT(""),
  /** out = the sum of all rows, by cuBLAS. Arguments: rows, columns, address, distance, out. */
  COLUMN_SUMS(""),
  FILL("fill"),
  COPY("copy"),
  AFFINE("affine"),
  SCALE("scale"),
  COMBINE("combine"),
  CLIP("clip"),
  MULTIPLY("multiply"),
  ADD_ROW("addRow"),
  SCALE_COLUMNS("scaleColumns"),
  SCALE_ROWS("scaleRows"),
  MIX("mix"),
  ROW_DOTS("rowDots"),
  SOFTMAX_ROWS("softmaxRows"),
  MAP_SIGMOID("mapSigmoid"),
  MAP_SOFTPLUS("mapSoftplus"),
  MAP_EXP("mapExp"),
  MAP_RELU("mapRelu"),
  MAP_STEP("mapStep"),
  MAP_SQRT("mapSqrt"),
  MAP_RECIPROCAL("mapReciprocal"),
  ACTIVATE_LINEAR("activateLinear"),
  ACTIVATE_LINEAR_VALUED("activateLinearValued"),
  ACTIVATE_LINEAR_CURVED("activateLinearCurved"),
  ACTIVATE_LEAKY("activateLeaky"),
  ACTIVATE_LEAKY_VALUED("activateLeakyValued"),
  ACTIVATE_LEAKY_CURVED("activateLeakyCurved"),
  ACTIVATE_TANH("activateTanh"),
  ACTIVATE_TANH_VALUED("activateTanhValued"),
  ACTIVATE_TANH_CURVED("activateTanhCurved"),
  ACTIVATE_SIGMOID("activateSigmoid"),
  ACTIVATE_SIGMOID_VALUED("activateSigmoidValued"),
  ACTIVATE_SIGMOID_CURVED("activateSigmoidCurved"),
  ACTIVATE_SWISH("activateSwish"),
  ACTIVATE_SWISH_VALUED("activateSwishValued"),
  ACTIVATE_SWISH_CURVED("activateSwishCurved"),
  ACTIVATE_SOFTPLUS("activateSoftplus"),
  ACTIVATE_SOFTPLUS_VALUED("activateSoftplusValued"),
  ACTIVATE_SOFTPLUS_CURVED("activateSoftplusCurved"),
  GAUSSIAN_ROWS("gaussianRows"),
  UNIFORM_ROWS("uniformRows"),
  GATHER_ROWS("gatherRows"),
  GATHER_ORDERED("gatherOrdered"),
  GATHER_COLUMNS("gatherColumns"),
  SCATTER_COLUMNS("scatterColumns"),
  ADAM("adam"),
  ADAM_AVERAGED("adamAveraged"),
  RMS_PROP("rmsProp"),
  LAYER_TARGETS("layerTargets"),
  FINISH_SHOWERS("finishShowers");

  private final String kernel;

  Operation(String kernel) {
    this.kernel = kernel;
  }

  static Operation of(Backend.Function function) {
    return switch (function) {
      case SIGMOID -> MAP_SIGMOID;
      case SOFTPLUS -> MAP_SOFTPLUS;
      case EXP -> MAP_EXP;
      case RELU -> MAP_RELU;
      case STEP -> MAP_STEP;
      case SQRT -> MAP_SQRT;
      case RECIPROCAL -> MAP_RECIPROCAL;
    };
  }

  static Operation of(Activation f) {
    return switch (f.kind()) {
      case IDENTITY -> ACTIVATE_LINEAR;
      case LEAKY_RELU, RELU -> ACTIVATE_LEAKY;
      case TANH -> ACTIVATE_TANH;
      case SIGMOID -> ACTIVATE_SIGMOID;
      case SWISH -> ACTIVATE_SWISH;
      case SOFTPLUS -> ACTIVATE_SOFTPLUS;
    };
  }

  /** Without derivatives. */
  static Operation valued(Activation f) {
    return switch (f.kind()) {
      case IDENTITY -> ACTIVATE_LINEAR_VALUED;
      case LEAKY_RELU, RELU -> ACTIVATE_LEAKY_VALUED;
      case TANH -> ACTIVATE_TANH_VALUED;
      case SIGMOID -> ACTIVATE_SIGMOID_VALUED;
      case SWISH -> ACTIVATE_SWISH_VALUED;
      case SOFTPLUS -> ACTIVATE_SOFTPLUS_VALUED;
    };
  }

  /** With the second derivative. */
  static Operation curved(Activation f) {
    return switch (f.kind()) {
      case IDENTITY -> ACTIVATE_LINEAR_CURVED;
      case LEAKY_RELU, RELU -> ACTIVATE_LEAKY_CURVED;
      case TANH -> ACTIVATE_TANH_CURVED;
      case SIGMOID -> ACTIVATE_SIGMOID_CURVED;
      case SWISH -> ACTIVATE_SWISH_CURVED;
      case SOFTPLUS -> ACTIVATE_SOFTPLUS_CURVED;
    };
  }

  boolean isKernel() {
    return !kernel.isEmpty();
  }

  /** The kernel's name in the source. */
  String kernel() {
    return kernel;
  }

  /** Whether one warp does one row. */
  boolean byWarps() {
    return switch (this) {
      case ROW_DOTS, SOFTMAX_ROWS, LAYER_TARGETS, FINISH_SHOWERS -> true;
      default -> false;
    };
  }
}
