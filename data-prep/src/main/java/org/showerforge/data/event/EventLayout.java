package org.showerforge.data.event;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** How a Parquet file holds the events' responses. */
public enum EventLayout {
  /** All values, in the detector's order: {@code response}. */
  DENSE {
    @Override
    void addResponse(Types.GroupBuilder<MessageType> schema) {
      schema.requiredList().requiredElement(FLOAT).named(EventSchema.RESPONSE);
    }
  },
  /**
   * The values that are not 0: {@code cells}, their places in the detector's order, from 0 and
   * ascending, and {@code energies}, as long.
   */
  SPARSE {
    @Override
    void addResponse(Types.GroupBuilder<MessageType> schema) {
      schema.requiredList().requiredElement(INT32).named(EventSchema.CELLS);
      schema.requiredList().requiredElement(FLOAT).named(EventSchema.ENERGIES);
    }
  };

  abstract void addResponse(Types.GroupBuilder<MessageType> schema);

  /**
   * The columns as Parquet has them, in the standard three-level lists, which Spark, DuckDB and
   * pyarrow all read as plain lists.
   *
   * @param carried the names of further columns, of doubles
   */
  MessageType schema(List<String> carried) {
    Types.GroupBuilder<MessageType> schema =
        Types.buildMessage()
            .required(INT64)
            .named(EventSchema.EVENT_ID)
            .requiredList()
            .requiredElement(FLOAT)
            .named(EventSchema.CONDITIONS);
    addResponse(schema);
    schema.required(FLOAT).named(EventSchema.WEIGHT);
    carried.forEach(name -> schema.required(DOUBLE).named(name));
    return schema.named("event");
  }
}
