package org.showerforge.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.jobs.Samples;
import org.showerforge.metrics.ShowerSample;

/** A sample of a split has as many events as were wanted, whichever split it is. */
final class BoundedSampleTest {
  private static final int WANTED = 80;

  @ParameterizedTest
  @EnumSource(Split.class)
  void hasAsManyEventsAsWanted(Split split) throws IOException {
    Configuration conf = new Configuration();
    String data = Samples.prepared().toString();
    PreparedCard card = PreparedCard.read(conf, data);
    long total = card.counts().bySplit().getOrDefault(split.label(), 0L);
    List<String> files = EventReader.files(conf, data, split);
    ShowerSample sample = sample(card, files, total, WANTED);
    // Four standard deviations of a Poisson number.
    assertThat((double) sample.size())
        .isBetween(WANTED - 4 * Math.sqrt(WANTED), WANTED + 4 * Math.sqrt(WANTED));
    assertThat(sample(card, files, total, 10_000).size()).isEqualTo((int) total);
  }

  private static ShowerSample sample(
      PreparedCard card, List<String> files, long total, int wanted) {
    return Samples.on(
        "local[2]", sc -> BoundedSample.of(sc, card.detector(), files, total, wanted));
  }
}
