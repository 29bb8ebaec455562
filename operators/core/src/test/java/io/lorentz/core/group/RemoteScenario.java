package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays by hand what market and venue do to the remote account {@code main} on BTC. A minute has
 * one price. After each record the group is written down, read from the bytes and gone on with.
 */
final class RemoteScenario {

  static final long START_MS = Scenario.START_MS;
  static final long MINUTE_MS = Scenario.MINUTE_MS;
  static final long FIVE_MINUTES_MS = 300_000L;
  static final Optional<String> REMOTE = Optional.of("main");

  private final GroupOptions options;
  private final List<RunOutput> rows = new ArrayList<>();
  private AccountGroup group;
  private long nowMs = START_MS;
  private double price = 100.0;

  RemoteScenario(GroupOptions options) {
    this.options = options;
    this.group = new AccountGroup(options, REMOTE);
    take(new TradingStart(START_MS));
    bar(100.0);
  }

  void take(Object payload) {
    GroupInput input = new GroupInput(nowMs, 0, Stage.MARKET, 0L, "", 0, payload);
    group.on(input, rows::add);
    group = AccountGroup.restore(options, REMOTE, throughBytes(group.image()));
  }

  static GroupState throughBytes(GroupState image) {
    try {
      GroupState read = GroupState.fromByteBuffer(image.toByteBuffer());
      assertThat(read).isEqualTo(image);
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next minute closes at a price. */
  RemoteScenario bar(double close) {
    price = close;
    nowMs += MINUTE_MS - Math.floorMod(nowMs, MINUTE_MS);
    take(bar("BTC", close, nowMs));
    take(new Heartbeat(nowMs));
    return this;
  }

  private static Bar bar(String name, double p, long closeMs) {
    return new Bar(name, MINUTE_MS, closeMs, p, p, p, p, 1e6, BarQuality.COMPLETE, false, 0);
  }

  /** A signal of the tier 5m at the last close, with an ATR of 1. */
  RemoteScenario signal(int direction) {
    take(
        new Signal(
            nowMs,
            0,
            "BTC",
            nowMs,
            nowMs,
            direction,
            0.8,
            0.9,
            FIVE_MINUTES_MS,
            1.0,
            price,
            BarQuality.COMPLETE,
            "main"));
    return this;
  }

  RemoteScenario levels(double chandelierLong) {
    take(
        new Levels(
            "BTC", FIVE_MINUTES_MS, nowMs, 1.0, chandelierLong, 2 * price, BarQuality.COMPLETE));
    return this;
  }

  RemoteScenario operator(OperatorAction action) {
    take(new OperatorCommand(nowMs, "", action, ""));
    return this;
  }

  /** The venue says something of an order, a second after whatever came before. */
  RemoteScenario says(VenueEventKind kind, String id) {
    take(event(kind, id).build());
    return this;
  }

  RemoteScenario accepts(String... ids) {
    for (String id : ids) {
      says(VenueEventKind.ACCEPTED, id);
    }
    return this;
  }

  RemoteScenario fills(String id, String quantity, String at) {
    return fills(VenueEventKind.FILLED, id, quantity, at);
  }

  RemoteScenario fills(VenueEventKind kind, String id, String quantity, String at) {
    take(
        event(kind, id)
            .setQuantity(n(quantity))
            .setPrice(n(at))
            .setLiquidity(Liquidity.TAKER)
            .build());
    return this;
  }

  VenueEvent.Builder event(VenueEventKind kind, String id) {
    nowMs += 1_000L;
    return VenueEvent.newBuilder()
        .setKind(kind)
        .setAccount("main")
        .setClientId(id)
        .setInstrument("BTC")
        .setTimeMs(nowMs)
        .setQuantity(n("0"))
        .setFee(n("0"))
        .setDetail("");
  }

  RemoteScenario bill(BillKind kind, String instrument, String amount) {
    take(new AccountBill("main", "", kind, instrument, nowMs, n(amount)));
    return this;
  }

  RemoteScenario finding(String instrument, boolean blocked) {
    take(
        new VenueFinding(
            "main", instrument, nowMs, FindingKind.POSITION_DIFFERS, blocked, blocked, ""));
    return this;
  }

  static GroupInput input(Object payload) {
    return new GroupInput(START_MS, 0, Stage.MARKET, 0L, "", 0, payload);
  }

  /** One of each that a venue says, of an account. */
  static List<Object> payloadsOf(String account) {
    return List.of(
        VenueEvent.newBuilder()
            .setKind(VenueEventKind.FILLED)
            .setAccount(account)
            .setClientId("nobody")
            .setInstrument("BTC")
            .setTimeMs(START_MS)
            .setQuantity(n("1"))
            .setFee(n("1"))
            .setPrice(n("100"))
            .setDetail("")
            .build(),
        new AccountBill(account, "", BillKind.TRANSFER, "", START_MS, n("1")),
        new VenueFinding(account, "", START_MS, FindingKind.POSITION_DIFFERS, true, true, ""));
  }

  static BigDecimal n(String number) {
    return Money.toBorder(new BigDecimal(number));
  }

  /** A long of 30 that is open at 100, with its stop at 98 in force. */
  RemoteScenario longOpen() {
    signal(1);
    accepts(id(OrderIntent.ENTRY), id(OrderIntent.STOP));
    return fills(id(OrderIntent.ENTRY), "30", "100");
  }

  /** Client id of the order of that kind that was sent last. */
  String id(OrderIntent intent) {
    return sent(intent).get(sent(intent).size() - 1).getClientId();
  }

  List<OrderCommand> sent(OrderIntent intent) {
    return commands().stream()
        .filter(c -> c.getAction() == OrderAction.SUBMIT && c.getIntent() == intent)
        .toList();
  }

  /** How often it was asked to take an order back. */
  long cancels(String id) {
    return commands().stream()
        .filter(c -> c.getAction() == OrderAction.CANCEL && c.getClientId().equals(id))
        .count();
  }

  List<OrderCommand> commands() {
    return of(OrderCommand.class);
  }

  <T> List<T> of(Class<T> type) {
    return rows.stream()
        .map(RunOutput::getPayload)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The last outcome. */
  OrderOutcome outcome() {
    List<OrderOutcome> outcomes = of(OrderOutcome.class);
    return outcomes.get(outcomes.size() - 1);
  }

  AccountState account() {
    return group.image().getAccounts().get(0);
  }

  AccountGroup group() {
    return group;
  }

  String open() {
    return account().getBook().getPositions().stream()
        .map(p -> Money.text(p.getQuantity()))
        .findFirst()
        .orElse("0");
  }

  String balance() {
    return Money.text(account().getBook().getBalance());
  }

  /** Nothing of a trade is left. */
  boolean atRest() {
    return account().getOrders().isEmpty()
        && account().getPlans().isEmpty()
        && account().getTradeEnds().isEmpty()
        && account().getRisk().getHolds().isEmpty()
        && account().getBook().getPositions().isEmpty();
  }

  long nowMs() {
    return nowMs;
  }
}
