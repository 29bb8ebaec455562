package io.lorentz.command.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.live.ParityProof;
import io.lorentz.command.report.TestingRows;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.VenueStatus;
import io.lorentz.schemas.VenueStatusKind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of a run as a phone shows it, counted from its rows and records. */
class DayMessageTest {

  private static final Day DAY = new Day(LocalDate.parse("2025-05-04"));
  private static final long START = DAY.startMs();
  private static final long MINUTE = TestingRows.MINUTE_MS;
  private static final long END = DAY.endMs();
  private static final byte[] NO_BYTES = {};

  private final DayRows rows = new DayRows(DAY);
  private final DayLog log = new DayLog(DAY, END);
  private long offset = 1;

  private void row(Object payload) {
    rows.accept(TestingRows.row(payload));
  }

  private void logged(long logTimeMs, Object payload) {
    log.onRecord(offset++, new LogRecord(logTimeMs, 0, payload), NO_BYTES);
  }

  /** Heartbeats of every minute, but for one silence. */
  private void aLogThatIsSilent(int fromMinute, int toMinute) {
    for (int minute = 1; minute <= 1_440; minute++) {
      if (minute <= fromMinute || minute >= toMinute) {
        logged(START + minute * MINUTE, new Heartbeat(START + minute * MINUTE));
      }
    }
    log.end(1);
  }

  private static EquityPoint point(long timeMs, String equity, int open, long bars, long missing) {
    EquityPoint point = TestingRows.equity("main", timeMs, equity, open);
    point.setBars(bars);
    point.setMissingBars(missing);
    point.setGaps(missing == 0 ? 0 : 1);
    point.setDrawdown(0.0125);
    return point;
  }

  private DayMessage message(Optional<DayParity> parity) {
    return new DayMessage(
        DAY,
        rows.accounts(),
        rows.sourceChanges(),
        rows.doubtedPrices(),
        rows.unequal(),
        log,
        parity);
  }

  private void aDayOfTwoTrades() {
    row(point(START, "10000", 0, 100, 0));
    row(TestingRows.opened("main", "A", START - MINUTE, "1"));
    row(TestingRows.closed("main", "A", START + MINUTE, "30", "1.5", "-0.25"));
    row(TestingRows.opened("main", "B", START + 2 * MINUTE, "1"));
    row(TestingRows.closed("main", "B", END, "-10", "1", "0"));
    row(TestingRows.opened("main", "C", START + 3 * MINUTE, "1"));
    row(TestingRows.closed("main", "C", END + MINUTE, "1000", "1", "0"));
    row(TestingRows.opened("main", "D", START - 2 * MINUTE, "1"));
    row(TestingRows.closed("main", "D", START, "1000", "1", "0"));
    row(TestingRows.denied("main", "E", START + MINUTE, DenialReason.HALTED));
    row(TestingRows.denied("main", "F", END + MINUTE, DenialReason.HALTED));
    row(point(END, "10012.5", 1, 1_540, 2));
    row(point(END + MINUTE, "99999", 1, 9_999, 99));
  }

  @Test
  void aGoodDayFitsOnAScreenAndBeginsWithItsResult() {
    aDayOfTwoTrades();
    aLogThatIsSilent(1_440, 1_440);

    assertThat(message(Optional.of(new DayParity(0, 1_234, START, END))).text())
        .isEqualTo(
            """
            2025-05-04 main: +12.50 USDT (+0.13 %)
            2 trades closed, 1 won: +15.25 USDT after fees of 4.50 and funding of -0.25
            equity 10,012.50 USDT, 1 position open, drawdown 1.25 %
            entries allowed, 1 entry denied
            parity: 0 differences in 1,234 rows
            data: 1,440 bars, 2 missing in 1 gap; log never silent
            feeds: 0 changes of source, 0 doubted prices, 0 lost connections""");
  }

  @Test
  void aBadDaySaysWhatWasWrong() {
    EquityPoint last = point(END - MINUTE, "9000", 0, 1_440, 0);
    last.setTrading(false);
    row(last);
    row(decision(FeedDecisionKind.SOURCE_CHANGED));
    row(decision(FeedDecisionKind.PRICE_DOUBTED));
    row(decision(FeedDecisionKind.PRICE_TRUSTED));
    logged(START + 1, status(VenueStatusKind.DISCONNECTED));
    logged(START + 2, status(VenueStatusKind.CONNECTED));
    logged(START + 3, finding(true));
    logged(START + 4, finding(false));
    logged(START + 5, command(OperatorAction.HALT, "main", "the feed was wrong"));
    logged(START + 6, command(OperatorAction.RESUME, "", ""));
    log.onUnreadable(offset++, "no schema");
    aLogThatIsSilent(60, 150);

    assertThat(
            message(Optional.of(new DayParity(3, 100, START + 30 * MINUTE, START + 60 * MINUTE)))
                .text())
        .isEqualTo(
            """
            2025-05-04 main: +0.00 USDT of closed trades
            no trade closed
            equity 9,000.00 USDT, 0 positions open, drawdown 1.25 %
            ENTRIES NOT ALLOWED
            PARITY: 3 rows differ, from 00:30 UTC on, up to 01:00 UTC
            data: 1,440 bars, 0 missing; log SILENT for 1 h 30 min; 1 record UNREADABLE
            feeds: 1 change of source, 1 doubted price, 1 lost connection
            1 finding between venue and log
            00:05 UTC halt of main: the feed was wrong
            00:05 UTC resume""");
  }

