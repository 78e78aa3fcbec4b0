package org.showerforge.backend;

/** How a gradient moves parameters: DL4J's updaters of the same names, in place. */
public sealed interface Updater permits Adam, RmsProp, Sgd {
  /** Numbers of state per parameter. */
  int states();
}
