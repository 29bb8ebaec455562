package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeOpened;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months with real outages: nobody trades in them, and nobody earns by them. */
final class GapsTest {

  private static final long MINUTE_MS = 60_000;
  private static final long PAUSE_MS = 60 * MINUTE_MS;

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
    long pauseEndMs() {
      return toMs() + MINUTE_MS + PAUSE_MS;
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
    month.nothingIsEnteredInOutagesAndPauses();
    month.fillsComeFromRealBarsAndNeverBetterThanTheirOpen();
  }

  @Test
  void february2021WithAnOutageOf79MinutesAndZeroVolumeMinutes() throws IOException {
    Month month =
        new Month(
            YearMonth.of(2021, 2),
            List.of(new Outage("2021-02-11T03:41:00Z", "2021-02-11T05:00:00Z")));
    month.countersAre(40_241, 79, 1);
    month.nothingIsEnteredInOutagesAndPauses();
    month.fillsComeFromRealBarsAndNeverBetterThanTheirOpen();
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
      rows = BareRun.rows(TestingOptions.withConfidence(0.3), files);
    }

    void countersAre(long bars, long missingBars, long gaps) {
      EquityPoint last =
          RunRow.of(EquityPoint.class, rows).reduce((earlier, later) -> later).orElseThrow();
      assertThat(barByStart).hasSize((int) bars);
      assertThat(last.getBars()).isEqualTo(bars);
      assertThat(last.getMissingBars()).isEqualTo(missingBars);
      assertThat(last.getGaps()).isEqualTo(gaps);
    }

    void nothingIsEnteredInOutagesAndPauses() {
      Map<String, DenialReason> denials = new HashMap<>();
      RunRow.of(OrderOutcome.class, rows)
          .filter(outcome -> outcome.getOutcome() == OrderOutcomeKind.DENIED)
          .forEach(outcome -> denials.put(outcome.getClientId(), outcome.getDenial()));
      for (Outage outage : outages) {
        assertThat(RunRow.of(TradeOpened.class, rows))
            .filteredOn(opened -> opened.getOpenTimeMs() >= outage.fromMs())
            .filteredOn(opened -> opened.getOpenTimeMs() < outage.pauseEndMs())
            .isEmpty();
        List<OrderDecision> entries =
            RunRow.of(OrderDecision.class, rows)
                .filter(decision -> decision.getIntent() == OrderIntent.ENTRY)
                .filter(decision -> decision.getDecisionTimeMs() > outage.fromMs())
                .filter(decision -> decision.getDecisionTimeMs() < outage.pauseEndMs())
                .toList();
        assertThat(entries).as("entries asked for after %s", outage).isNotEmpty();
        assertThat(entries)
            .allSatisfy(entry -> assertThat(denials).containsKey(entry.getClientId()));
      }
      assertThat(denials).containsValue(DenialReason.GAP_PAUSE);
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
      assertThat(fillsAfterOutages(fills)).isNotEmpty();
    }

    /** A fill at an open is stamped with the start of its bar, a stop touched within with its close. */
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

    /** Positions that an outage went over are closed at the first real bars after it. */
    private List<OrderOutcome> fillsAfterOutages(List<OrderOutcome> fills) {
      List<OrderOutcome> after = new ArrayList<>();
      for (Outage outage : outages) {
        fills.stream()
            .filter(fill -> fill.getOutcomeTimeMs() >= outage.toMs())
            .filter(fill -> fill.getOutcomeTimeMs() < outage.pauseEndMs())
            .forEach(after::add);
      }
      return after;
    }
  }
}
