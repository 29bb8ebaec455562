package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeOpened;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months with real outages: nobody trades in them, and nobody earns by them. */
final class GapsTest {

  private static final long MINUTE_MS = 60_000;
  private static final long DEFAULT_PAUSE_MS = 60 * MINUTE_MS;

  /**
   * The indicators take longer than the default pause to warm up again, so that nobody asks for an
   * entry within it. Within a day somebody does.
   */
  private static final long LONG_PAUSE_MS = 24 * 60 * MINUTE_MS;

  private static final String DEFAULT = "default";
  private static final String LONG = "long";
  private static final String HOLDER = "holder";

  @TempDir private Path folder;

  /** An outage: start of its first missing bar and of the first real bar after it. */
  private record Outage(String firstMissing, String firstReal) {
    long fromMs() {
      return Instant.parse(firstMissing).toEpochMilli();
    }

    long toMs() {
      return Instant.parse(firstReal).toEpochMilli();
    }

    /** A gap ends with the close of the first real bar; the pause counts from there. */
    long pauseEndMs(long pauseMs) {
      return toMs() + MINUTE_MS + pauseMs;
    }
  }

  @Test
  void december2020WithOutagesOf230And60Minutes() throws IOException {
    Month month =
        new Month(
            YearMonth.of(2020, 12),
            List.of(
                new Outage("2020-12-21T14:10:00Z", "2020-12-21T18:00:00Z"),
                new Outage("2020-12-25T02:00:00Z", "2020-12-25T03:00:00Z")));
    month.countersAre(44_350, 290, 2);
    month.nothingIsEntered(DEFAULT, DEFAULT_PAUSE_MS);
    month.nothingIsEntered(LONG, LONG_PAUSE_MS);
    month.entriesAskedForInThePauseAreDenied(LONG, LONG_PAUSE_MS);
    month.positionsAreHeldOverTheOutages();
    month.fillsComeFromRealBarsAndNeverBetterThanTheirOpen();
  }

  @Test
  void february2021WithAnOutageOf79MinutesAndZeroVolumeMinutes() throws IOException {
    Month month =
        new Month(
            YearMonth.of(2021, 2),
            List.of(new Outage("2021-02-11T03:41:00Z", "2021-02-11T05:00:00Z")));
    month.countersAre(40_241, 79, 1);
    month.nothingIsEntered(DEFAULT, DEFAULT_PAUSE_MS);
    month.nothingIsEntered(LONG, LONG_PAUSE_MS);
    month.entriesAskedForInThePauseAreDenied(LONG, LONG_PAUSE_MS);
    month.positionsAreHeldOverTheOutages();
    month.fillsComeFromRealBarsAndNeverBetterThanTheirOpen();
  }

  @Test
  void anOutageOfOneSymbolWhileTheOthersGoOn() throws IOException {
    Outage outage = new Outage("2025-05-06T13:02:00Z", "2025-05-06T16:12:00Z");
    Map<String, List<String>> paths = new TreeMap<>(SharedData.perpetuals());
    Path csv = folder.resolve("outage.csv");
    SharedData.writeWithout(
        Path.of(paths.get("BTCUSDT").get(0)), outage.fromMs(), outage.toMs(), csv);
    paths.put("BTCUSDT", List.of(csv.toString()));
    BarFileOptions files =
        BarFileOptions.of(paths).withToMs(Instant.parse("2025-05-07T12:00:00Z").toEpochMilli());
    TradingOptions options = TestingOptions.withConfidence(0.3);
    List<RunOutput> rows = BareRun.rows(TestingOptions.withAccounts(options, accounts()), files);

    EquityPoint last = last(rows);
    assertThat(last.getMissingBars()).isEqualTo(190);
    assertThat(last.getGaps()).isEqualTo(1);
    assertThat(RunRow.of(TradeOpened.class, rows))
        .filteredOn(opened -> opened.getOpenTimeMs() >= outage.fromMs())
        .filteredOn(opened -> opened.getOpenTimeMs() < outage.pauseEndMs(DEFAULT_PAUSE_MS))
        .isNotEmpty()
        .noneSatisfy(opened -> assertThat(opened.getInstrument()).isEqualTo("BTCUSDT"));
    Set<String> ofBitcoin =
        RunRow.of(OrderDecision.class, rows)
            .filter(decision -> decision.getInstrument().equals("BTCUSDT"))
            .map(OrderDecision::getClientId)
            .collect(Collectors.toSet());
    assertThat(RunRow.of(OrderOutcome.class, rows))
        .filteredOn(outcome -> ofBitcoin.contains(outcome.getClientId()))
        .filteredOn(outcome -> outcome.getOutcome() == OrderOutcomeKind.FILLED)
        .isNotEmpty()
        .allSatisfy(
            fill ->
                assertThat(fill.getOutcomeTimeMs())
                    .satisfiesAnyOf(
                        time -> assertThat(time).isLessThanOrEqualTo(outage.fromMs()),
                        time -> assertThat(time).isGreaterThanOrEqualTo(outage.toMs())));
    assertThat(RunRow.of(Signal.class, rows))
        .filteredOn(signal -> signal.getInstrument().equals("BTCUSDT"))
        .filteredOn(signal -> signal.getMarketTimeMs() > outage.fromMs())
        .filteredOn(signal -> signal.getMarketTimeMs() <= outage.toMs())
        .isEmpty();
  }

