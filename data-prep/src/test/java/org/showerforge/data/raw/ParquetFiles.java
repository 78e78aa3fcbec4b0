package org.showerforge.data.raw;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Files by parquet-mr of events whose numbers follow from their place. */
final class ParquetFiles {
  /** The scalars of {@link #SCHEMA}. */
  static final List<String> SCALARS =
      List.of("f", "d", "i", "u", "l", "ul", "b", "c", "point.x", "point.y");

  /** The lists of {@link #SCHEMA}. */
  static final List<String> LISTS = List.of("standard", "strict", "legacy", "bare");

  /** Numbers in every list. */
  static final int LENGTH = 3;

  /** All types, and all shapes of lists that writers have. */
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message event {
            required float f;
            optional double d;
            required int32 i;
            required int32 u (INTEGER(32,false));
            optional int64 l;
            required int64 ul (UINT_64);
            required boolean b;
            required double c;
            required group point { required float x; optional double y; }
            optional group standard (LIST) { repeated group list { optional float element; } }
            required group strict (LIST) { repeated group list { required double element; } }
            optional group legacy (LIST) { repeated int32 array; }
            repeated float bare;
            optional binary text (STRING);
            required int32 date (DATE);
            required int64 time (TIMESTAMP(MICROS,true));
            required int64 money (DECIMAL(10,2));
            required int96 old;
          }
          """);

  /** How a file is written. */
  record Layout(
      CompressionCodecName codec,
      WriterVersion version,
      boolean dictionary,
      boolean split,
      boolean checksums) {}

  private ParquetFiles() {}

  static void write(Path file, int events, Layout layout) throws IOException {
    try (ParquetWriter<Group> writer = writer(file, SCHEMA, layout)) {
      for (int i = 0; i < events; i++) {
        writer.write(event(i));
      }
    }
  }

  static ParquetWriter<Group> writer(Path file, MessageType schema, Layout layout)
      throws IOException {
    return ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
        .withConf(new Configuration())
        .withType(schema)
        .withCompressionCodec(layout.codec)
        .withWriterVersion(layout.version)
        .withDictionaryEncoding(layout.dictionary)
        .withByteStreamSplitEncoding(layout.split)
        .withPageWriteChecksumEnabled(layout.checksums)
        .withRowGroupSize(6000L)
        .withPageSize(400)
        .withPageRowCountLimit(37)
        .build();
  }

  /** The number of a scalar column in an event. */
  static double scalar(String column, int i) {
    return switch (column) {
      case "f" -> i * 0.5f;
      case "d" -> 1.0 / (i + 1);
      case "i" -> (i % 5) * 1000 - 7 * i;
      case "u" -> 4294967295.0 - i;
      case "l" -> 1e15 - (i % 3) * 1e12;
      case "ul" -> 0x1p63 + i * 4096.0;
      case "b" -> i % 3 == 0 ? 1 : 0;
      case "c" -> 7;
      case "point.x" -> -i;
      case "point.y" -> i % 10 / 4.0;
      default -> throw new IllegalArgumentException(column);
    };
  }

  /** A number of a list in an event. */
  static double element(String column, int i, int j) {
    return 10 * i + j + LISTS.indexOf(column) * 1e6;
  }

  private static Group event(int i) {
    Group event = new SimpleGroup(SCHEMA);
    event.append("f", (float) scalar("f", i));
    event.append("d", scalar("d", i));
    event.append("i", (int) scalar("i", i));
    event.append("u", (int) (long) scalar("u", i));
    event.append("l", (long) scalar("l", i));
    event.append("ul", Long.MIN_VALUE + i * 4096L);
    event.append("b", i % 3 == 0);
    event.append("c", 7.0);
    event
        .addGroup("point")
        .append("x", (float) scalar("point.x", i))
        .append("y", scalar("point.y", i));
    Group standard = event.addGroup("standard");
    Group strict = event.addGroup("strict");
    Group legacy = event.addGroup("legacy");
    for (int j = 0; j < LENGTH; j++) {
      standard.addGroup("list").append("element", (float) element("standard", i, j));
      strict.addGroup("list").append("element", element("strict", i, j));
      legacy.append("array", (int) element("legacy", i, j));
      event.append("bare", (float) element("bare", i, j));
    }
    event.append("text", "x").append("date", 1).append("time", 1L).append("money", 1L);
    event.add("old", Binary.fromConstantByteArray(new byte[12]));
    return event;
  }
}
