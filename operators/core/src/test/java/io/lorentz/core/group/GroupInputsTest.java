package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupInputsTest {

  private static final long MINUTE_MS = 60_000;
  private static final LogRecord CAUSE = new LogRecord(7L, 0, new Heartbeat(6 * MINUTE_MS));

  @Test
  void ofOneRecordEachMinuteIsWorkedOffWithAllItCausesBeforeTheNext() {
    GroupInput barFive = bar("BTCUSDT", 5, 0);
    GroupInput barSix = bar("BTCUSDT", 6, 2);
    List<GroupInput> expected =
        List.of(
            barFive,
            bar("ETHUSDT", 5, 0),
            GroupInputs.levels(barFive, levels(5 * MINUTE_MS, 5)),
            GroupInputs.levels(barFive, levels(MINUTE_MS, 5)),
            of("loose", signal(5)),
            of("main", signal(5)),
            of("random-000", signal(5)),
            of("random-001", signal(5)),
            barSix,
            bar("ETHUSDT", 6, 1),
            signal(6),
            GroupInputs.marketSide(CAUSE).orElseThrow());

    for (int seed = 0; seed < 20; seed++) {
      List<GroupInput> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(GroupInputs.ORDER);
      assertThat(shuffled).isEqualTo(expected);
    }
  }

  @Test
  void logTimeComesBeforeMarketTime() {
    GroupInput later = GroupInputs.marketSide(CAUSE).orElseThrow();
    GroupInput earlier =
        GroupInputs.marketSide(new LogRecord(6L, 0, new Heartbeat(9 * MINUTE_MS))).orElseThrow();

    assertThat(GroupInputs.ORDER.compare(earlier, later)).isNegative();
  }

  private static GroupInput of(String source, GroupInput input) {
    return GroupInputs.signal(
        Signal.newBuilder((Signal) input.getPayload())
            .setQuality(BarQuality.COMPLETE)
            .setSource(source)
            .build());
  }

  private static GroupInput bar(String instrument, int minute, int sequence) {
    Bar bar =
        Bar.newBuilder()
            .setInstrument(instrument)
            .setLengthMs(MINUTE_MS)
            .setCloseTimeMs(minute * MINUTE_MS)
            .setOpen(100)
            .setHigh(100)
            .setLow(100)
            .setClose(100)
            .setVolume(1)
            .setQuality(BarQuality.COMPLETE)
            .setCorrected(false)
            .setMissingBefore(0)
            .build();
    return GroupInputs.bar(CAUSE, bar, sequence);
  }

  private static Levels levels(long timeframeMs, int minute) {
    return new Levels(
        "BTCUSDT", timeframeMs, minute * MINUTE_MS, 1.0, 1.0, 1.0, BarQuality.COMPLETE);
  }

  private static GroupInput signal(int minute) {
    Signal signal = new Signal();
    signal.setLogTimeMs(CAUSE.getLogTimeMs());
    signal.setInstrument("BTCUSDT");
    signal.setMarketTimeMs(minute * MINUTE_MS);
    return GroupInputs.signal(signal);
  }

  @Test
  void aMarkPriceReachesTheGroupOnItsMarketSide() {
    MarkPrice mark = new MarkPrice("BTCUSDT", MINUTE_MS, 60_000.5);
    GroupInput input = GroupInputs.marketSide(new LogRecord(7L, 0, mark)).orElseThrow();
    assertThat(input.getStage()).isEqualTo(Stage.MARKET);
    assertThat(input.getInstrument()).isEqualTo("BTCUSDT");
    assertThat(input.getPayload()).isEqualTo(mark);
  }
}
