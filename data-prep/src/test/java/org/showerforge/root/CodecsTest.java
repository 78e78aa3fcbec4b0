package org.showerforge.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

/** The codecs of our own against lz4-java's. */
final class CodecsTest {
  private final Random random = new Random(7);

  @Test
  void hashesOfAllLengthsAgree() {
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length + 3];
      random.nextBytes(bytes);
      assertThat(XxHash64.of(bytes, 3, length + 3))
          .as("length %d", length)
          .isEqualTo(XXHashFactory.safeInstance().hash64().hash(bytes, 3, length, 0));
    }
  }

  @Test
  void blocksUnpackToWhatWasPacked() {
    for (int trial = 0; trial < 500; trial++) {
      byte[] content = compressible(random.nextInt(5000));
      byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(content);
      byte[] unpacked = new byte[content.length + 2];
      assertThat(Lz4.unpack(packed, 0, packed.length, unpacked, 1, content.length + 1)).isTrue();
      assertThat(Arrays.copyOfRange(unpacked, 1, content.length + 1)).isEqualTo(content);
    }
  }

  @Test
  void damagedBlocksStayInsideTheirOutput() {
    byte[] content = compressible(3000);
    byte[] packed = LZ4Factory.safeInstance().fastCompressor().compress(content);
    for (int trial = 0; trial < 20_000; trial++) {
      byte[] damaged = packed.clone();
      damaged[random.nextInt(packed.length)] = (byte) random.nextInt(256);
      int to = trial % 2 == 0 ? packed.length : random.nextInt(packed.length);
      byte[] unpacked = new byte[content.length + 2];
      boolean unused = Lz4.unpack(damaged, 0, to, unpacked, 1, content.length + 1);
      assertThat(unpacked[0]).isZero();
      assertThat(unpacked[content.length + 1]).isZero();
    }
  }

  private byte[] compressible(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; ) {
      byte value = (byte) random.nextInt(4);
      for (int n = random.nextInt(1 + random.nextInt(400)); n >= 0 && i < length; n--) {
        bytes[i++] = value;
      }
    }
    return bytes;
  }
}
