package io.lorentz.command.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Records as the page takes them: exact amounts as text, statistics as numbers, times in ms. Only
 * what is named here leaves this machine's process.
 */
final class PageCells {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PageCells() {}

  /** Empty where there is none. */
  static String text(BigDecimal amount) {
    return amount == null ? "" : Money.text(Money.fromBorder(amount));
  }

  static ObjectNode dot(EquityPoint point) {
    return JSON.objectNode().put("v", Money.fromBorder(point.getEquity()).doubleValue());
  }

  static ObjectNode of(EquityPoint point, Optional<AccountTerms> terms) {
    ObjectNode account =
        JSON.objectNode()
            .put("name", point.getAccount())
            .put("timeMs", point.getTimeMs())
            .put("balance", text(point.getBalance()))
            .put("equity", text(point.getEquity()))
            .put("exposure", text(point.getExposure()))
            .put("dayLoss", point.getDayLoss())
            .put("drawdown", point.getDrawdown())
            .put("openPositions", point.getOpenPositions())
            .put("trading", point.getTrading())
            .put("known", terms.isPresent());
    terms
        .filter(AccountTerms::limited)
        .ifPresent(
            limits ->
                account
                    .put("dayLossLimit", limits.dayLoss())
                    .put("drawdownLimit", limits.drawdown()));
    return account;
  }

  static ObjectNode of(TradeOpened trade) {
    return JSON.objectNode()
        .put("account", trade.getAccount())
        .put("instrument", trade.getInstrument())
        .put("direction", trade.getDirection())
        .put("openMs", trade.getOpenTimeMs())
        .put("quantity", text(trade.getQuantity()))
        .put("entry", text(trade.getEntryPrice()))
        .put("stop", text(trade.getStopPrice()))
        .put("tierMs", trade.getTierMs())
        .put("leverage", trade.getLeverage());
  }

  static ObjectNode of(TradeClosed end, Optional<TradeOpened> began) {
    ObjectNode cells =
        JSON.objectNode()
            .put("account", end.getAccount())
            .put("closeMs", end.getCloseTimeMs())
            .put("exitOrder", OrderState.key(end.getAccount(), end.getExitId()))
            .put("exit", end.getExitIntent().name())
            .put("exitPrice", text(end.getExitPrice()))
            .put("realised", text(end.getRealised()))
            .put("funding", text(end.getFunding()))
            .put("exitFee", text(end.getFee()));
    began.ifPresent(
        trade -> {
          BigDecimal fees = Money.fromBorder(end.getFee()).add(Money.fromBorder(trade.getFee()));
          BigDecimal net =
              Money.fromBorder(end.getRealised())
                  .add(Money.fromBorder(end.getFunding()))
                  .subtract(fees);
          cells
              .put("instrument", trade.getInstrument())
              .put("direction", trade.getDirection())
              .put("openMs", trade.getOpenTimeMs())
              .put("entry", text(trade.getEntryPrice()))
              .put("quantity", text(trade.getQuantity()))
              .put("fees", Money.text(fees))
              .put("net", Money.text(net));
        });
    return cells;
  }

  static ObjectNode of(Signal signal) {
    return JSON.objectNode()
        .put("instrument", signal.getInstrument())
        .put("timeMs", signal.getMarketTimeMs())
        .put("earlierMs", signal.getEarlierTimeMs())
        .put("direction", signal.getDirection())
        .put("fast", signal.getFastConfidence())
        .put("slow", signal.getSlowConfidence())
        .put("tierMs", signal.getTierMs())
        .put("close", signal.getClose())
        .put("atr", signal.getAtr14())
        .put("source", signal.getSource())
        .put("quality", signal.getQuality().name());
  }

  static ObjectNode of(VenueProgress progress) {
    ObjectNode cells =
        JSON.objectNode()
            .put("venue", progress.getVenue())
            .put("instrument", progress.getInstrument())
            .put("givenUp", progress.getGivenUp());
    if (progress.getProgressMs() != Long.MIN_VALUE) {
      cells.put("progressMs", progress.getProgressMs());
    }
    return cells;
  }

