package io.lorentz.command.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.TradingStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are cut off, begun later, or given another future. */
final class DerivedLogsTest {

  private static final int BARS = 1_000;
  private static final long CUT_MS = WalkingMarket.START_MS + 600 * WalkingMarket.MINUTE_MS;

  @TempDir private Path folder;
  private BarFileOptions files;
  private List<LogRecord> whole;

  @BeforeEach
  void write() throws IOException {
    Path btc = WalkingMarket.write(folder.resolve("a.csv"), BARS, 1);
    Path eth = WalkingMarket.write(folder.resolve("b.csv"), BARS, 2);
    files =
        BarFileOptions.of(
            Map.of("BTCUSDT", List.of(btc.toString()), "ETHUSDT", List.of(eth.toString())));
    whole = records(new BarFileLog(files));
  }

  @Test
  void aCutLogIsTheBeginningOfTheWholeUpToTheHeartbeatOfTheCut() {
    List<LogRecord> cut = records(new CutLog(new BarFileLog(files), CUT_MS));

    assertThat(whole.subList(0, cut.size())).isEqualTo(cut);
    assertThat(cut.get(cut.size() - 1).getPayload()).isEqualTo(new Heartbeat(CUT_MS));
  }

  @Test
  void aLaterLogIsTheEndOfTheWholeWithTheStartOfTradingKept() {
    List<LogRecord> later = records(new LaterLog(new BarFileLog(files), CUT_MS));

    assertThat(later.get(0).getPayload()).isInstanceOf(TradingStart.class);
    assertThat(((Bar) later.get(1).getPayload()).getCloseTimeMs())
        .isEqualTo(CUT_MS + WalkingMarket.MINUTE_MS);
    assertThat(whole.subList(whole.size() - later.size() + 1, whole.size()))
        .isEqualTo(later.subList(1, later.size()));
  }

  @Test
  void aChangedFutureLeavesThePastAndChangesEveryBarBehindIt() {
    for (long seed = 1; seed <= 8; seed++) {
      List<LogRecord> changed = records(new ChangedFutureLog(new BarFileLog(files), CUT_MS, seed));

      assertThat(changed).hasSameSizeAs(whole);
      for (int i = 0; i < whole.size(); i++) {
        LogRecord was = whole.get(i);
        LogRecord is = changed.get(i);
        assertThat(is.getLogTimeMs()).isEqualTo(was.getLogTimeMs());
        if (was.getPayload() instanceof Bar bar && bar.getCloseTimeMs() > CUT_MS) {
          requireOtherBar(bar, (Bar) is.getPayload());
        } else {
          assertThat(is).isEqualTo(was);
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameFutureAndAnotherAnother() {
    List<LogRecord> one = records(new ChangedFutureLog(new BarFileLog(files), CUT_MS, 1));

    assertThat(records(new ChangedFutureLog(new BarFileLog(files), CUT_MS, 1))).isEqualTo(one);
    assertThat(records(new ChangedFutureLog(new BarFileLog(files), CUT_MS, 2))).isNotEqualTo(one);
  }

  private static void requireOtherBar(Bar was, Bar is) {
    assertThat(is.getInstrument()).isEqualTo(was.getInstrument());
    assertThat(is.getCloseTimeMs()).isEqualTo(was.getCloseTimeMs());
    assertThat(is.getClose()).isNotEqualTo(was.getClose()).isPositive();
    assertThat(is.getLow()).isPositive().isLessThanOrEqualTo(Math.min(is.getOpen(), is.getClose()));
    assertThat(is.getHigh()).isGreaterThanOrEqualTo(Math.max(is.getOpen(), is.getClose()));
  }

  private static List<LogRecord> records(Iterator<LogRecord> log) {
    List<LogRecord> records = new ArrayList<>();
    log.forEachRemaining(records::add);
    DerivedLog.closeLog(log);
    return records;
  }
}
