package org.showerforge.backend.cuda;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** An address in a device's memory, as cuBLAS takes it. */
final class DeviceAddress extends FloatPointer {
  DeviceAddress(long address) {
    super((Pointer) null);
    this.address = address;
  }
}
