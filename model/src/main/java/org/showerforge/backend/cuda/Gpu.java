package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.SizeTPointer;
import org.showerforge.UserException;

/**
 * A GPU that CUDA shows to this process.
 *
 * @param handle the driver's number of it
 * @param name what NVIDIA calls it
 * @param capability its compute capability times 10, such as 90 for Hopper
 * @param memory in bytes
 */
public record Gpu(int handle, String name, int capability, long memory) {
  /** The oldest generation that the libraries know: Volta. */
  static final int OLDEST = 70;

  private static final int NAME_LENGTH = 256;

  /**
   * The GPU of a number.
   *
   * @throws UserException if CUDA cannot be used here, has not got so many, or it is too old
   */
  public static Gpu at(int number) {
    int count = count();
    if (number >= count) {
      throw new UserException(
          "device %d was given, but CUDA shows %d to this process", number, count);
    }
    int[] handle = new int[1];
    Cuda.check(cuDeviceGet(handle, number), "cuDeviceGet");
    byte[] name = new byte[NAME_LENGTH];
    Cuda.check(cuDeviceGetName(name, name.length, handle[0]), "cuDeviceGetName");
    int capability =
        10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, handle[0])
            + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, handle[0]);
    Gpu gpu = new Gpu(handle[0], text(name), capability, totalMemory(handle[0]));
    if (capability < OLDEST) {
      throw new UserException(
          "%s is of compute capability %.1f; needs %.1f (Volta) or newer",
          gpu.name, capability / 10.0, OLDEST / 10.0);
    }
    return gpu;
  }

  /**
   * How many GPUs there are.
   *
   * @throws UserException if CUDA cannot be used here
   */
  public static int count() {
    Cuda.start();
    int[] count = new int[1];
    Cuda.check(cuDeviceGetCount(count), "cuDeviceGetCount");
    return count[0];
  }

  private static int attribute(int attribute, int handle) {
    int[] value = new int[1];
    Cuda.check(cuDeviceGetAttribute(value, attribute, handle), "cuDeviceGetAttribute");
    return value[0];
  }

  private static long totalMemory(int handle) {
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      Cuda.check(cuDeviceTotalMem(bytes, handle), "cuDeviceTotalMem");
      return bytes.get();
    }
  }

  private static String text(byte[] zeroEnded) {
    int end = 0;
    while (end < zeroEnded.length && zeroEnded[end] != 0) {
      end++;
    }
    return new String(zeroEnded, 0, end, StandardCharsets.UTF_8);
  }
}
