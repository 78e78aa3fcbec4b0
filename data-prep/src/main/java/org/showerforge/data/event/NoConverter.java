package org.showerforge.data.event;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Parquet's column reader wants a tree of converters although values are pulled from it. */
final class NoConverter extends GroupConverter {
  private final GroupType type;

  NoConverter(GroupType type) {
    this.type = type;
  }

  @Override
  public Converter getConverter(int fieldIndex) {
    Type field = type.getType(fieldIndex);
    return field.isPrimitive() ? new PrimitiveConverter() {} : new NoConverter(field.asGroupType());
  }

  @Override
  public void start() {}

  @Override
  public void end() {}
}
