package io.lorentz.exchanges.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.BarRow.Finality;
import io.lorentz.schemas.TradeSide;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers and frames as the venues' documentation prints them. */
class DialectFixturesTest {

  private static final long A_MS = 1_767_225_600_000L;

  private static Contracts contracts(String venue) {
    return symbol ->
        switch (venue) {
          case "okx" -> new BigDecimal("0.01");
          case "gate" -> new BigDecimal("0.0001");
          case "kucoin" -> new BigDecimal("0.001");
          default -> BigDecimal.ONE;
        };
  }

  private static Dialect dialect(String venue) {
    return Dialects.of(venue).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, rest_candles_1m.json, 87521.5, 21.4038",
    "binance, rest_klines_1m.json, 87522.30, 85.214",
    "bybit, rest_kline_1m.json, 87519.80, 33.517",
    "okx, rest_candles_1m.json, 87520.7, 28.1055",
    "gate, rest_candlesticks_1m.json, 87518.1, 18.4512",
    "kucoin, rest_klines_1m.json, 87520.4, 4.210"
  })
  void answersGiveTheBarInBaseCurrencyAscending(
      String venue, String file, double close, double volume) throws UnreadableFrameException {
    Dialect dialect = dialect(venue);
    JsonNode answer = Fixtures.of(venue, file);
    assertThat(dialect.refusal(answer)).isEmpty();
    List<BarRow> rows = dialect.readBars(answer, dialect.symbol("BTCUSDT"), contracts(venue));
    assertThat(rows)
        .extracting(BarRow::startMs)
        .containsExactly(A_MS - 60_000, A_MS, A_MS + 60_000);
    assertThat(rows.get(1).close()).isEqualTo(close);
    assertThat(rows.get(1).volume()).isEqualTo(volume);
    assertThat(rows).allMatch(BarRow::isPossible);
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, rest_time.json, 1767225600012",
    "binance, rest_time.json, 1767225600012",
    "bybit, rest_time.json, 1688639403423",
    "okx, rest_time.json, 1767225600012",
    "kucoin, rest_time.json, 1729260030774"
  })
  void answersTellTheTime(String venue, String file, long timeMs) throws UnreadableFrameException {
    assertThat(dialect(venue).readClock(Fixtures.of(venue, file))).isEqualTo(timeMs);
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, rest_contracts.json, BTCUSDT, 0.1, 0.0001, 0.0001, 5, 1, 150",
    "binance, rest_exchange_info.json, BTCUSDT, 0.10, 0.001, 0.001, 100, 1, 0",
    "bybit, rest_instruments_info.json, BTCUSDT, 0.10, 0.001, 0.001, 5, 1, 100",
    "okx, rest_instruments_swap.json, ETH-USDT-SWAP, 0.01, 0.001, 0.001, 0, 0.1, 100",
    "kucoin, rest_contract_docs.json, XBTUSDTM, 0.1, 0.001, 0.001, 0, 0.001, 125"
  })
  void specificationsAreInBaseCurrency(
      String venue,
      String file,
      String symbol,
      BigDecimal tick,
      BigDecimal lot,
      BigDecimal minimum,
      BigDecimal notional,
      BigDecimal contract,
      BigDecimal leverage)
      throws UnreadableFrameException {
    Spec spec = dialect(venue).readSpec(Fixtures.of(venue, file), symbol);
    assertThat(spec.tickSize()).isEqualByComparingTo(tick);
    assertThat(spec.lotSize()).isEqualByComparingTo(lot);
    assertThat(spec.minQuantity()).isEqualByComparingTo(minimum);
    assertThat(spec.minNotional()).isEqualByComparingTo(notional);
    assertThat(spec.contractSize()).isEqualByComparingTo(contract);
    assertThat(spec.maxLeverage()).isEqualByComparingTo(leverage);
    assertThat(spec.tradable()).isTrue();
  }

  @Test
  void theSpecificationOfGateIsOneContractOfItsList() throws UnreadableFrameException {
    Spec spec =
        dialect("gate").readSpec(Fixtures.of("gate", "rest_contracts.json").get(0), "BTC_USDT");
    assertThat(spec.contractSize()).isEqualByComparingTo("0.0001");
    assertThat(spec.lotSize()).isEqualByComparingTo("0.0001");
    assertThat(spec.tickSize()).isEqualByComparingTo("0.1");
  }

  @Test
  void fundingPaymentsAreRead() throws UnreadableFrameException {
    assertThat(
            dialect("bitget")
                .readFundings(
                    Fixtures.of("bitget", "rest_funding.json").get("history-fund-rate"), "BTCUSDT"))
        .containsExactly(new FundingRow("BTCUSDT", 1_652_396_400_000L, new BigDecimal("-0.0003")));
    assertThat(
            dialect("binance")
                .readFundings(
                    Fixtures.of("binance", "rest_funding.json").get("fundingRate"), "BTCUSDT"))
        .containsExactly(new FundingRow("BTCUSDT", A_MS, new BigDecimal("0.00010000")));
    assertThat(
            dialect("bybit")
                .readFundings(Fixtures.of("bybit", "rest_funding_history.json"), "ETHPERP"))
        .containsExactly(new FundingRow("ETHPERP", 1_672_041_600_000L, new BigDecimal("0.0001")));
    assertThat(
            dialect("okx")
                .readFundings(
                    Fixtures.of("okx", "rest_funding_rate.json").get("history"), "BTC-USDT-SWAP"))
        .containsExactly(
            new FundingRow(
                "BTC-USDT-SWAP", 1_703_059_200_000L, new BigDecimal("0.0000746572360545")));
    assertThat(
            dialect("gate").readFundings(Fixtures.of("gate", "rest_funding_rate.json"), "BTC_USDT"))
        .containsExactly(
            new FundingRow("BTC_USDT", 1_543_968_000_000L, new BigDecimal("0.000157")));
    assertThat(
            dialect("kucoin")
                .readFundings(
                    Fixtures.of("kucoin", "rest_funding.json").get("history"), "XBTUSDTM"))
        .extracting(FundingRow::timeMs)
        .containsExactly(1_702_267_200_000L, 1_702_296_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, ws_trade_sequence.json, BTCUSDT",
    "binance, ws_agg_trade_sequence.json, BTCUSDT",
    "bybit, ws_trade_sequence.json, BTCUSDT",
    "okx, ws_trades_sequence.json, BTC-USDT-SWAP",
    "gate, ws_trades_sequence.json, BTC_USDT"
  })
  void tradesAreReadWithTheTakersSide(String venue, String file, String symbol)
      throws UnreadableFrameException {
    int trades = 0;
    for (JsonNode step : Fixtures.of(venue, file)) {
      List<FeedEvent> events =
          dialect(venue).read(Fixtures.frame(step.get("frame")), contracts(venue));
      for (FeedEvent event : events) {
        FeedEvent.TradeSeen trade = (FeedEvent.TradeSeen) event;
        trades++;
        assertThat(trade.symbol()).isEqualTo(symbol);
        assertThat(trade.price()).isBetween(87_000.0, 88_000.0);
        assertThat(trade.size()).isPositive().isLessThan(100);
        assertThat(trade.timeMs()).isBetween(A_MS - 60_000, A_MS + 120_000);
        assertThat(trade.aggressor()).isNotEqualTo(TradeSide.UNKNOWN);
      }
    }
    assertThat(trades).isPositive();
  }

  @Test
  void tradesOfOneFrameOfBitgetComeOldestFirst() throws UnreadableFrameException {
    for (JsonNode step : Fixtures.of("bitget", "ws_trade_sequence.json")) {
      List<FeedEvent> events =
          dialect("bitget").read(Fixtures.frame(step.get("frame")), Contracts.ONE);
      assertThat(events)
          .isSortedAccordingTo(
              java.util.Comparator.comparingLong(event -> ((FeedEvent.TradeSeen) event).timeMs()));
    }
  }

  @Test
  void aTradeOfTheInsuranceFundIsNoTrade() throws UnreadableFrameException {
    String frame = Fixtures.frame(Fixtures.of("gate", "ws_trades_docs.json"));
    assertThat(dialect("gate").read(frame, contracts("gate"))).isEmpty();
  }

  @Test
  void lotsAndNanosecondsOfKucoinAreConverted() throws UnreadableFrameException {
    String frame = Fixtures.frame(Fixtures.of("kucoin", "ws_execution_docs.json"));
    assertThat(dialect("kucoin").read(frame, contracts("kucoin")))
        .containsExactly(
            new FeedEvent.TradeSeen(
                "XBTUSDTM", "1794100537695", 1_731_898_619_520L, 90_503.9, 0.002, TradeSide.BUY));
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, ws_subscribe_ack.json, ",
    "binance, ws_subscribe.json, ack",
    "bybit, ws_subscribe.json, ack",
    "okx, ws_subscribe.json, ack",
    "gate, ws_subscribe.json, ack"
  })
  void acknowledgementsAreTold(String venue, String file, String field)
      throws UnreadableFrameException {
    assertThat(dialect(venue).read(text(venue, file, field), Contracts.ONE))
        .containsExactly(new FeedEvent.Acknowledged());
  }

  @ParameterizedTest
  @CsvSource({
    "bitget, ws_subscribe_error.json, ",
    "binance, ws_subscribe.json, error",
    "bybit, ws_subscribe.json, error",
    "okx, ws_subscribe.json, error_wrong_url",
    "gate, ws_subscribe.json, error",
    "kucoin, ws_subscribe.json, error"
  })
  void refusalsAreTold(String venue, String file, String field) throws UnreadableFrameException {
    assertThat(dialect(venue).read(text(venue, file, field), Contracts.ONE))
        .hasSize(1)
        .first()
        .isInstanceOf(FeedEvent.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "okx, ws_subscribe.json, notice_upgrade",
    "gate, ws_subscribe.json, upgrade_notice",
    "kucoin, ws_subscribe.json, token_expired"
  })
  void noticesOfACutAreTold(String venue, String file, String field)
      throws UnreadableFrameException {
    assertThat(dialect(venue).read(text(venue, file, field), Contracts.ONE))
        .hasSize(1)
        .first()
        .isInstanceOf(FeedEvent.MustReconnect.class);
  }

  private static String text(String venue, String file, String field) {
    JsonNode node = Fixtures.of(venue, file);
    return Fixtures.frame(field == null || field.isEmpty() ? node : node.get(field));
  }

  @Test
  void theSubscriptionsAreThoseOfTheDocumentation() throws UnreadableFrameException {
    List<String> one = List.of("BTCUSDT");
    assertThat(Json.parse(first("bybit", one, true)).get("args"))
        .isEqualTo(Json.parse("[\"kline.1.BTCUSDT\",\"publicTrade.BTCUSDT\"]"));
    assertThat(Json.parse(first("binance", one, true)).get("params"))
        .isEqualTo(Json.parse("[\"btcusdt@kline_1m\",\"btcusdt@aggTrade\"]"));
    assertThat(Json.parse(first("okx", List.of("BTC-USDT-SWAP"), false)).get("args").get(0))
        .isEqualTo(Fixtures.of("okx", "ws_subscribe.json").at("/business_request/args/0"));
    assertThat(Json.parse(first("gate", List.of("BTC_USDT"), false)).get("payload"))
        .isEqualTo(Fixtures.of("gate", "ws_subscribe.json").at("/request_candles_1m/payload"));
    assertThat(Json.parse(first("kucoin", List.of("XBTUSDTM", "ETHUSDTM", "SOLUSDTM"), false)))
        .isEqualTo(Fixtures.of("kucoin", "ws_subscribe.json").get("request_candles"));
    assertThat(Json.parse(first("bitget", one, false)).at("/args/0"))
        .isEqualTo(Fixtures.of("bitget", "ws_subscribe_candles_request.json").at("/args/0"));
  }

  private static String first(String venue, List<String> symbols, boolean trades) {
    Extras extras = new Extras(trades, false, false);
    return dialect(venue).links(symbols, extras, A_MS).get(0).subscriptions().get(0);
  }

  @Test
  void klinesOfBinanceGoOverTheSocketThatCarriesThem() {
    assertThat(dialect("binance").links(List.of("BTCUSDT"), Extras.NONE, A_MS))
        .extracting(Link::path)
        .containsExactly("/market/stream");
  }

  @ParameterizedTest
  @CsvSource({"bitget", "bybit", "okx", "gate", "kucoin", "binance"})
  void answersThatRefuseAreTold(String venue) {
    int refusals = 0;
    for (JsonNode row : Fixtures.of(venue, "errors.json")) {
      if (row.has("body")) {
        assertThat(dialect(venue).refusal(row.get("body"))).as("%s", row).isPresent();
        refusals++;
      }
    }
    assertThat(refusals).isGreaterThan(5);
  }

  @Test
  void aFrameThatIsNoneSaysSo() {
    for (Dialect dialect : Dialects.all()) {
      for (String frame : List.of("", "{", "null", "[]", "{\"a\":1}", "7", "\"ping\"", "{}{}")) {
        assertThatThrownBy(() -> dialect.read(frame, Contracts.ONE))
            .as("%s %s", dialect.venue(), frame)
            .isInstanceOf(UnreadableFrameException.class);
      }
    }
  }

  @Test
  void recordedFramesOfBybitAreRead() throws UnreadableFrameException {
    String frame =
        "{\"topic\":\"kline.1.BTCUSDT\",\"data\":[{\"start\":1786310760000,\"end\":1786310819999,"
            + "\"interval\":\"1\",\"open\":\"65119.9\",\"close\":\"65114.3\",\"high\":\"65119.9\","
            + "\"low\":\"65114.2\",\"volume\":\"1.576\",\"turnover\":\"102627.995\","
            + "\"confirm\":false,\"timestamp\":1786310818440}],\"ts\":1786310818440,"
            + "\"type\":\"snapshot\"}";
    assertThat(dialect("bybit").read(frame, Contracts.ONE))
        .containsExactly(
            new FeedEvent.BarSeen(
                new BarRow(
                    "BTCUSDT",
                    1_786_310_760_000L,
                    65_119.9,
                    65_119.9,
                    65_114.2,
                    65_114.3,
                    1.576,
                    Finality.OPEN)));
  }
}
