package org.showerforge.backend;

/** Column numbers on a backend's device, for gathering and scattering; -1 stands for no column. */
public interface Index {
  /** How many numbers. */
  int length();
}
