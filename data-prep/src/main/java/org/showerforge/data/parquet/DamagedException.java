package org.showerforge.data.parquet;

/** What is wrong with a file, by those who do not know where in it they are. */
final class DamagedException extends Exception {
  /** The message if bytes are missing. */
  static final String CUT_SHORT = "its bytes end too early";

  private static final long serialVersionUID = 1L;

  private final boolean mayNeedMoreBytes;

  DamagedException(String message) {
    this(message, false);
  }

  private DamagedException(String message, boolean mayNeedMoreBytes) {
    super(message);
    this.mayNeedMoreBytes = mayNeedMoreBytes;
  }

  /** Of bytes that end within something. */
  static DamagedException cutShort() {
    return new DamagedException(CUT_SHORT, true);
  }

  /** Whether more bytes might mend it. */
  boolean mayNeedMoreBytes() {
    return mayNeedMoreBytes;
  }
}
