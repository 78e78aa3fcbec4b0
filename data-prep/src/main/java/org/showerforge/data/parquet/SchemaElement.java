package org.showerforge.data.parquet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of a schema as the footer has it: a group or a column. */
final class SchemaElement {
  private static final List<String> PHYSICAL =
      List.of(
          "BOOLEAN",
          "INT32",
          "INT64",
          "INT96",
          "FLOAT",
          "DOUBLE",
          "BYTE_ARRAY",
          "FIXED_LEN_BYTE_ARRAY");

  /** Converted types, by their numbers. */
  private static final List<String> CONVERTED =
      List.of(
          "UTF8",
          "MAP",
          "MAP_KEY_VALUE",
          "LIST",
          "ENUM",
          "DECIMAL",
          "DATE",
          "TIME_MILLIS",
          "TIME_MICROS",
          "TIMESTAMP_MILLIS",
          "TIMESTAMP_MICROS",
          "UINT_8",
          "UINT_16",
          "UINT_32",
          "UINT_64",
          "INT_8",
          "INT_16",
          "INT_32",
          "INT_64",
          "JSON",
          "BSON",
          "INTERVAL");

  /** Logical types, by their field in the union; the ninth is not given away. */
  private static final List<String> LOGICAL =
      List.of(
          "NONE",
          "STRING",
          "MAP",
          "LIST",
          "ENUM",
          "DECIMAL",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "RESERVED",
          "INTEGER",
          "UNKNOWN",
          "JSON",
          "BSON",
          "UUID",
          "FLOAT16",
          "VARIANT",
          "GEOMETRY",
          "GEOGRAPHY");

  private static final String SIGNED = "INT";
  private static final String UNSIGNED = "UINT";
  private static final String INTEGER = "INTEGER";

  private int type = -1;
  private int repetition;
  private int children;
  private String name = "";
  private String converted = "";
  private String logical = "";
  private boolean signed = true;

  private SchemaElement() {}

  static SchemaElement read(CompactReader in) throws DamagedException {
    SchemaElement element = new SchemaElement();
    in.struct(id -> element.field(in, id));
    if (element.type >= PHYSICAL.size() || element.repetition < 0 || element.repetition > 2) {
      throw new DamagedException("its schema has an element of unknown type or repetition");
    }
    if (element.children < 0 || (element.type >= 0 && element.children > 0)) {
      throw new DamagedException("its schema has a column with columns in it");
    }
    return element;
  }

  private void field(CompactReader in, int id) throws DamagedException {
    switch (id) {
      case 1 -> type = in.int32();
      case 3 -> repetition = in.int32();
      case 4 -> name = in.text();
      case 5 -> children = in.int32();
      case 6 -> converted = named(CONVERTED, in.int32());
      case 10 -> in.nested(kind -> logical(in, kind));
      default -> in.skip();
    }
  }

  private void logical(CompactReader in, int kind) throws DamagedException {
    logical = named(LOGICAL, kind);
    if (!logical.equals(INTEGER)) {
      in.skip();
      return;
    }
    in.nested(
        id -> {
          if (id == 2) {
            signed = in.bool();
          } else {
            in.skip();
          }
        });
  }

  private static String named(List<String> names, int id) {
    return id >= 0 && id < names.size() ? names.get(id) : "an unknown type";
  }

  String name() {
    return name;
  }

  int repetition() {
    return repetition;
  }

  int children() {
    return children;
  }

  /** Its physical type's number; negative: it is a group. */
  int physical() {
    return type;
  }

  boolean isLeaf() {
    return type >= 0;
  }

  boolean isList() {
    return !isLeaf() && (logical.equals("LIST") || converted.equals("LIST"));
  }

  /** The type of its numbers, or null if it has none. */
  @Nullable NumberType numberType() {
    if (!isLeaf()) {
      return null;
    }
    String note = annotation();
    boolean unsigned = note.equals(INTEGER) ? !signed : note.startsWith(UNSIGNED);
    boolean integer = note.equals(INTEGER) || unsigned || note.startsWith(SIGNED + "_");
    return switch (PHYSICAL.get(type)) {
      case "BOOLEAN" -> note.isEmpty() ? NumberType.BOOLEAN : null;
      case "FLOAT" -> note.isEmpty() ? NumberType.FLOAT : null;
      case "DOUBLE" -> note.isEmpty() ? NumberType.DOUBLE : null;
      case "INT32" -> integer || note.isEmpty() ? signedOr(unsigned, false) : null;
      case "INT64" -> integer || note.isEmpty() ? signedOr(unsigned, true) : null;
      default -> null;
    };
  }

  private static NumberType signedOr(boolean unsigned, boolean wide) {
    if (wide) {
      return unsigned ? NumberType.UINT64 : NumberType.INT64;
    }
    return unsigned ? NumberType.UINT32 : NumberType.INT32;
  }

  /** What the numbers mean: the logical type, or the converted type that older writers give. */
  private String annotation() {
    return logical.isEmpty() ? converted : logical;
  }

  /** Its type, for messages. */
  String typeName() {
    if (!isLeaf()) {
      return annotation().isEmpty() ? "a group of columns" : annotation();
    }
    String note = annotation();
    return note.isEmpty() ? PHYSICAL.get(type) : note + " (" + PHYSICAL.get(type) + ")";
  }
}
