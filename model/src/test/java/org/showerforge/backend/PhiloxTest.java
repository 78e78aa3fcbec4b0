package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/** Philox against Random123's published vectors, and the normals' distribution. */
final class PhiloxTest {
  @Test
  void givesTheKnownAnswersOfRandom123() {
    // kat_vectors of Random123: "philox4x32 10", counter and key all zero, and all ones.
    assertThat(block(0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  private static int[] block(long key, long stream, int substream) {
    int[] out = new int[4];
    new Philox(key).ints(stream, substream, out, 0, 4);
    return out;
  }

  @Test
  void aNumberDependsOnItsAddressAlone() {
    Philox philox = Philox.of(7, 3);
    float[] whole = new float[37];
    philox.gaussians(123_456_789_012L, 2, whole, 0, whole.length);
    float[] part = new float[13];
    Philox.of(7, 3).gaussians(123_456_789_012L, 2, part, 0, part.length);
    for (int i = 0; i < part.length; i++) {
      assertThat(part[i]).isEqualTo(whole[i]);
    }
    float[] other = new float[13];
    philox.gaussians(123_456_789_012L, 3, other, 0, other.length);
    assertThat(other).isNotEqualTo(part);
  }

  @Test
  void normalsAreNormal() {
    float[] values = new float[1_000_000];
    Philox.of(1).gaussians(0, 0, values, 0, values.length);
    double mean = 0;
    double square = 0;
    double fourth = 0;
    double pairs = 0;
    for (int i = 0; i < values.length; i++) {
      mean += values[i];
      square += values[i] * (double) values[i];
      fourth += Math.pow(values[i], 4);
      pairs += i % 2 == 0 ? values[i] * (double) values[i + 1] : 0;
    }
    int n = values.length;
    // Five standard errors: 1/sqrt(n), sqrt(2/n), sqrt(96/n), sqrt(2/n); the missing tails cost the
    // fourth moment 0.01.
    assertThat(mean / n).isBetween(-5e-3, 5e-3);
    assertThat(square / n).isBetween(1 - 7.1e-3, 1 + 7.1e-3);
    assertThat(fourth / n).isBetween(3 - 0.06, 3 + 0.06);
    assertThat(2 * pairs / n).isBetween(-7.1e-3, 7.1e-3);
    double[] sample = new double[20_000];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values[i];
    }
    assertThat(
            new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(0, 1), sample))
        .isGreaterThan(1e-3);
  }

  @Test
  void uniformsStayInsideTheOpenInterval() {
    float[] values = new float[1_000_000];
    Philox.of(2).uniforms(5, 0, values, 0, values.length);
    double mean = 0;
    for (float value : values) {
      assertThat(value > 0 && value < 1).isTrue();
      mean += value;
    }
    assertThat(mean / values.length).isBetween(0.5 - 1.5e-3, 0.5 + 1.5e-3);
  }
}
