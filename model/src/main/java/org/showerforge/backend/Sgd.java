package org.showerforge.backend;

/** Plain gradient descent: parameters -= learningRate gradient. */
public record Sgd() implements Updater {
  @Override
  public int states() {
    return 0;
  }
}