  private static EquityPoint last(List<RunOutput> rows) {
    return RunRow.of(EquityPoint.class, rows).reduce((earlier, later) -> later).orElseThrow();
  }

  /** Without account limits, so that a bad day does not end the month. */
  private static AccountOptions account(
      String name, long gapPauseMs, BigDecimal stopAtrMultiple, ExitOptions exits) {
    RiskOptions risk = RiskOptions.defaults();
    return new AccountOptions(
        name,
        new BigDecimal("10000"),
        false,
        new RiskOptions(
            risk.dayLossFraction(),
            risk.drawdownFraction(),
            risk.flattenAtLimit(),
            risk.riskFraction(),
            stopAtrMultiple,
            risk.positionMarginFraction(),
            risk.maxPositions(),
            risk.maxOrdersPerMinute(),
            risk.cooldownAfterStopMs(),
            gapPauseMs,
            risk.maxCostR(),
            risk.tiers()),
        exits);
  }

  private static List<AccountOptions> accounts() {
    BigDecimal stop = RiskOptions.defaults().stopAtrMultiple();
    ExitOptions atTheStopOnly = new ExitOptions(false, false, 0, BigDecimal.ZERO);
    return List.of(
        account(DEFAULT, DEFAULT_PAUSE_MS, stop, ExitOptions.defaults()),
        account(LONG, LONG_PAUSE_MS, stop, ExitOptions.defaults()),
        account(HOLDER, DEFAULT_PAUSE_MS, new BigDecimal("5"), atTheStopOnly));
  }

  /** A month of BTC spot and what the accounts did in it. */
  private final class Month {

    private final List<Outage> outages;
    private final Map<Long, Bar> barByStart = new TreeMap<>();
    private final List<RunOutput> rows;

    Month(YearMonth month, List<Outage> outages) throws IOException {
      this.outages = outages;
      Path csv = folder.resolve(month + ".csv");
      SharedData.writeSpotDays(month.atDay(1), month.atEndOfMonth(), csv);
      BarFileOptions files = BarFileOptions.of(Map.of("BTCUSDT", List.of(csv.toString())));
      try (BarFileLog log = new BarFileLog(files)) {
        while (log.hasNext()) {
          if (log.next().getPayload() instanceof Bar bar) {
            barByStart.put(bar.getCloseTimeMs() - bar.getLengthMs(), bar);
          }
        }
      }
      TradingOptions options = TestingOptions.withConfidence(0.3);
      rows = BareRun.rows(TestingOptions.withAccounts(options, accounts()), files);
    }

    void countersAre(long bars, long missingBars, long gaps) {
      EquityPoint last = last(rows);
      assertThat(barByStart).hasSize((int) bars);
      assertThat(last.getBars()).isEqualTo(bars);
      assertThat(last.getMissingBars()).isEqualTo(missingBars);
      assertThat(last.getGaps()).isEqualTo(gaps);
    }

