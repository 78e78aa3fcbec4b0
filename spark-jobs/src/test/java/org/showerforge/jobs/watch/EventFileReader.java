package org.showerforge.jobs.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads TensorBoard's event files as their format is documented, with a checksum bit by bit. */
public final class EventFileReader {
  private EventFileReader() {}

  /**
   * An event.
   *
   * @param version of the first event, else empty
   * @param scalars by tag
   */
  public record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

  /** All events of a file. */
  public static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] head = new byte[8];
      in.get(head);
      check(head, in.getInt());
      byte[] content =
          new byte[(int) ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(content);
      check(content, in.getInt());
      events.add(event(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static void check(byte[] bytes, int expected) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
      }
    }
    crc = ~crc;
    int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    if (masked != expected) {
      throw new AssertionError("checksum " + expected + ", computed " + masked);
    }
  }

  private static Event event(ByteBuffer in) {
    double time = Double.NaN;
    long step = 0;
    String version = "";
    Map<String, Float> scalars = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      switch (tag) {
        case 0x09 -> time = in.getDouble();
        case 0x10 -> step = varint(in);
        case 0x1a -> version = StandardCharsets.UTF_8.decode(bytes(in)).toString();
        case 0x2a -> summary(bytes(in), scalars);
        default -> throw new AssertionError("tag " + tag);
      }
    }
    return new Event(time, step, version, scalars);
  }

  private static void summary(ByteBuffer in, Map<String, Float> scalars) {
    while (in.hasRemaining()) {
      expect(in, 0x0a);
      ByteBuffer value = bytes(in);
      expect(value, 0x0a);
      String name = StandardCharsets.UTF_8.decode(bytes(value)).toString();
      expect(value, 0x15);
      scalars.put(name, value.getFloat());
      if (value.hasRemaining()) {
        throw new AssertionError("more than a scalar");
      }
    }
  }

  private static void expect(ByteBuffer in, int tag) {
    int found = in.get();
    if (found != tag) {
      throw new AssertionError("tag " + found);
    }
  }

  private static ByteBuffer bytes(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return part;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
