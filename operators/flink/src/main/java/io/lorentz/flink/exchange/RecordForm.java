package io.lorentz.flink.exchange;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How the records of one schema are written: their fields, one after the other. */
final class RecordForm implements ValueForm {

  private final Class<?> type;
  private final Constructor<?> constructor;
  private final ValueForm[] fields;

  /**
   * Takes a schema apart.
   *
   * @throws IllegalArgumentException if a field is of a kind that no message has
   */
  RecordForm(Schema schema, ClassLoader loader) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException("no message holds " + schema);
    }
    type = generated(schema, loader);
    try {
      constructor = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " is not a generated record", e);
    }
    List<Schema.Field> described = schema.getFields();
    fields = new ValueForm[described.size()];
    for (Schema.Field field : described) {
      fields[field.pos()] = ValueForm.of(field.schema(), loader);
    }
  }

  static Class<?> generated(Schema schema, ClassLoader loader) {
    return new SpecificData(loader).getClass(schema);
  }

  SpecificRecordBase create() {
    try {
      return (SpecificRecordBase) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  @Override
  public void write(Object value, DataOutputView target) throws IOException {
    SpecificRecordBase message = (SpecificRecordBase) value;
    for (int i = 0; i < fields.length; i++) {
      fields[i].write(message.get(i), target);
    }
  }

  @Override
  public Object read(DataInputView source) throws IOException {
    SpecificRecordBase message = create();
    for (int i = 0; i < fields.length; i++) {
      message.put(i, fields[i].read(source));
    }
    return message;
  }
}
