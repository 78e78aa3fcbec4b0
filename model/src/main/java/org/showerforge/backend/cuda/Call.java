package org.showerforge.backend.cuda;

import java.util.Arrays;

/**
 * One operation of a device on certain memory. Two iterations that make equal calls differ in
 * nothing but the words that go with them.
 *
 * @param hasWords whether the operation takes numbers from the host besides
 */
record Call(Operation operation, boolean hasWords, long... arguments) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Call call
        && operation == call.operation
        && hasWords == call.hasWords
        && Arrays.equals(arguments, call.arguments);
  }

  @Override
  public int hashCode() {
    return 31 * operation.hashCode() + Arrays.hashCode(arguments);
  }

  @Override
  public String toString() {
    return operation + Arrays.toString(arguments);
  }
}