  static ObjectNode of(FeedDecision decision) {
    return JSON.objectNode()
        .put("kind", decision.getKind().name())
        .put("instrument", decision.getInstrument())
        .put("timeMs", decision.getCloseTimeMs())
        .put("venue", decision.getVenue())
        .put("other", decision.getOther())
        .put("detail", decision.getDetail());
  }

  static ObjectNode of(VenueFinding finding) {
    return JSON.objectNode()
        .put("account", finding.getAccount())
        .put("instrument", finding.getInstrument())
        .put("kind", finding.getKind().name())
        .put("detail", finding.getDetail())
        .put("blocks", finding.getEntriesBlocked())
        .put("sinceMs", finding.getTimeMs());
  }

  static ObjectNode of(VenueEvent event) {
    return JSON.objectNode()
        .put("kind", event.getKind().name())
        .put("timeMs", event.getTimeMs())
        .put("price", text(event.getPrice()))
        .put("quantity", text(event.getQuantity()))
        .put("fee", text(event.getFee()))
        .put("stop", text(event.getStopPrice()))
        .put("detail", event.getDetail());
  }

  // ---- a signal that was retraced

  /**
   * What came of retracing a signal.
   *
   * @param written the signal as the run wrote it
   */
  static ObjectNode of(Retraced retraced, Signal written) {
    if (retraced instanceof Retraced.Missing missing) {
      return missing(missing.why());
    }
    Retraced.Found found = (Retraced.Found) retraced;
    ObjectNode cells = JSON.objectNode().put("state", "found").put("same", found.isSameAs(written));
    cells.set("signal", of(found.signal()));
    ArrayNode readings = cells.putArray("readings");
    found.readings().forEach(reading -> readings.add(of(reading)));
    return cells;
  }

  /** A signal that cannot be retraced. */
  static ObjectNode missing(String why) {
    return JSON.objectNode().put("state", "missing").put("why", why);
  }

  private static ObjectNode of(Retraced.Reading reading) {
    ObjectNode cells = JSON.objectNode().put("timeframeMs", reading.bar().getLengthMs());
    cells.set("bar", of(reading.bar()));
    cells.set("features", of(reading.vector()));
    Prediction prediction = reading.prediction();
    cells
        .put("timeMs", prediction.getMarketTimeMs())
        .put("score", prediction.getScore())
        .put("model", prediction.getModel())
        .put("probabilityUp", prediction.getProbabilityUp());
    ObjectNode scores = cells.putObject("scores");
    scores.put("lorentzian", prediction.getLorentzian());
    scores.put("logistic", prediction.getLogistic());
    scores.put("chandelier", prediction.getChandelier());
    ObjectNode weights = cells.putObject("weights");
    reading.weights().forEach(weights::put);
    ArrayNode neighbours = cells.putArray("neighbours");
    reading.neighbours().forEach(each -> neighbours.add(of(each)));
    return cells;
  }

  private static ObjectNode of(Bar bar) {
    return JSON.objectNode()
        .put("closeMs", bar.getCloseTimeMs())
        .put("open", bar.getOpen())
        .put("high", bar.getHigh())
        .put("low", bar.getLow())
        .put("close", bar.getClose())
        .put("volume", bar.getVolume())
        .put("quality", bar.getQuality().name());
  }

  private static ObjectNode of(FeatureVector vector) {
    return JSON.objectNode()
        .put("rsi14", vector.getRsi14())
        .put("waveTrend", vector.getWaveTrend())
        .put("cci20", vector.getCci20())
        .put("adx20", vector.getAdx20())
        .put("rsi9", vector.getRsi9())
        .put("chandelier", vector.getChandelierDirection())
        .put("atr14", vector.getAtr14());
  }

  private static ObjectNode of(Retraced.Neighbour neighbour) {
    ObjectNode cells =
        JSON.objectNode()
            .put("row", neighbour.row())
            .put("distance", neighbour.distance())
            .put("label", neighbour.label());
    neighbour
        .bar()
        .ifPresent(bar -> cells.put("closeMs", bar.closeTimeMs()).put("close", bar.close()));
    ArrayNode features = cells.putArray("features");
    neighbour.features().forEach(features::add);
    return cells;
  }
}
