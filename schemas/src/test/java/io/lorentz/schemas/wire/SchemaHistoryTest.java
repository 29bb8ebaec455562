package io.lorentz.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.InferenceRecord;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.RunOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written by any version of a schema is read by this one. */
class SchemaHistoryTest {

  private static final int DATUMS = 20;
  private static final long SEED = 7;

  /** What crosses the log, and what lives in state under its own name. */
  static Stream<Class<? extends SpecificRecordBase>> written() throws IOException {
    List<Class<? extends SpecificRecordBase>> types = new ArrayList<>();
    types.add(LogRecord.class);
    types.add(RunOutput.class);
    types.add(InferenceRecord.class);
    try (Stream<Path> files = Files.list(Path.of("src/main/avro"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".avsc", "");
        if (name.endsWith("State")) {
          types.add(classOf(name));
        }
      }
    }
    return types.stream();
  }

  @ParameterizedTest
  @MethodSource("written")
  void theCurrentSchemaIsTheLastOfItsHistory(Class<? extends SpecificRecordBase> type) {
    List<Schema> history = SchemaHistory.of(type.getSimpleName());
    Schema current = SpecificData.get().getSchema(type);

    assertThat(history)
        .as("a changed schema needs a new version: history/%s-N.avsc", type.getSimpleName())
        .isNotEmpty();
    assertThat(canonical(history.get(history.size() - 1)))
        .as(
            "a changed schema needs a new version: write the schema below to history/%s-%d.avsc%n%s",
            type.getSimpleName(), history.size() + 1, current)
        .isEqualTo(canonical(current));
  }

  @ParameterizedTest
  @MethodSource("written")
  void everyOldVersionStillDecodes(Class<? extends SpecificRecordBase> type) throws IOException {
    WireCodec<? extends SpecificRecordBase> codec = WireCodec.of(type);
    for (Schema version : SchemaHistory.of(type.getSimpleName())) {
      BinaryMessageEncoder<Object> writer = new BinaryMessageEncoder<>(GenericData.get(), version);
      for (Object datum : new RandomData(version, DATUMS, SEED)) {
        byte[] bytes = writer.encode(legal(version, datum)).array();
        assertThat(codec.decode(bytes)).isInstanceOf(type);
      }
    }
  }

  /** Random bytes may be none at all, which no decimal is. */
  private static Object legal(Schema schema, Object datum) {
    if (datum instanceof GenericData.Record inner) {
      for (Schema.Field field : inner.getSchema().getFields()) {
        inner.put(field.pos(), legal(field.schema(), inner.get(field.pos())));
      }
    } else if (datum instanceof List<?> list) {
      return list.stream().map(element -> legal(schema.getElementType(), element)).toList();
    } else if (datum instanceof ByteBuffer bytes && !bytes.hasRemaining()) {
      return ByteBuffer.wrap(new byte[] {1});
    }
    return datum;
  }

  private static String canonical(Schema schema) {
    return SchemaNormalization.toParsingForm(schema);
  }

  private static Class<? extends SpecificRecordBase> classOf(String name) {
    try {
      return Class.forName("io.lorentz.schemas." + name).asSubclass(SpecificRecordBase.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
