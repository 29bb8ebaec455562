package io.lorentz.command.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.VenueEvent;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of one order: its parts lie in several topics and come in any order. */
final class OrderState {

  /** What a venue said, at most; a repriced order has a handful. */
  private static final int EVENTS = 20;

  private final NavigableMap<Long, VenueEvent> events = new TreeMap<>();
  private Optional<OrderDecision> decision = Optional.empty();
  private Optional<OrderOutcome> outcome = Optional.empty();

  static String key(String account, String clientId) {
    return account + "|" + clientId;
  }

  void decide(OrderDecision made) {
    decision = Optional.of(made);
  }

  void end(OrderOutcome reached) {
    outcome = Optional.of(reached);
  }

  /**
   * Takes what a venue said.
   *
   * @param atMs log time
   */
  void happen(long atMs, VenueEvent event) {
    events.put(atMs, event);
    if (events.size() > EVENTS) {
      events.pollFirstEntry();
    }
  }

  Optional<OrderDecision> decision() {
    return decision;
  }

  Optional<Long> decidedMs() {
    return decision.map(OrderDecision::getDecisionTimeMs);
  }

  /** The order as a row; decided it must be. */
  ObjectNode cells() {
    OrderDecision order = decision.orElseThrow();
    ObjectNode cells =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", order.getClientId())
            .put("account", order.getAccount())
            .put("decidedMs", order.getDecisionTimeMs())
            .put("instrument", order.getInstrument())
            .put("intent", order.getIntent().name())
            .put("side", order.getSide().name())
            .put("type", order.getType().name())
            .put("quantity", PageCells.text(order.getQuantity()))
            .put("stop", PageCells.text(order.getStopPrice()))
            .put("limit", PageCells.text(order.getLimitPrice()))
            .put("tierMs", order.getTierMs())
            .put("leverage", order.getLeverage())
            .put("sizeBound", order.getSizeBound() == null ? "" : order.getSizeBound().name())
            .put("stopToCost", order.getStopToCost())
            .put("attempt", order.getAttempt());
    if (order.getValidUntilMs() != Long.MAX_VALUE) {
      cells.put("validUntilMs", order.getValidUntilMs());
    }
    addOutcome(cells);
    ArrayNode said = cells.putArray("events");
    events.values().forEach(event -> said.add(PageCells.of(event)));
    return cells;
  }

  /** What became of an entry, beside its signal. */
  ObjectNode entryCells(String key) {
    ObjectNode cells =
        JsonNodeFactory.instance
            .objectNode()
            .put("order", key)
            .put("account", decision.orElseThrow().getAccount());
    addOutcome(cells);
    return cells;
  }

  private void addOutcome(ObjectNode cells) {
    if (outcome.isEmpty()) {
      cells.put("outcome", "WORKING");
      return;
    }
    OrderOutcome reached = outcome.get();
    cells
        .put("outcome", reached.getOutcome().name())
        .put("outcomeMs", reached.getOutcomeTimeMs())
        .put("denial", reached.getDenial() == null ? "" : reached.getDenial().name())
        .put("detail", reached.getDetail())
        .put("price", PageCells.text(reached.getPrice()))
        .put("filled", PageCells.text(reached.getQuantity()))
        .put("fee", PageCells.text(reached.getFee()))
        .put("reference", PageCells.text(reached.getReferencePrice()))
        .put("liquidity", reached.getLiquidity() == null ? "" : reached.getLiquidity().name());
  }
}
