package org.showerforge.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.nd4j.linalg.learning.config.IUpdater;
import org.showerforge.UserException;
import org.showerforge.backend.Adam;
import org.showerforge.backend.RmsProp;
import org.showerforge.backend.Sgd;
import org.showerforge.backend.Updater;

/** How gradients move parameters, by the name in a configuration. */
public enum UpdaterKind {
  /** {@link Adam#WGAN_GP}. */
  ADAM("adam"),
  /** {@link RmsProp#DEFAULT}. */
  RMS_PROP("rms-prop"),
  /** {@link Sgd}. */
  SGD("sgd");

  private final String configured;

  UpdaterKind(String configured) {
    this.configured = configured;
  }

  @JsonCreator
  static UpdaterKind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.configured.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "unknown '%s'; known: %s",
                    name, Arrays.stream(values()).map(UpdaterKind::configured).toList()));
  }

  /** The name in a configuration. */
  @JsonValue
  public String configured() {
    return configured;
  }

  Updater updater() {
    return switch (this) {
      case ADAM -> Adam.WGAN_GP;
      case RMS_PROP -> RmsProp.DEFAULT;
      case SGD -> new Sgd();
    };
  }

  /** The same updater as DL4J has it; the learning rate is the trainer's. */
  IUpdater ofDl4j() {
    return switch (this) {
      case ADAM ->
          org.nd4j.linalg.learning.config.Adam.builder()
              .beta1(Adam.WGAN_GP.beta1())
              .beta2(Adam.WGAN_GP.beta2())
              .epsilon(Adam.WGAN_GP.epsilon())
              .build();
      case RMS_PROP ->
          org.nd4j.linalg.learning.config.RmsProp.builder()
              .rmsDecay(RmsProp.DEFAULT.decay())
              .epsilon(RmsProp.DEFAULT.epsilon())
              .build();
      case SGD -> new org.nd4j.linalg.learning.config.Sgd();
    };
  }
}
