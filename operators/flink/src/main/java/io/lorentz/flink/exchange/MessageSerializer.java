package io.lorentz.flink.exchange;

import java.io.IOException;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a generated record field by field, as its schema says, without Avro's encoding. A record
 * with a union is on Avro's slow path (no generated coder), and every hop from task to task would
 * pay for it with more than the decisions on the record cost.
 *
 * <p>Messages are immutable, so a copy is the message itself. In state it is refused, loudly: see
 * the package.
 *
 * @param <T> the record
 */
final class MessageSerializer<T extends SpecificRecordBase> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private transient RecordForm form;

  MessageSerializer(Class<T> type) {
    this.type = type;
  }

  private RecordForm form() {
    if (form == null) {
      Schema schema = SpecificData.get().getSchema(type);
      form = new RecordForm(schema, type.getClassLoader());
    }
    return form;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new MessageSerializer<>(type);
  }

  @Override
  public T createInstance() {
    return type.cast(form().create());
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T message, DataOutputView target) throws IOException {
    form().write(message, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return type.cast(form().read(source));
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw new UnsupportedOperationException(
        "a message between tasks was put into state: "
            + type.getName()
            + "; give that state an AvroTypeInfo, whose schema evolves");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageSerializer<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(MessageSerializer.class, type);
  }
}
