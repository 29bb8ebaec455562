package io.lorentz.schemas.rows;

import io.lorentz.schemas.RunOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * 64-bit fingerprints of encoded rows; two rows of one key that differ collide once in 2^64. Not
 * for several threads.
 */
public final class RowFingerprint {

  private final SpecificDatumWriter<RunOutput> writer = new SpecificDatumWriter<>(RunOutput.class);
  private final OpenBytes bytes = new OpenBytes();
  private BinaryEncoder encoder;

  /** The fingerprint of a row. */
  public long of(RunOutput row) {
    try {
      bytes.reset();
      encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
      writer.write(row, encoder);
      encoder.flush();
      return bytes.fingerprint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class OpenBytes extends ByteArrayOutputStream {
    long fingerprint() {
      return SchemaNormalization.fingerprint64(toByteArray());
    }
  }
}
