package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.schemas.OrderSide;
import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ClassicDecimalsProperties {

  private final OrderDialect dialect = new ClassicDialect();

  @Provide
  Arbitrary<BigDecimal> amounts() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 999_999_999_999L),
            Arbitraries.integers().between(-6, 12))
        .as(BigDecimal::valueOf);
  }

  @Property
  void whatIsAskedForIsWrittenToTheLastDigitWithoutExponent(
      @ForAll("amounts") BigDecimal quantity,
      @ForAll("amounts") BigDecimal price,
      @ForAll("amounts") BigDecimal stop)
      throws UnreadableFrameException {
    Ask ask =
        new Ask.Place(
            "BTCUSDT",
            "a1",
            OrderSide.BUY,
            quantity,
            Optional.of(price),
            true,
            false,
            Optional.of(stop));
    JsonNode body = Json.parse(dialect.begin(ask).call().body());
    assertThat(plain(body, "size")).isEqualByComparingTo(quantity);
    assertThat(plain(body, "price")).isEqualByComparingTo(price);
    assertThat(plain(body, "presetStopLossPrice")).isEqualByComparingTo(stop);
  }

  @Property
  void whatIsReadIsWhatWasWritten(
      @ForAll("amounts") BigDecimal price,
      @ForAll("amounts") BigDecimal quantity,
      @ForAll("amounts") BigDecimal fee) {
    String body =
        "{\"code\":\"00000\",\"data\":{\"fillList\":[{\"tradeId\":\"1\",\"symbol\":\"BTCUSDT\","
            + "\"orderId\":\"2\",\"side\":\"sell\",\"tradeScope\":\"maker\",\"cTime\":\"5\","
            + "\"price\":\""
            + price.toPlainString()
            + "\",\"baseVolume\":\""
            + quantity.toPlainString()
            + "\",\"feeDetail\":[{\"feeCoin\":\"USDT\",\"totalFee\":\"-"
            + fee.toPlainString()
            + "\"}]}],\"endId\":\"1\"}}";
    Outcome.Fills fills =
        (Outcome.Fills)
            dialect.begin(new Ask.FillsSince("BTCUSDT", 1)).take(200, body).orElseThrow();
    assertThat(fills.fills().get(0).price()).isEqualByComparingTo(price);
    assertThat(fills.fills().get(0).quantity()).isEqualByComparingTo(quantity);
    assertThat(fills.fills().get(0).fee()).isEqualByComparingTo(fee);
  }

  private static BigDecimal plain(JsonNode body, String field) {
    String text = body.get(field).textValue();
    assertThat(text).matches("[0-9.]+");
    return new BigDecimal(text);
  }
}
