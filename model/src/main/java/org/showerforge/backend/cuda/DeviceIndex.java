package org.showerforge.backend.cuda;

import java.util.Arrays;
import org.showerforge.backend.Index;
import org.showerforge.backend.Shapes;

/**
 * Column numbers in a device's memory, forward and turned round: which places ask for a column, in
 * order, so that a sum over them is always the same sum.
 *
 * @param columns address of the numbers
 * @param starts address of where the places of each column begin among the members, and their end
 * @param members address of the places, column by column
 * @param indexed one more than the largest column number
 */
record DeviceIndex(int length, long columns, long starts, long members, int indexed)
    implements Index {

  static DeviceIndex of(Device device, int[] columns) {
    Shapes.indices(columns, -1, Integer.MAX_VALUE);
    int indexed = 1 + Arrays.stream(columns).max().orElse(-1);
    int[] starts = new int[indexed + 1];
    for (int column : columns) {
      if (column >= 0) {
        starts[column + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] members = new int[starts[indexed]];
    int[] next = Arrays.copyOf(starts, indexed);
    for (int place = 0; place < columns.length; place++) {
      if (columns[place] >= 0) {
        members[next[columns[place]]++] = place;
      }
    }
    return new DeviceIndex(
        columns.length,
        upload(device, columns),
        upload(device, starts),
        upload(device, members),
        indexed);
  }

  private static long upload(Device device, int[] numbers) {
    long address = device.allocate(Math.max(1, numbers.length) * (long) Integer.BYTES);
    if (numbers.length > 0) {
      device.upload(numbers, numbers.length, address);
    }
    return address;
  }
}
