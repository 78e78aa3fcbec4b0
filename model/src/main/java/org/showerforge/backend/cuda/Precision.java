package org.showerforge.backend.cuda;

/** How products round their factors; sums are always of single precision. */
public enum Precision {
  /** Not at all. */
  FLOAT32,
  /** To 10 bits of mantissa, on tensor cores (Ampere and later). */
  TF32,
  /** To 7 bits of mantissa, on tensor cores (Ampere and later). */
  BF16
}
