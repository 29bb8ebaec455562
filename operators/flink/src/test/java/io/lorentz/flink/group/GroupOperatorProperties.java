package io.lorentz.flink.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.core.group.AccountGroup;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradingStart;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** Whatever order inputs come in and wherever the job is restored, the group sees law 3's order. */
class GroupOperatorProperties {

  private static final GroupOptions OPTIONS = GroupOptions.defaults();
  private static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
  private static final long START_MS = 1_735_689_600_000L;
  private static final int MINUTES = 30;

  /** Restores from its own snapshot whenever it is told to. */
  private static final class Restorable implements AutoCloseable {
    final List<RunOutput> rows = new ArrayList<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, GroupInput, GroupInput, RunOutput>
        harness;

    Restorable() throws Exception {
      harness = fresh();
      harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, GroupInput, GroupInput, RunOutput>
        fresh() throws Exception {
      return new KeyedTwoInputStreamOperatorTestHarness<>(
          new GroupOperator(OPTIONS, "", MeterClock.stopped()),
          input -> "main",
          input -> "main",
          Types.STRING);
    }

    void take(GroupInput input) throws Exception {
      StreamRecord<GroupInput> element = new StreamRecord<>(input, input.getLogTimeMs());
      if (input.getPayload() instanceof OperatorCommand) {
        harness.processElement2(element);
      } else {
        harness.processElement1(element);
      }
    }

    void watermark(long logTimeMs) throws Exception {
      harness.processBothWatermarks(new Watermark(logTimeMs));
    }

    void restore(long checkpoint) throws Exception {
      OperatorSubtaskState snapshot = harness.snapshot(checkpoint, checkpoint);
      close();
      harness = fresh();
      harness.initializeState(snapshot);
      harness.open();
    }

    @Override
    public void close() throws Exception {
      rows.addAll(harness.extractOutputValues());
      harness.close();
    }
  }

  @Property(tries = 60)
  void rowsAreThoseOfTheGroupFedInOrder(@ForAll long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<GroupInput> log = log(random);
    Restorable operator = new Restorable();
    try (operator) {
      int ahead = random.nextInt(1, 40);
      List<GroupInput> open = new ArrayList<>();
      for (int next = 0; next < log.size() || !open.isEmpty(); ) {
        while (next < log.size() && open.size() < ahead) {
          open.add(log.get(next++));
        }
        operator.take(open.remove(random.nextInt(open.size())));
        operator.watermark(completeUpTo(open, next < log.size() ? log.get(next) : null));
        if (random.nextInt(25) == 0) {
          operator.restore(next);
        }
      }
      operator.watermark(Long.MAX_VALUE - 1);
      operator.watermark(Long.MAX_VALUE);
    }

    assertThat(operator.rows).isNotEmpty().isEqualTo(obvious(log));
  }

  @Example
  void whatComesBehindItsWatermarkIsRefused() throws Exception {
    List<GroupInput> log = log(new SplittableRandom(1));
    try (Restorable operator = new Restorable()) {
      operator.watermark(log.get(5).getLogTimeMs());

      assertThatThrownBy(() -> operator.take(log.get(5)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nothing can be late in log time");
    }
  }

  @Example
  void anEndBeforeTheLastWatermarkIsRefused() throws Exception {
    List<GroupInput> log = log(new SplittableRandom(1));
    try (Restorable operator = new Restorable()) {
      operator.take(log.get(0));

      assertThatThrownBy(() -> operator.watermark(Long.MAX_VALUE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the data ended before the watermark");
    }
  }

  /** The greatest log time below everything that is still to come. */
  private static long completeUpTo(List<GroupInput> open, GroupInput next) {
    long earliest = next == null ? Long.MAX_VALUE - 1 : next.getLogTimeMs();
    for (GroupInput input : open) {
      earliest = Math.min(earliest, input.getLogTimeMs());
    }
    return earliest - 1;
  }

  private static List<RunOutput> obvious(List<GroupInput> log) {
    List<RunOutput> rows = new ArrayList<>();
    AccountGroup group = new AccountGroup(OPTIONS);
    log.stream().sorted(GroupInputs.ORDER).forEach(input -> group.on(input, rows::add));
    return rows;
  }

  /** Bars of one log record each, a heartbeat behind them, now and then a command. */
  private static List<GroupInput> log(SplittableRandom random) {
    List<GroupInput> log = new ArrayList<>();
    long logTimeMs = START_MS;
    log.add(marketSide(logTimeMs, new TradingStart(START_MS)));
    double price = 100;
    for (int minute = 1; minute <= MINUTES; minute++) {
      long closeTimeMs = START_MS + minute * 60_000L;
      logTimeMs = closeTimeMs;
      for (String instrument : INSTRUMENTS) {
        price *= 1 + (random.nextDouble() - 0.5) / 100;
        logTimeMs++;
        log.add(
            GroupInputs.bar(
                new LogRecord(logTimeMs, 0, new Heartbeat(closeTimeMs)),
                bar(instrument, closeTimeMs, price),
                0));
      }
      log.add(marketSide(++logTimeMs, new Heartbeat(closeTimeMs)));
      if (random.nextInt(5) == 0) {
        OperatorAction action = random.nextBoolean() ? OperatorAction.HALT : OperatorAction.RESUME;
        LogRecord command =
            new LogRecord(
                ++logTimeMs, 0, new OperatorCommand(closeTimeMs, "main", action, "a test"));
        GroupInputs.venueSide(command).ifPresent(log::add);
      }
    }
    return log;
  }

  private static GroupInput marketSide(long logTimeMs, Object payload) {
    return GroupInputs.marketSide(new LogRecord(logTimeMs, 0, payload)).orElseThrow();
  }

  private static Bar bar(String instrument, long closeTimeMs, double price) {
    return new Bar(
        instrument,
        60_000L,
        closeTimeMs,
        price,
        price,
        price,
        price,
        1.0,
        BarQuality.COMPLETE,
        false,
        0);
  }
}
