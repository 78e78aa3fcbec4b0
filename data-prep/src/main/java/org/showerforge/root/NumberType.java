package org.showerforge.root;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of numbers that a branch can hold. */
public enum NumberType {
  BOOL(1),
  INT8(1),
  UINT8(1),
  INT16(2),
  UINT16(2),
  INT32(4),
  UINT32(4),
  INT64(8),
  UINT64(8),
  FLOAT32(4),
  FLOAT64(8);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number in the file. */
  public int bytes() {
    return bytes;
  }

  /** Whether it is not a whole number. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** The type of a leaf, by its class; null for what holds no plain numbers. */
  static @Nullable NumberType ofLeaf(String leafClass, boolean unsigned) {
    return switch (leafClass) {
      case "TLeafO" -> BOOL;
      case "TLeafB" -> unsigned ? UINT8 : INT8;
      case "TLeafS" -> unsigned ? UINT16 : INT16;
      case "TLeafI" -> unsigned ? UINT32 : INT32;
      case "TLeafL", "TLeafG" -> unsigned ? UINT64 : INT64;
      case "TLeafF" -> FLOAT32;
      case "TLeafD" -> FLOAT64;
      default -> null;
    };
  }

  /** The type of a vector's elements, by its name in C++ or ROOT; null for anything else. */
  static @Nullable NumberType ofCxx(String name) {
    return switch (name) {
      case "bool", "Bool_t" -> BOOL;
      case "char", "signed char", "Char_t", "int8_t" -> INT8;
      case "unsigned char", "UChar_t", "uint8_t" -> UINT8;
      case "short", "Short_t", "int16_t" -> INT16;
      case "unsigned short", "UShort_t", "uint16_t" -> UINT16;
      case "int", "Int_t", "int32_t" -> INT32;
      case "unsigned int", "unsigned", "UInt_t", "uint32_t" -> UINT32;
      // Long_t has 8 bytes in files, wherever they were written.
      case "long", "Long_t", "long long", "Long64_t", "int64_t" -> INT64;
      case "unsigned long", "ULong_t", "unsigned long long", "ULong64_t", "uint64_t" -> UINT64;
      case "float", "Float_t" -> FLOAT32;
      case "double", "Double_t" -> FLOAT64;
      default -> null;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
