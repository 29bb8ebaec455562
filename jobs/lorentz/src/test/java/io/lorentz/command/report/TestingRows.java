package io.lorentz.command.report;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Liquidity;
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
import java.math.BigDecimal;
import java.time.Instant;

/** Rows of a run, made by hand. */
public final class TestingRows {

  /** 2025-05-04T00:00:00Z. */
  public static final long START_MS = Instant.parse("2025-05-04T00:00:00Z").toEpochMilli();

  public static final long MINUTE_MS = 60_000;
  public static final long DAY_MS = 1440 * MINUTE_MS;

  private TestingRows() {}

  static BigDecimal money(String value) {
    // As it comes back from its encoding.
    return new BigDecimal(value).setScale(18);
  }

  public static EquityPoint equity(String account, long timeMs, String equity) {
    return equity(account, timeMs, equity, 0);
  }

  public static EquityPoint equity(String account, long timeMs, String equity, int openPositions) {
    return new EquityPoint(
        account,
        timeMs,
        money("10000"),
        money(equity),
        money(openPositions == 0 ? "0" : "5000"),
        0.0,
        0.0,
        openPositions,
        true,
        3L,
        1L,
        1L,
        2L,
        0L,
        0L,
        0.0,
        0.0);
  }

  static OrderDecision entry(String account, String id, long timeMs) {
    return new OrderDecision(
        account,
        id,
        timeMs,
        "BTCUSDT",
        OrderIntent.ENTRY,
        0,
        OrderSide.BUY,
        OrderType.MARKET,
        money("0.5"),
        money("94000.1"),
        300_000L,
        10,
        SizeBound.RISK,
        2.5,
        timeMs + 2 * MINUTE_MS,
        null);
  }

  static OrderDecision stop(String account, String id, long timeMs) {
    return new OrderDecision(
        account,
        id,
        timeMs,
        "BTCUSDT",
        OrderIntent.STOP,
        0,
        OrderSide.SELL,
        OrderType.STOP_MARKET,
        money("0.5"),
        money("94000.1"),
        300_000L,
        10,
        null,
        Double.NaN,
        Long.MAX_VALUE,
        null);
  }

  static OrderOutcome filled(String account, String id, long timeMs, String price, String fee) {
    return new OrderOutcome(
        account,
        id,
        OrderOutcomeKind.FILLED,
        timeMs,
        null,
        "",
        money(price),
        money("0.5"),
        money(fee),
        money(price),
        Liquidity.TAKER);
  }

  public static OrderOutcome denied(String account, String id, long timeMs, DenialReason reason) {
    return new OrderOutcome(
        account,
        id,
        OrderOutcomeKind.DENIED,
        timeMs,
        reason,
        "open=3 limit=3",
        null,
        money("0"),
        money("0"),
        null,
        null);
  }

  public static TradeOpened opened(String account, String entryId, long timeMs, String fee) {
    return new TradeOpened(
        account,
        entryId,
        "BTCUSDT",
        1,
        timeMs,
        money("0.5"),
        money("95000"),
        money("94000.1"),
        300_000L,
        10,
        money(fee),
        money("0"));
  }

  public static TradeClosed closed(
      String account, String entryId, long timeMs, String realised, String fee, String funding) {
    return new TradeClosed(
        account,
        entryId,
        entryId + "X",
        timeMs,
        OrderIntent.EXIT_TIME,
        money("95100"),
        money(fee),
        money(funding),
        money(realised),
        money("0"));
  }

  static Signal signal(String instrument, long timeMs) {
    return new Signal(
        timeMs,
        0,
        instrument,
        timeMs,
        timeMs,
        1,
        0.75,
        0.8,
        300_000L,
        12.5,
        95_000.5,
        BarQuality.COMPLETE,
        "main");
  }

  /** Wraps a row. */
  public static RunOutput row(Object payload) {
    return new RunOutput(payload);
  }
}