  @Test
  void whatIsWrittenAgainCountsOnceAndThatItDiffersIsSaid() {
    aDayOfTwoTrades();
    aLogThatIsSilent(1_440, 1_440);
    String once = message(Optional.empty()).text();
    aDayOfTwoTrades();
    assertThat(message(Optional.empty()).text()).isEqualTo(once);

    row(point(END, "7", 1, 1_540, 2));
    row(TestingRows.closed("main", "C", END + MINUTE, "1001", "1", "0"));
    row(point(START, "8", 0, 100, 0));

    assertThat(message(Optional.empty()).text())
        .isEqualTo(
            once.replace(
                "\ndata: ",
                "\n1 row WRITTEN AGAIN AND DIFFERENT: two runs or builds wrote here, the first is"
                    + " counted\ndata: "));
  }

  private static FeedDecision decision(FeedDecisionKind kind) {
    FeedDecision decision = new FeedDecision();
    decision.setInstrument("BTCUSDT");
    decision.setCloseTimeMs(START + MINUTE);
    decision.setKind(kind);
    return decision;
  }

  private static VenueStatus status(VenueStatusKind kind) {
    return new VenueStatus("bitget", "", START, kind, "");
  }

  private static VenueFinding finding(boolean open) {
    return new VenueFinding("main", "", START, FindingKind.ORDER_UNKNOWN_TO_US, open, false, "");
  }

  private static OperatorCommand command(OperatorAction action, String account, String reason) {
    return new OperatorCommand(START + 5 * MINUTE, account, action, reason);
  }

  @Test
  void aDayOfWhichNothingIsRecordedSaysSoInItsOneLine() {
    log.end(0);
    DayMessage message = message(Optional.empty());
    assertThat(message.isEmpty()).isTrue();
    assertThat(message.text()).isEqualTo("2025-05-04: NOTHING is recorded of this day");
  }

  @Test
  void aLogThatEndedBeforeTheDayWasSilentAllDay() {
    log.end(1_000);
    assertThat(log.silences()).isEqualTo(1);
    assertThat(log.silent()).hasHours(24);
  }

  @Test
  void aLogThatBeginsOrIsLookedAtInTheMiddleOfTheDayWasNotSilentBeforeAndIsNotBehind() {
    DayLog young = new DayLog(DAY, START + 13 * 60 * MINUTE);
    long noon = START + 12 * 60 * MINUTE;
    for (int minute = 0; minute <= 60; minute++) {
      young.onRecord(
          minute, new LogRecord(noon + minute * MINUTE, 0, new Heartbeat(noon)), NO_BYTES);
    }
    young.end(0);
    assertThat(young.silences()).isZero();
    assertThat(young.records()).isEqualTo(61);
  }

  @Test
  void programsReadMoneyToTheLastDigit() {
    aDayOfTwoTrades();
    aLogThatIsSilent(1_440, 1_440);
    JsonNode json = message(Optional.empty()).json();

    assertThat(json.path("day").asText()).isEqualTo("2025-05-04");
    assertThat(json.at("/accounts/main/change").asText()).isEqualTo("12.500000000000000000");
    assertThat(json.at("/accounts/main/net").asText()).startsWith("15.2500");
    assertThat(json.at("/accounts/main/trades_closed").asInt()).isEqualTo(2);
    assertThat(json.at("/parity/checked").asBoolean()).isFalse();
    assertThat(json.at("/data/log_records").asInt()).isEqualTo(1_440);
  }

  @Test
  void aTradeWhoseOpeningIsNotThereIsAFaultRatherThanAWrongSum() {
    row(point(END, "10000", 0, 1, 0));
    row(TestingRows.closed("main", "A", END, "1", "1", "1"));
    assertThatThrownBy(rows::accounts)
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("trade A of main")
        .hasMessageContaining("--rows");
  }

  @Test
  void theLatestProofOfTheLogThatTouchesTheDayCounts(@TempDir Path folder) {
    proof("a", "market", START - 100, START + 5, 1).write(folder);
    proof("b", "market", START - 100, START + 7, 2).write(folder);
    proof("c", "market", START - 100, START, 3).write(folder);
    proof("d", "market", END + 1, END + 7, 4).write(folder);
    proof("e", "a log of that name before", START, END, 5).write(folder);

    assertThat(DayParity.ofProofs(folder, "market", DAY))
        .contains(new DayParity(6, 2, START - 100, START + 7));
    assertThat(DayParity.ofProofs(folder.resolve("none"), "market", DAY)).isEmpty();
  }

  private static ParityProof proof(String hash, String topicId, long fromMs, long toMs, long rows) {
    return new ParityProof(hash, "1.0 abc", "market", topicId, 0, 9, fromMs, toMs, rows, 6, 3_000);
  }
}
