package org.showerforge.network;

import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.showerforge.UserException;
import org.showerforge.backend.Activation;

/** Activations by their names in a configuration, and as DL4J has them. */
final class Activations {
  private Activations() {}

  static Activation.Kind kind(String configured) {
    return Arrays.stream(Activation.Kind.values())
        .filter(kind -> kind.configured().equals(configured))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "activation: unknown '%s'; known: %s",
                    configured,
                    Arrays.stream(Activation.Kind.values())
                        .map(Activation.Kind::configured)
                        .toList()));
  }

  static IActivation ofDl4j(Activation activation) {
    return switch (activation.kind()) {
      case IDENTITY -> new ActivationIdentity();
      case LEAKY_RELU -> new ActivationLReLU(activation.leak());
      case RELU -> new ActivationReLU();
      case TANH -> new ActivationTanH();
      case SIGMOID -> new ActivationSigmoid();
      case SWISH -> new ActivationSwish();
      case SOFTPLUS -> new ActivationSoftPlus();
    };
  }
}
