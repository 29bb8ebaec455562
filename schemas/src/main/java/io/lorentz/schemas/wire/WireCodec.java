package io.lorentz.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Avro single-object encoding: two marker bytes, the fingerprint of the writer's schema, the datum.
 * Whatever was ever written can be read: the schemas of all versions lie beside this class and are
 * found by their fingerprint.
 *
 * <p>Instances are immutable; {@link #encode} and {@link #decode} are safe from several threads.
 *
 * @param <T> generated class of the record
 */
public final class WireCodec<T extends SpecificRecordBase> {

  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  private WireCodec(SpecificData model, Schema current, List<Schema> history) {
    this.encoder = new BinaryMessageEncoder<>(model, current);
    this.decoder = new BinaryMessageDecoder<>(model, current);
    history.forEach(decoder::addSchema);
  }

  /** The codec of a record, able to read every version that {@link SchemaHistory} keeps of it. */
  public static <T extends SpecificRecordBase> WireCodec<T> of(Class<T> type) {
    SpecificData model = SpecificData.getForClass(type);
    return new WireCodec<>(model, model.getSchema(type), SchemaHistory.of(type.getSimpleName()));
  }

  /** Encodes one record. */
  public byte[] encode(T value) {
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
  }

  /**
   * Decodes one record.
   *
   * @throws IOException if the bytes are cut short or their schema is unknown
   */
  public T decode(byte[] bytes) throws IOException {
    return decoder.decode(bytes);
  }

  /** Decodes one record from a stream and leaves the stream behind it. */
  public T decode(InputStream in) throws IOException {
    return decoder.decode(in);
  }
}
