package io.lorentz.flink.exchange;

import java.util.Objects;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Type of a message between tasks: a generated record, written by {@link MessageSerializer}.
 *
 * @param <T> the record
 */
public final class MessageType<T extends SpecificRecordBase> extends TypeInformation<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;

  private MessageType(Class<T> type) {
    this.type = type;
  }

  /** The type of messages of this class. */
  public static <T extends SpecificRecordBase> MessageType<T> message(Class<T> type) {
    return new MessageType<>(type);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new MessageSerializer<>(type);
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return "MessageType<" + type.getSimpleName() + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageType<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return Objects.hash(MessageType.class, type);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof MessageType;
  }
}
