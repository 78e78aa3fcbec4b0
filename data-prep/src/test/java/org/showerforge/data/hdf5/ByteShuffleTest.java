package org.showerforge.data.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.filter.ByteShuffleFilter;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shuffle filter against jHDF's. */
final class ByteShuffleTest {
  @ParameterizedTest
  @CsvSource({"4, 0", "4, 3", "4, 4", "4, 4000", "4, 4003", "8, 8", "8, 4000", "8, 4007"})
  void itGivesWhatJhdfGives(int numberBytes, int length) {
    byte[] shuffled = new byte[length];
    new Random(length).nextBytes(shuffled);
    assertThat(ByteShuffle.undo(shuffled, numberBytes))
        .isEqualTo(new ByteShuffleFilter().decode(shuffled, new int[] {numberBytes}));
  }
}
