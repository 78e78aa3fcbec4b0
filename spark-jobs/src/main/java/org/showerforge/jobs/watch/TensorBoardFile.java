package org.showerforge.jobs.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An event file of TensorBoard: a record per event, framed with its length and masked CRC-32C
 * checksums of length and content (tensorflow/core/lib/io/record_writer.h); field numbers from
 * tensorflow/core/util/event.proto and framework/summary.proto.
 *
 * <p>Scalars are called {@code <stage>/<figure>}; their step is the stage's iteration.
 */
final class TensorBoardFile implements RoundObserver {
  private static final int MASK = 0xa282ead8;
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SCALAR = 2;

  private final SessionFile file;

  TensorBoardFile(Configuration conf, Path folder) throws IOException {
    Instant now = Instant.now();
    String prefix = "events.out.tfevents.%010d.".formatted(now.getEpochSecond());
    this.file = SessionFile.next(conf, new Path(folder, "tensorboard"), prefix, ".showerforge");
    file.add(record(event(now).text(FILE_VERSION, "brain.Event:2").toBytes()));
  }

  @Override
  public void round(RoundReport report) throws IOException {
    ProtoMessage summary = new ProtoMessage();
    report
        .figures()
        .forEach(
            (name, value) ->
                summary.message(
                    SUMMARY_VALUE,
                    new ProtoMessage()
                        .text(VALUE_TAG, report.stage() + "/" + name)
                        .real32(VALUE_SCALAR, value.floatValue())));
    file.add(
        record(
            event(report.ended())
                .whole(STEP, report.iteration())
                .message(SUMMARY, summary)
                .toBytes()));
  }

  private static ProtoMessage event(Instant time) {
    return new ProtoMessage().real64(WALL_TIME, time.getEpochSecond() + time.getNano() / 1e9);
  }

  private static byte[] record(byte[] content) {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + content.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(content.length);
    record.putInt(checksum(record.array(), Long.BYTES));
    return record.put(content).putInt(checksum(content, content.length)).array();
  }

  /** Masked, since a checksum of bytes that hold their own checksums is weak. */
  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
