package io.lorentz.flink.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.metrics.RecordedMetrics;
import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BillKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Liquidity;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueEventKind;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The shell hands on what a remote venue says, and goes on with it after a restore. */
class RemoteGroupOperatorTest {

  private static final GroupOptions OPTIONS = GroupOptions.defaults();
  private static final Optional<String> REMOTE = Optional.of("main");
  private static final String SYMBOL = "BTCUSDT";
  private static final long START_MS = 1_735_689_600_000L;
  private static final BigDecimal PRICE = Money.toBorder(new BigDecimal("60000"));
  private static final BigDecimal NOTHING = Money.toBorder(BigDecimal.ZERO);

  /** A log that a venue answers to, and the rows of the group without a shell. */
  private static final class Session {
    private final AccountGroup group = new AccountGroup(OPTIONS, REMOTE);
    private final List<GroupInput> marketSide = new ArrayList<>();
    private final List<GroupInput> all = new ArrayList<>();
    private final List<RunOutput> rows = new ArrayList<>();
    private final Deque<OrderCommand> unanswered = new ArrayDeque<>();
    private long logTimeMs = START_MS;

    private LogRecord next(Object payload) {
      return new LogRecord(++logTimeMs, 0, payload);
    }

    private void market(GroupInput input) {
      marketSide.add(input);
      take(input);
    }

    private void venue(Object payload) {
      take(GroupInputs.venueSide(next(payload)).orElseThrow());
    }

    private void take(GroupInput input) {
      all.add(input);
      if (input.getPayload() instanceof Signal signal) {
        rows.add(new RunOutput(signal));
      }
      group.on(
          input,
          row -> {
            rows.add(row);
            if (row.getPayload() instanceof OrderCommand command) {
              unanswered.add(command);
            }
          });
    }

    private void minute(int minute) {
      long closeMs = START_MS + minute * 60_000L;
      double p = PRICE.doubleValue();
      Bar bar = new Bar(SYMBOL, 60_000L, closeMs, p, p, p, p, 9.0, BarQuality.COMPLETE, false, 0);
      market(GroupInputs.bar(next(new Heartbeat(closeMs)), bar, 0));
      market(GroupInputs.marketSide(next(new Heartbeat(closeMs))).orElseThrow());
    }

    private void signal(int minute, int direction) {
      long timeMs = START_MS + minute * 60_000L;
      market(
          GroupInputs.signal(
              new Signal(
                  ++logTimeMs,
                  0,
                  SYMBOL,
                  timeMs,
                  timeMs,
                  direction,
                  0.8,
                  0.9,
                  300_000L,
                  100.0,
                  PRICE.doubleValue(),
                  BarQuality.COMPLETE,
                  "main")));
    }

    /** Accepts what is sent, fills all but stops, and takes back what it is asked to. */
    private void answer() {
      while (!unanswered.isEmpty()) {
        OrderCommand command = unanswered.poll();
        if (command.getAction() == OrderAction.CANCEL) {
          venue(event(command, VenueEventKind.CANCELLED).build());
        } else if (command.getAction() == OrderAction.SUBMIT) {
          venue(event(command, VenueEventKind.ACCEPTED).build());
          if (command.getIntent() != OrderIntent.STOP) {
            venue(
                event(command, VenueEventKind.FILLED)
                    .setQuantity(command.getQuantity())
                    .setPrice(PRICE)
                    .setLiquidity(Liquidity.TAKER)
                    .build());
          }
        }
      }
    }

    private VenueEvent.Builder event(OrderCommand command, VenueEventKind kind) {
      return VenueEvent.newBuilder()
          .setKind(kind)
          .setAccount("main")
          .setClientId(command.getClientId())
          .setInstrument(SYMBOL)
          .setTimeMs(logTimeMs)
          .setQuantity(NOTHING)
          .setFee(NOTHING)
          .setDetail("");
    }
  }

  private static Session session() {
    Session session = new Session();
    session.market(GroupInputs.marketSide(session.next(new TradingStart(START_MS))).orElseThrow());
    session.venue(
        new AccountBill("main", "", BillKind.OPENING, "", START_MS, Money.toBorder(PRICE)));
    session.minute(1);
    session.signal(1, 1);
    session.answer();
    session.minute(2);
    session.signal(2, -1);
    session.answer();
    session.venue(new VenueFinding("main", "", START_MS, FindingKind.STREAM_LOST, true, true, ""));
    session.minute(3);
    session.signal(3, 1);
    session.venue(new OperatorCommand(START_MS, "main", OperatorAction.HALT, ""));
    session.minute(4);
    return session;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, GroupInput, GroupInput, RunOutput>
      fresh() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new GroupOperator(OPTIONS, "main", MeterClock.stopped()),
        input -> "main",
        input -> "main",
        Types.STRING);
  }

  @Test
  void theSessionTradesAndIsBlocked() {
    List<RunOutput> rows = session().rows;
    assertThat(rows).anyMatch(row -> row.getPayload() instanceof TradeClosed);
    assertThat(rows).anyMatch(row -> row.toString().contains("UNRECONCILED"));
  }

  @Test
  void rowsAreThoseOfTheGroupAlsoWhenItIsRestoredBeforeEachRecord() throws Exception {
    Session session = session();
    List<RunOutput> rows = new ArrayList<>();
    KeyedTwoInputStreamOperatorTestHarness<String, GroupInput, GroupInput, RunOutput> harness =
        fresh();
    harness.open();
    for (GroupInput input : session.all) {
      StreamRecord<GroupInput> element = new StreamRecord<>(input, input.getLogTimeMs());
      if (session.marketSide.contains(input)) {
        harness.processElement1(element);
      } else {
        harness.processElement2(element);
      }
      OperatorSubtaskState waiting = harness.snapshot(1, 1);
      rows.addAll(harness.extractOutputValues());
      harness.close();
      harness = fresh();
      harness.initializeState(waiting);
      harness.open();
      harness.processBothWatermarks(new Watermark(input.getLogTimeMs()));
    }
    rows.addAll(harness.extractOutputValues());
    harness.close();

    assertThat(rows).isEqualTo(session.rows);
  }

  @Test
  void anOrderIsCountedAsUnknownUntilTheVenueHasAnswered() {
    Session session = new Session();
    session.market(GroupInputs.marketSide(session.next(new TradingStart(START_MS))).orElseThrow());
    session.venue(
        new AccountBill("main", "", BillKind.OPENING, "", START_MS, Money.toBorder(PRICE)));
    session.minute(1);
    session.signal(1, 1);
    RecordedMetrics recorded = new RecordedMetrics();
    GroupMeters meters = new GroupMeters(recorded, OPTIONS, MeterClock.stopped());
    meters.publish(session.group);
    assertThat(recorded.value("orders.account.main.unknown")).isEqualTo(1);
    assertThat(recorded.value("orders.account.unlimited.unknown")).isZero();

    session.answer();
    meters.publish(session.group);

    assertThat(recorded.value("orders.account.main.unknown")).isZero();
    assertThat(recorded.value("orders.account.main.open")).as("its stop").isEqualTo(1);
  }

  @Test
  void aRemoteAccountThatIsNotConfiguredIsRefusedWhereTheGraphIsMade() {
    assertThatThrownBy(
            () -> new GroupOperatorFactory(OPTIONS, Optional.of("who"), MeterClock.stopped()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was who");
  }
}
