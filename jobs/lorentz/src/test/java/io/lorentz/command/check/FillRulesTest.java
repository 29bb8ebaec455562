package io.lorentz.command.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.LogRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which fills three bars of a minute can have given; minute 0 is the one that gave the signal. */
final class FillRulesTest {

  private static final long MINUTE_MS = 60_000;
  private static final List<String> ORDER =
      List.of("account", "clientId", "instrument", "decisionTimeMs", "side", "type", "intent");
  private static final List<String> OUTCOME = List.of("outcome", "price", "referencePrice");

  private final FillRules rules = new FillRules();

  @Test
  void anOrderAtMarketFillsAtTheNextOpenOrWorse() {
    assertThat(faults("BUY", "MARKET", 1, 2, "105", "105")).isEmpty();
    assertThat(faults("BUY", "MARKET", 1, 2, "105.2", "105")).isEmpty();
    assertThat(faults("SELL", "MARKET", 1, 2, "104.8", "105")).isEmpty();
  }

  @Test
  void aBetterPriceThanTheOpenIsAFault() {
    assertThat(faults("BUY", "MARKET", 1, 2, "104.9", null))
        .singleElement()
        .asString()
        .contains("buys BTCUSDT", "at 104.9: better than 105, the open of its bar");
    assertThat(faults("SELL", "MARKET", 1, 2, "105.1", null))
        .singleElement()
        .asString()
        .contains("better than 105");
  }

  @Test
  void aPriceBeforeSlipThatTheBarsNeverHadIsAFault() {
    assertThat(faults("BUY", "MARKET", 1, 2, "105.2", "104"))
        .singleElement()
        .asString()
        .contains("before spread and slip at 104, which is not within");
  }

  @Test
  void aFillToldBeforeItsBarHadClosedIsAFault() {
    assertThat(faults("BUY", "MARKET", 1, 1, "200", null))
        .singleElement()
        .asString()
        .contains("no bar of BTCUSDT lies there");
  }

  @Test
  void aFillThatIsStampedBeforeItsDecisionIsAFault() {
    assertThat(faults("BUY", "MARKET", 0, 2, "200", null)).hasSize(1);
  }

  @Test
  void aStopIsHeldAgainstTheBarThatSetItOff() {
    // Stamped with the close of minute 2 (low 90, high 112), or with its open by a gap.
    assertThat(faults("SELL", "STOP_MARKET", 3, 3, "91", "92")).isEmpty();
    assertThat(faults("SELL", "STOP_MARKET", 2, 3, "98", "99")).isEmpty();
    assertThat(faults("SELL", "STOP_MARKET", 3, 3, "112.1", null))
        .singleElement()
        .asString()
        .contains("better than 112, the best price of its bars");
  }

  @Test
  void aLimitMayFillAtAPriceInsideItsBars() {
    assertThat(faults("BUY", "LIMIT", 2, 2, "101", "101")).isEmpty();
    assertThat(faults("BUY", "LIMIT", 2, 2, "99", "99"))
        .singleElement()
        .asString()
        .contains("better than 100");
  }

  @Test
  void syntheticBarsFillNothing() {
    rules.take(List.of(order("BUY", "MARKET", "ENTRY"), outcome(1, "105", null)), 2 * MINUTE_MS);

    assertThat(rules.faults(() -> bars(BarQuality.SYNTHETIC).iterator())).hasSize(1);
  }

  @Test
  void aLiquidationIsHeldAgainstNoBar() {
    rules.take(List.of(order("SELL", "MARKET", "LIQUIDATION"), outcome(1, "500", null)), MINUTE_MS);

    assertThat(rules.faults(() -> bars(BarQuality.COMPLETE).iterator())).isEmpty();
    assertThat(rules.count()).isZero();
  }

  private List<String> faults(
      String side, String type, int minute, int told, String price, String reference) {
    FillRules fresh = new FillRules();
    fresh.take(
        List.of(order(side, type, "ENTRY"), outcome(minute, price, reference)), told * MINUTE_MS);
    assertThat(fresh.count()).isEqualTo(1);
    return fresh.faults(() -> bars(BarQuality.COMPLETE).iterator());
  }

  /** Decided at the close of the first bar. */
  private static CheckedRow order(String side, String type, String intent) {
    return new CheckedRow(
        RowNames.ORDERS,
        "main E1",
        MINUTE_MS,
        ORDER,
        List.of("main", "E1", "BTCUSDT", MINUTE_MS, side, type, intent));
  }

  private static CheckedRow outcome(int minute, String price, String reference) {
    return new CheckedRow(
        RowNames.OUTCOMES,
        "main E1",
        minute * MINUTE_MS,
        OUTCOME,
        Arrays.asList(
            "FILLED", new BigDecimal(price), reference == null ? null : new BigDecimal(reference)));
  }

  private static List<LogRecord> bars(BarQuality second) {
    List<LogRecord> log = new ArrayList<>();
    log.add(bar(1, 100, 103, 98, 102, BarQuality.COMPLETE));
    log.add(bar(2, 105, 110, 100, 108, second));
    log.add(bar(3, 99, 112, 90, 95, BarQuality.COMPLETE));
    return log;
  }

  private static LogRecord bar(
      int close, double open, double high, double low, double last, BarQuality quality) {
    return new LogRecord(
        close * MINUTE_MS,
        0,
        new Bar(
            "BTCUSDT",
            MINUTE_MS,
            close * MINUTE_MS,
            open,
            high,
            low,
            last,
            1.0,
            quality,
            false,
            0));
  }
}
