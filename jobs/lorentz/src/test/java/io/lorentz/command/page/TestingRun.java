package io.lorentz.command.page;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.OrderType;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.SizeBound;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows and records of a run that never was. */
final class TestingRun {

  static final long MINUTE_MS = 60_000;
  static final long NOON_MS = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  static final String CONFIGURATION = "c0ffee".repeat(10) + "c0ff";

  private TestingRun() {}

  static RunTerms terms() {
    return new RunTerms(
        CONFIGURATION,
        Map.of(
            "main", new AccountTerms(true, 0.02, 0.03, "main"),
            "unlimited", new AccountTerms(false, 0.02, 0.03, "main")),
        false);
  }

  static BigDecimal amount(String text) {
    return Money.toBorder(new BigDecimal(text));
  }

  static LogRecord logged(long atMs, Object payload) {
    return new LogRecord(atMs, 0, payload);
  }

  static RunOutput row(Object payload) {
    return new RunOutput(payload);
  }

  static RunOutput point(String account, long timeMs, String equity) {
    return row(
        EquityPoint.newBuilder()
            .setAccount(account)
            .setTimeMs(timeMs)
            .setBalance(amount("9941.25"))
            .setEquity(amount(equity))
            .setExposure(amount("5250.5"))
            .setDayLoss(0.0123)
            .setDrawdown(0.0171)
            .setOpenPositions(2)
            .setTrading(true)
            .setBars(1)
            .setMissingBars(0)
            .setGaps(0)
            .setSignals(12)
            .build());
  }

  static Signal signal(String instrument, long atMs, int direction) {
    return new Signal(
        atMs,
        0,
        instrument,
        atMs,
        atMs - 2 * MINUTE_MS,
        direction,
        0.7312,
        0.8125,
        300_000L,
        41.25,
        60_123.4,
        BarQuality.COMPLETE,
        "main");
  }

  static String id(int number) {
    return "L" + String.format(java.util.Locale.ROOT, "%025d", number) + "e";
  }

  static RunOutput entry(int number, String instrument, long atMs, boolean denied) {
    return row(
        OrderDecision.newBuilder()
            .setAccount("main")
            .setClientId(id(number))
            .setDecisionTimeMs(atMs)
            .setInstrument(instrument)
            .setIntent(OrderIntent.ENTRY)
            .setAttempt(0)
            .setSide(number % 2 == 0 ? OrderSide.BUY : OrderSide.SELL)
            .setType(OrderType.MARKET)
            .setQuantity(amount(denied ? "0" : "0.062"))
            .setStopPrice(denied ? null : amount("59880.5"))
            .setTierMs(300_000)
            .setLeverage(10)
            .setSizeBound(denied ? null : SizeBound.TIER)
            .setStopToCost(3.2)
            .setValidUntilMs(atMs + 2 * MINUTE_MS)
            .setLimitPrice(null)
            .build());
  }

  static RunOutput outcome(int number, long atMs, boolean denied) {
    return row(
        OrderOutcome.newBuilder()
            .setAccount("main")
            .setClientId(id(number))
            .setOutcome(denied ? OrderOutcomeKind.DENIED : OrderOutcomeKind.FILLED)
            .setOutcomeTimeMs(atMs)
            .setDenial(denied ? DenialReason.TOO_MANY_POSITIONS : null)
            .setDetail(denied ? "open=3 most=3" : "")
            .setPrice(denied ? null : amount("60123.4"))
            .setQuantity(amount(denied ? "0" : "0.062"))
            .setFee(amount(denied ? "0" : "2.24"))
            .setReferencePrice(denied ? null : amount("60120"))
            .setLiquidity(denied ? null : Liquidity.TAKER)
            .build());
  }

  static RunOutput opened(int number, String instrument, long atMs) {
    return row(
        new TradeOpened(
            "main",
            id(number),
            instrument,
            number % 2 == 0 ? 1 : -1,
            atMs,
            amount("0.062"),
            amount("60123.4"),
            amount("59880.5"),
            300_000L,
            10,
            amount("2.24"),
            amount("0.2")));
  }

  static RunOutput closed(int number, long atMs) {
    return row(
        new TradeClosed(
            "main",
            id(number),
            "x" + id(number),
            atMs,
            OrderIntent.EXIT_TIME,
            amount("60201.1"),
            amount("2.26"),
            amount("-0.1"),
            amount(number % 3 == 0 ? "-7.25" : "4.82"),
            amount("0.3")));
  }

  static RunOutput sourceChanged(String instrument, long atMs) {
    return row(
        new FeedDecision(
            FeedDecisionKind.SOURCE_CHANGED, instrument, atMs, "binance", "bitget", "late=5"));
  }

  static Bar bar(String instrument, long closeMs, double close) {
    return new Bar(
        instrument,
        MINUTE_MS,
        closeMs,
        close - 1,
        close + 2,
        close - 2,
        close,
        12.5,
        BarQuality.COMPLETE,
        false,
        0);
  }

  static MarketClock clock(
      long clockMs, List<String> venues, List<String> instruments, long progressMs) {
    List<VenueProgress> progress = new ArrayList<>();
    for (String instrument : instruments) {
      for (String venue : venues) {
        progress.add(new VenueProgress(venue, instrument, progressMs, false));
      }
    }
    return new MarketClock(clockMs, progress);
  }
}
