package org.showerforge.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventParquetReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.prepare.Progress;
import org.showerforge.data.statistics.EventStatistics;
import org.showerforge.jobs.Samples;

/** Spark's statistics are those of one loop over the files, whatever the number of cores. */
final class DataSetStatisticsTest {
  private static byte[] bytes(EventStatistics statistics) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    statistics.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static byte[] onSpark(String master) {
    return Samples.on(
        master,
        sc -> {
          EventDataSet data =
              EventDataSet.open(
                  sc.hadoopConfiguration(),
                  Samples.prepared().toString(),
                  Optional.of(Split.TRAIN));
          return bytes(DataSetStatistics.of(sc, data, Progress.NONE));
        });
  }

  @Test
  void theSameBytesOnAnyNumberOfCores() throws IOException {
    byte[] one = onSpark("local[1]");
    assertThat(onSpark("local[4]")).isEqualTo(one);
    Configuration conf = new Configuration();
    EventDataSet data =
        EventDataSet.open(conf, Samples.prepared().toString(), Optional.of(Split.TRAIN));
    EventStatistics all = new EventStatistics(data.detector());
    for (String file : data.files()) {
      EventStatistics part = new EventStatistics(data.detector());
      try (EventParquetReader reader = new EventParquetReader(conf, new Path(file), 77)) {
        while (reader.hasNext()) {
          EventBatch batch = reader.next();
          for (int i = 0; i < batch.size(); i++) {
            part.add(batch.conditions(), i, batch.response(), i * 504, batch.weights()[i]);
          }
        }
      }
      all.merge(part);
    }
    assertThat(data.files()).hasSizeGreaterThan(2);
    assertThat(bytes(all)).isEqualTo(one);
    assertThat(all.events()).isEqualTo(data.events()).isGreaterThan(1000);
  }
}