    void nothingIsEntered(String account, long pauseMs) {
      for (Outage outage : outages) {
        assertThat(RunRow.of(TradeOpened.class, rows))
            .filteredOn(opened -> opened.getAccount().equals(account))
            .filteredOn(opened -> opened.getOpenTimeMs() >= outage.fromMs())
            .filteredOn(opened -> opened.getOpenTimeMs() < outage.pauseEndMs(pauseMs))
            .isEmpty();
      }
    }

    void entriesAskedForInThePauseAreDenied(String account, long pauseMs) {
      Map<String, DenialReason> denials = new HashMap<>();
      RunRow.of(OrderOutcome.class, rows)
          .filter(outcome -> outcome.getOutcome() == OrderOutcomeKind.DENIED)
          .forEach(outcome -> denials.put(outcome.getClientId(), outcome.getDenial()));
      for (Outage outage : outages) {
        List<String> entries =
            RunRow.of(OrderDecision.class, rows)
                .filter(decision -> decision.getAccount().equals(account))
                .filter(decision -> decision.getIntent() == OrderIntent.ENTRY)
                .filter(decision -> decision.getDecisionTimeMs() > outage.fromMs())
                .filter(decision -> decision.getDecisionTimeMs() < outage.pauseEndMs(pauseMs))
                .map(OrderDecision::getClientId)
                .toList();
        assertThat(entries).as("entries asked for after %s", outage).isNotEmpty();
        assertThat(denials).containsKeys(entries.toArray(String[]::new));
        assertThat(entries).extracting(denials::get).contains(DenialReason.GAP_PAUSE);
      }
    }

    /** Whoever holds a position can do nothing: no fill in the outage, the position stands. */
    void positionsAreHeldOverTheOutages() {
      for (Outage outage : outages) {
        assertThat(RunRow.of(EquityPoint.class, rows))
            .as("points of %s in %s", HOLDER, outage)
            .filteredOn(point -> point.getAccount().equals(HOLDER))
            .filteredOn(point -> point.getTimeMs() >= outage.fromMs())
            .filteredOn(point -> point.getTimeMs() < outage.toMs() + MINUTE_MS)
            .isNotEmpty()
            .allSatisfy(point -> assertThat(point.getOpenPositions()).isEqualTo(1));
        assertThat(RunRow.of(OrderOutcome.class, rows))
            .filteredOn(outcome -> outcome.getOutcome() == OrderOutcomeKind.FILLED)
            .filteredOn(fill -> fill.getOutcomeTimeMs() > outage.fromMs())
            .filteredOn(fill -> fill.getOutcomeTimeMs() < outage.toMs())
            .isEmpty();
      }
    }

    void fillsComeFromRealBarsAndNeverBetterThanTheirOpen() {
      Map<String, OrderDecision> decisions = new HashMap<>();
      RunRow.of(OrderDecision.class, rows)
          .forEach(decision -> decisions.put(decision.getClientId(), decision));
      List<OrderOutcome> fills =
          RunRow.of(OrderOutcome.class, rows)
              .filter(outcome -> outcome.getOutcome() == OrderOutcomeKind.FILLED)
              .toList();
      assertThat(fills).hasSizeGreaterThan(100);
      for (OrderOutcome fill : fills) {
        Bar bar = barOf(fill);
        BigDecimal open = BigDecimal.valueOf(bar.getOpen());
        if (decisions.get(fill.getClientId()).getSide() == OrderSide.BUY) {
          assertThat(fill.getPrice()).isGreaterThan(open);
        } else {
          assertThat(fill.getPrice()).isLessThan(open);
        }
      }
    }

    /**
     * A fill at an open is stamped with the start of its bar, a stop touched within with its close.
     */
    private Bar barOf(OrderOutcome fill) {
      boolean touched =
          fill.getDetail().startsWith("trigger=")
              && !fill.getDetail().startsWith("trigger=" + openAt(fill.getOutcomeTimeMs()) + " ");
      long startMs = fill.getOutcomeTimeMs() - (touched ? MINUTE_MS : 0);
      assertThat(barByStart).as("bar of %s", fill).containsKey(startMs);
      return barByStart.get(startMs);
    }

    private String openAt(long startMs) {
      Bar bar = barByStart.get(startMs);
      return bar == null
          ? "none"
          : BigDecimal.valueOf(bar.getOpen()).stripTrailingZeros().toPlainString();
    }
  }
}
