package io.lorentz.flink.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

class MessageTypeProperties {

  @Property
  void whatAMessageSaysArrives(@ForAll long seed) throws IOException {
    arrives(LogRecord.class, seed);
    arrives(GroupInput.class, seed);
  }

  private static <T extends SpecificRecordBase> void arrives(Class<T> type, long seed)
      throws IOException {
    TypeSerializer<T> serializer = serializer(type);
    T first = random(type, seed);
    T second = random(type, seed + 1);
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(first, out);
    serializer.serialize(second, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(serializer.deserialize(in)).isEqualTo(first);
    assertThat(serializer.deserialize(in)).isEqualTo(second);
    assertThat(in.available()).isZero();
  }

  @Example
  void stateOfMessagesIsRefused() {
    assertThatThrownBy(() -> serializer(LogRecord.class).snapshotConfiguration())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("io.lorentz.schemas.LogRecord")
        .hasMessageContaining("AvroTypeInfo");
  }

  private static <T extends SpecificRecordBase> TypeSerializer<T> serializer(Class<T> type) {
    return MessageType.message(type).createSerializer(new SerializerConfigImpl());
  }

  /** Any record its schema allows, by Avro's own generator. */
  private static <T extends SpecificRecordBase> T random(Class<T> type, long seed)
      throws IOException {
    Schema schema = SpecificData.get().getSchema(type);
    GenericRecord generic = (GenericRecord) new RandomData(schema, 1, seed).iterator().next();
    giveDigits(generic);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(generic, encoder);
    encoder.flush();
    return new SpecificDatumReader<>(type)
        .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
  }

  /** The generator's shortest bytes are none, but a number has a digit. */
  private static void giveDigits(GenericRecord generic) {
    for (Schema.Field field : generic.getSchema().getFields()) {
      generic.put(field.pos(), withDigits(generic.get(field.pos())));
    }
  }

  private static Object withDigits(Object value) {
    if (value instanceof GenericRecord inner) {
      giveDigits(inner);
    } else if (value instanceof List<?> several) {
      several.forEach(MessageTypeProperties::withDigits);
    } else if (value instanceof ByteBuffer bytes && !bytes.hasRemaining()) {
      return ByteBuffer.wrap(new byte[1]);
    }
    return value;
  }
}
