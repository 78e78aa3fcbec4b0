package org.showerforge.backend.cuda;

/** Numbers of the host that a kernel looks up: copied once, at an address of the device. */
final class DeviceTables {
  private DeviceTables() {}

  static long ints(Device device, int[] numbers) {
    long address = device.allocate(Math.max(1, numbers.length) * (long) Integer.BYTES);
    if (numbers.length > 0) {
      device.upload(numbers, numbers.length, address);
    }
    return address;
  }

  static long floats(Device device, float[] numbers) {
    int[] bits = new int[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(numbers[i]);
    }
    return ints(device, bits);
  }

  static long doubles(Device device, double... numbers) {
    int[] words = new int[2 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      long bits = Double.doubleToRawLongBits(numbers[i]);
      words[2 * i] = (int) bits;
      words[2 * i + 1] = (int) (bits >>> Integer.SIZE);
    }
    return ints(device, words);
  }
}
