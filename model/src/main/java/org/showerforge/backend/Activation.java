package org.showerforge.backend;

import java.util.Locale;
import org.showerforge.UserException;

/**
 * An element-wise function between two linear maps.
 *
 * @param kind which
 * @param leak slope of the leaky ReLU below zero; 0 for the others
 */
public record Activation(Kind kind, double leak) {
  /** The functions. */
  public enum Kind {
    /** x. */
    IDENTITY,
    /** x if positive, else leak x (Maas et al. 2013). */
    LEAKY_RELU,
    /** max(x, 0). */
    RELU,
    /** tanh x. */
    TANH,
    /** 1/(1 + e^-x). */
    SIGMOID,
    /** x/(1 + e^-x) (Ramachandran et al. 2017, arXiv 1710.05941). */
    SWISH,
    /** ln(1 + e^x). */
    SOFTPLUS;

    /** The name in a configuration, e.g. {@code leaky-relu}. */
    public String configured() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** x. */
  public static final Activation IDENTITY = new Activation(Kind.IDENTITY, 0);

  /** max(x, 0). */
  public static final Activation RELU = new Activation(Kind.RELU, 0);

  /** tanh x. */
  public static final Activation TANH = new Activation(Kind.TANH, 0);

  /** 1/(1 + e^-x). */
  public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0);

  /** x/(1 + e^-x). */
  public static final Activation SWISH = new Activation(Kind.SWISH, 0);

  /** ln(1 + e^x). */
  public static final Activation SOFTPLUS = new Activation(Kind.SOFTPLUS, 0);

  /** Checks the leak. */
  public Activation {
    if (!(leak >= 0 && leak < 1)) {
      throw new UserException("leak: must be in [0, 1), got %s", leak);
    }
  }

  /** x if positive, else leak x. */
  public static Activation leakyRelu(double leak) {
    return new Activation(Kind.LEAKY_RELU, leak);
  }

  /** Whether the function is x itself. */
  public boolean isIdentity() {
    return kind == Kind.IDENTITY;
  }

  /** Whether the function has a second derivative; the others are piecewise linear. */
  public boolean isCurved() {
    return switch (kind) {
      case IDENTITY, LEAKY_RELU, RELU -> false;
      case TANH, SIGMOID, SWISH, SOFTPLUS -> true;
    };
  }
}
