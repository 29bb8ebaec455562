package io.lorentz.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.LogRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.message.MissingSchemaException;
import org.junit.jupiter.api.Test;

class WireCodecTest {

  private final WireCodec<LogRecord> codec = WireCodec.of(LogRecord.class);

  @Test
  void whatIsEncodedIsDecodedBitForBit() throws IOException {
    LogRecord bar =
        new LogRecord(
            1_746_372_840_000L,
            0,
            new Bar(
                "BTCUSDT",
                60_000L,
                1_746_372_840_000L,
                95505.4,
                95505.5,
                0.1 + 0.2,
                Math.nextUp(1.0),
                16.536,
                BarQuality.PARTIAL,
                true,
                3));

    assertThat(codec.decode(codec.encode(bar))).isEqualTo(bar);
  }

  @Test
  void moneyKeepsEveryDigit() throws IOException {
    BigDecimal rate = new BigDecimal("-0.000072130000000001");
    LogRecord funding = new LogRecord(1L, 0, new Funding("ETHUSDT", 0L, rate));

    Funding decoded = (Funding) codec.decode(codec.encode(funding)).getPayload();

    assertThat(decoded.getRate()).isEqualTo(rate);
  }

  @Test
  void anUnknownSchemaIsRefused() {
    byte[] bytes = codec.encode(new LogRecord(1L, 0, new Funding("ETHUSDT", 0L, scaled("0.0001"))));
    bytes[5] ^= 1;

    assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(MissingSchemaException.class);
  }

  @Test
  void everyFieldSaysWhatItMeans() {
    assertDocumented(LogRecord.getClassSchema(), new HashSet<>());
  }

  private static void assertDocumented(Schema schema, Set<String> seen) {
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(type -> assertDocumented(type, seen));
      case ARRAY -> assertDocumented(schema.getElementType(), seen);
      case ENUM -> assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
          for (Schema.Field field : schema.getFields()) {
            assertThat(field.doc()).as(schema.getName() + "." + field.name()).isNotBlank();
            assertDocumented(field.schema(), seen);
          }
        }
      }
      default -> {}
    }
  }

  private static BigDecimal scaled(String number) {
    return new BigDecimal(number).setScale(18);
  }
}
