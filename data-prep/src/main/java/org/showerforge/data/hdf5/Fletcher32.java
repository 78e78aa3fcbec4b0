package org.showerforge.data.hdf5;

import io.jhdf.exceptions.HdfException;
import java.util.Arrays;

/**
 * HDF5's Fletcher-32 checksum: over big-endian 16-bit words, sums modulo 65535, stored
 * little-endian behind the data ({@code H5_checksum_fletcher32} of the HDF5 library).
 */
final class Fletcher32 {
  private Fletcher32() {}

  /** The data without the checksum, which must agree. */
  static byte[] strip(byte[] bytes) {
    int n = bytes.length - 4;
    if (n < 0) {
      throw new HdfException("a chunk is too short for its checksum");
    }
    int stored =
        (bytes[n] & 0xff)
            | (bytes[n + 1] & 0xff) << 8
            | (bytes[n + 2] & 0xff) << 16
            | (bytes[n + 3] & 0xff) << 24;
    byte[] data = Arrays.copyOf(bytes, n);
    if (of(data) != stored) {
      throw new HdfException("a chunk's checksum does not match");
    }
    return data;
  }

  private static int of(byte[] data) {
    long sum1 = 0;
    long sum2 = 0;
    int words = data.length / 2;
    for (int i = 0; i < words; i++) {
      sum1 = (sum1 + ((data[2 * i] & 0xff) << 8 | (data[2 * i + 1] & 0xff))) % 65535;
      sum2 = (sum2 + sum1) % 65535;
    }
    if (data.length % 2 != 0) {
      sum1 = (sum1 + ((data[data.length - 1] & 0xff) << 8)) % 65535;
      sum2 = (sum2 + sum1) % 65535;
    }
    return (int) (sum2 << 16 | sum1);
  }
}
