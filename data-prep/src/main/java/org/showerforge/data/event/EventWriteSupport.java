package org.showerforge.data.event;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Hands the event under the cursor to Parquet, value by value. */
final class EventWriteSupport extends WriteSupport<EventWriteSupport.Cursor> {

  /** Where the next event lies in the caller's arrays; one object for all events. */
  static final class Cursor {
    long eventId;
    float[] conditions = {};
    int conditionOffset;
    float[] response = {};
    int responseOffset;
    float weight;
  }

  private final int conditionWidth;
  private final int responseWidth;
  private @Nullable RecordConsumer consumer;

  EventWriteSupport(int conditionWidth, int responseWidth) {
    this.conditionWidth = conditionWidth;
    this.responseWidth = responseWidth;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(
        EventSchema.PARQUET,
        Map.of(
            EventSchema.CONDITION_WIDTH_KEY, Integer.toString(conditionWidth),
            EventSchema.RESPONSE_WIDTH_KEY, Integer.toString(responseWidth)));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Cursor event) {
    RecordConsumer out = consumer;
    if (out == null) {
      throw new IllegalStateException("written to before it was opened");
    }
    out.startMessage();
    out.startField(EventSchema.EVENT_ID, 0);
    out.addLong(event.eventId);
    out.endField(EventSchema.EVENT_ID, 0);
    list(out, EventSchema.CONDITIONS, 1, event.conditions, event.conditionOffset, conditionWidth);
    list(out, EventSchema.RESPONSE, 2, event.response, event.responseOffset, responseWidth);
    out.startField(EventSchema.WEIGHT, 3);
    out.addFloat(event.weight);
    out.endField(EventSchema.WEIGHT, 3);
    out.endMessage();
  }

  private static void list(
      RecordConsumer out, String name, int index, float[] values, int offset, int width) {
    out.startField(name, index);
    out.startGroup();
    out.startField("list", 0);
    for (int i = offset; i < offset + width; i++) {
      out.startGroup();
      out.startField("element", 0);
      out.addFloat(values[i]);
      out.endField("element", 0);
      out.endGroup();
    }
    out.endField("list", 0);
    out.endGroup();
    out.endField(name, index);
  }
}
