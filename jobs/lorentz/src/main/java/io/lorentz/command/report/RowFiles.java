package io.lorentz.command.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes rows as CSV: a line of names first, an empty cell where nothing is known. */
final class RowFiles {

  /** Outcome of what the data did not see the end of. */
  static final String OPEN_AT_END = "OPEN_AT_END";

  private static final String[] ORDER_COLUMNS = {
    "account",
    "decision_time",
    "instrument",
    "intent",
    "attempt",
    "client_id",
    "side",
    "type",
    "quantity",
    "stop_price",
    "limit_price",
    "tier",
    "leverage",
    "size_bound",
    "stop_to_cost",
    "valid_until",
    "outcome",
    "outcome_time",
    "denial",
    "detail",
    "price",
    "filled_quantity",
    "fee"
  };

  static final String[] TRADE_COLUMNS = {
    "account",
    "open_time",
    "instrument",
    "entry_id",
    "direction",
    "tier",
    "leverage",
    "quantity",
    "entry_price",
    "stop_price",
    "exit",
    "exit_id",
    "close_time",
    "exit_price",
    "realised",
    "fees",
    "funding",
    "net",
    "slippage",
    "r",
    "net_r"
  };

  private static final String[] SIGNAL_COLUMNS = {
    "market_time",
    "instrument",
    "direction",
    "tier",
    "earlier_time",
    "fast_confidence",
    "slow_confidence",
    "close",
    "atr14",
    "quality",
    "source"
  };

  /** Names of the columns of {@code equity.csv}. */
  static final String[] EQUITY_COLUMNS = {
    "account",
    "time",
    "balance",
    "equity",
    "exposure",
    "day_loss",
    "drawdown",
    "open_positions",
    "trading"
  };

  private RowFiles() {}

  /** A writer whose bytes depend on the cells only. */
  static CsvWriter open(Path file) throws IOException {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file, StandardCharsets.UTF_8);
  }

  static void writeOrders(Path file, List<RunRows.Order> orders) throws IOException {
    try (CsvWriter csv = open(file)) {
      csv.writeRecord(ORDER_COLUMNS);
      for (RunRows.Order order : orders) {
        csv.writeRecord(cells(order.decision(), order.outcome()));
      }
    }
  }

  static void writeTrades(Path file, List<RunRows.Trade> trades) throws IOException {
    try (CsvWriter csv = open(file)) {
      csv.writeRecord(TRADE_COLUMNS);
      for (RunRows.Trade trade : trades) {
        csv.writeRecord(cells(trade.opened(), trade.closed()));
      }
    }
  }

  static void writeSignals(Path file, List<Signal> signals) throws IOException {
    try (CsvWriter csv = open(file)) {
      csv.writeRecord(SIGNAL_COLUMNS);
      for (Signal signal : signals) {
        csv.writeRecord(
            Cells.utc(signal.getMarketTimeMs()),
            signal.getInstrument(),
            direction(signal.getDirection()),
            Cells.timeframe(signal.getTierMs()),
            Cells.utc(signal.getEarlierTimeMs()),
            Cells.shortest(signal.getFastConfidence()),
            Cells.shortest(signal.getSlowConfidence()),
            Cells.shortest(signal.getClose()),
            Cells.shortest(signal.getAtr14()),
            signal.getQuality().name(),
            signal.getSource());
      }
    }
  }

  static String[] cells(EquityPoint point) {
    return new String[] {
      point.getAccount(),
      Cells.utc(point.getTimeMs()),
      Cells.plain(point.getBalance()),
      Cells.plain(point.getEquity()),
      Cells.plain(point.getExposure()),
      Cells.shortest(point.getDayLoss()),
      Cells.shortest(point.getDrawdown()),
      Integer.toString(point.getOpenPositions()),
      Boolean.toString(point.getTrading())
    };
  }

  private static String[] cells(OrderDecision decision, Optional<OrderOutcome> outcome) {
    return new String[] {
      decision.getAccount(),
      Cells.utc(decision.getDecisionTimeMs()),
      decision.getInstrument(),
      decision.getIntent().name(),
      Integer.toString(decision.getAttempt()),
      decision.getClientId(),
      decision.getSide().name(),
      decision.getType().name(),
      Cells.plain(decision.getQuantity()),
      orEmpty(decision.getStopPrice()),
      orEmpty(decision.getLimitPrice()),
      Cells.timeframe(decision.getTierMs()),
      Integer.toString(decision.getLeverage()),
      decision.getSizeBound() == null ? "" : decision.getSizeBound().name(),
      Cells.shortest(decision.getStopToCost()),
      decision.getValidUntilMs() == Long.MAX_VALUE ? "" : Cells.utc(decision.getValidUntilMs()),
      outcome.map(o -> o.getOutcome().name()).orElse(OPEN_AT_END),
      outcome.map(o -> Cells.utc(o.getOutcomeTimeMs())).orElse(""),
      outcome.map(o -> o.getDenial() == null ? "" : o.getDenial().name()).orElse(""),
      outcome.map(OrderOutcome::getDetail).orElse(""),
      outcome.map(o -> orEmpty(o.getPrice())).orElse(""),
      outcome.map(o -> Cells.plain(o.getQuantity())).orElse("0"),
      outcome.map(o -> Cells.plain(o.getFee())).orElse("0")
    };
  }

  private static String[] cells(TradeOpened opened, Optional<TradeClosed> closed) {
    BigDecimal fees = closed.map(TradeClosed::getFee).orElse(BigDecimal.ZERO).add(opened.getFee());
    BigDecimal slippage =
        closed.map(TradeClosed::getSlippage).orElse(BigDecimal.ZERO).add(opened.getSlippage());
    BigDecimal risk = TradeResult.risk(opened);
    return new String[] {
      opened.getAccount(),
      Cells.utc(opened.getOpenTimeMs()),
      opened.getInstrument(),
      opened.getEntryId(),
      direction(opened.getDirection()),
      Cells.timeframe(opened.getTierMs()),
      Integer.toString(opened.getLeverage()),
      Cells.plain(opened.getQuantity()),
      Cells.plain(opened.getEntryPrice()),
      Cells.plain(opened.getStopPrice()),
      closed.map(c -> c.getExitIntent().name()).orElse(OPEN_AT_END),
      closed.map(TradeClosed::getExitId).orElse(""),
      closed.map(c -> Cells.utc(c.getCloseTimeMs())).orElse(""),
      closed.map(c -> Cells.plain(c.getExitPrice())).orElse(""),
      closed.map(c -> Cells.plain(c.getRealised())).orElse(""),
      Cells.plain(fees),
      closed.map(c -> Cells.plain(c.getFunding())).orElse(""),
      closed.map(c -> Cells.plain(TradeFigures.net(opened, c))).orElse(""),
      Cells.plain(slippage),
      risk.signum() == 0 ? "" : Cells.plain(risk),
      closed.map(c -> Cells.shortest(netR(opened, c))).orElse("")
    };
  }

  private static double netR(TradeOpened opened, TradeClosed closed) {
    TradeResult result = TradeResult.of(opened, closed);
    return result.inR(result.net());
  }

  private static String direction(int direction) {
    return direction > 0 ? "LONG" : "SHORT";
  }

  private static String orEmpty(BigDecimal value) {
    return value == null ? "" : Cells.plain(value);
  }
}
