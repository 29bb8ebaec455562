package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Seen;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions. */
final class ClassicReads {

  /**
   * The venue looks for orders by when they were made, we by when they ended; no order of ours
   * rests longer.
   */
  static final long RESTS_AT_MOST_MS = Duration.ofDays(1).toMillis();

  private static final String PRODUCT = "productType";
  private static final String ORDERS = "entrustedList";
  private static final Map<String, String> POSITION_STOPS = Map.of("planType", "profit_loss");

  private ClassicReads() {}

  static Conversation begin(Ask.Read ask) {
    if (ask instanceof Ask.FindOrder find) {
      return new FindTalk(find);
    }
    if (ask instanceof Ask.OpenOrders) {
      return orders(Limits.PENDING, Map.of(), Long.MIN_VALUE);
    }
    if (ask instanceof Ask.EndedOrders ended) {
      return orders(
          Limits.HISTORY, since(ended.instrument(), madeFromMs(ended.fromMs())), ended.fromMs());
    }
    if (ask instanceof Ask.FillsSince since) {
      return fills(since);
    }
    return beginAboutPosition(ask);
  }

  private static Conversation beginAboutPosition(Ask.Read ask) {
    if (ask instanceof Ask.OpenStops) {
      return stops(Limits.STOPS_PENDING, POSITION_STOPS, Long.MIN_VALUE);
    }
    if (ask instanceof Ask.EndedStops ended) {
      Map<String, String> query =
          new HashMap<>(since(ended.instrument(), madeFromMs(ended.fromMs())));
      query.putAll(POSITION_STOPS);
      return stops(Limits.STOPS_HISTORY, query, ended.fromMs());
    }
    if (ask instanceof Ask.OpenPositions) {
      return read(
          Limits.POSITIONS,
          Map.of("marginCoin", ClassicRows.COIN),
          data -> new Outcome.Positions(ClassicRows.all(data, ClassicRows::position)));
    }
    return beginAboutAccount(ask);
  }

  private static Conversation beginAboutAccount(Ask.Read ask) {
    if (ask instanceof Ask.Balance) {
      return read(Limits.ACCOUNTS, Map.of(), ClassicReads::money);
    }
    if (ask instanceof Ask.BillsSince since) {
      return bills(since);
    }
    if (ask instanceof Ask.AccountSettings settings) {
      return settings(settings.instrument());
    }
    if (ask instanceof Ask.ServerTime) {
      // Whatever protects waits for it after a clock error: nothing goes before it.
      return new ReadTalk(
          RestCall.get(Limits.TIME, Urgency.PROTECT, Map.of()),
          data -> new Outcome.Time(Json.whole(Json.field(data, "serverTime"))));
    }
    throw new IllegalStateException("not among the questions: " + ask);
  }

  private static long madeFromMs(long fromMs) {
    return Math.max(0, fromMs - RESTS_AT_MOST_MS);
  }

  private static Map<String, String> since(String instrument, long fromMs) {
    return Map.of("symbol", instrument, "startTime", Long.toString(fromMs));
  }

  private static Conversation read(
      String path, Map<String, String> query, ReadTalk.Reading reading) {
    Map<String, String> whole = new HashMap<>(query);
    whole.put(PRODUCT, ClassicWrites.PRODUCT);
    return new ReadTalk(RestCall.get(path, Urgency.ASK, whole), reading);
  }

  private static Conversation orders(String path, Map<String, String> query, long fromMs) {
    return new PagedTalk<Seen.Order>(
        path,
        query,
        ORDERS,
        row -> ClassicRows.order(row).filter(order -> order.updatedMs() >= fromMs),
        Seen.Order::orderId,
        Outcome.Orders::new);
  }

  private static Conversation stops(String path, Map<String, String> query, long fromMs) {
    return new PagedTalk<Seen.Stop>(
        path,
        query,
        ORDERS,
        row -> ClassicRows.stop(row).filter(stop -> stop.updatedMs() >= fromMs),
        Seen.Stop::orderId,
        Outcome.Stops::new);
  }

  private static Conversation fills(Ask.FillsSince ask) {
    return new PagedTalk<Seen.Fill>(
        Limits.FILLS,
        since(ask.instrument(), ask.fromMs()),
        "fillList",
        row -> ClassicRows.fill(row).filter(fill -> fill.timeMs() >= ask.fromMs()),
        Seen.Fill::tradeId,
        Outcome.Fills::new);
  }

  private static Conversation bills(Ask.BillsSince ask) {
    return new PagedTalk<Seen.Bill>(
        Limits.BILLS,
        Map.of("limit", Integer.toString(PagedTalk.PAGE), "startTime", Long.toString(ask.fromMs())),
        "bills",
        row -> ClassicRows.bill(row).filter(bill -> bill.timeMs() >= ask.fromMs()),
        Seen.Bill::billId,
        Outcome.Bills::new);
  }

  private static Conversation settings(String instrument) {
    return read(
        Limits.SETTINGS,
        Map.of("symbol", instrument, "marginCoin", ClassicRows.COIN),
        data -> new Outcome.Settings(ClassicRows.settings(instrument, data)));
  }

  private static Outcome money(JsonNode data) throws UnreadableFrameException {
    List<Seen.Money> money = ClassicRows.all(data, ClassicRows::money);
    if (money.size() != 1) {
      throw new UnreadableFrameException(
          "must have one account in " + ClassicRows.COIN + ", has " + money.size());
    }
    return new Outcome.Money(money.get(0));
  }

  /** One order by our id. That there is none is an answer, in whichever of its three forms. */
  private static final class FindTalk implements Conversation {

    private final ReadTalk talk;

    FindTalk(Ask.FindOrder ask) {
      talk =
          new ReadTalk(
              RestCall.get(
                  Limits.DETAIL,
                  Urgency.ASK,
                  Map.of(
                      "clientOid",
                      ask.venueId(),
                      PRODUCT,
                      ClassicWrites.PRODUCT,
                      "symbol",
                      ask.instrument())),
              FindTalk::orders);
    }

    private static Outcome orders(JsonNode data) throws UnreadableFrameException {
      JsonNode list = data.isObject() ? JsonNodeFactory.instance.arrayNode().add(data) : data;
      return new Outcome.Orders(ClassicRows.all(list, ClassicRows::order));
    }

    @Override
    public RestCall call() {
      return talk.call();
    }

    @Override
    public Optional<Outcome> take(int status, String body) {
      return talk.take(status, body).map(FindTalk::noneIfNotFound);
    }

    private static Outcome noneIfNotFound(Outcome outcome) {
      return outcome instanceof Outcome.Refused refused && refused.answer() == Answer.NOT_FOUND
          ? new Outcome.Orders(List.of())
          : outcome;
    }
  }
}
