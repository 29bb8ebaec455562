package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Three trades on real Binance minutes of May 2025 with their real funding, worked out by hand: the
 * working stands at each, the simulator has to agree to the last digit. The capital is 10,000; fees
 * are 2 bp made and 6 bp taken, half the spread is 0.5 bp, the slip 0.5 bp × (1 + 10 × share of the
 * bar's volume). A signal is given at a chosen minute with a chosen ATR.
 */
class HandWorkedTradesTest {

  private static final long MINUTE_MS = 60_000L;
  private static final EntryOptions AT_MARKET = EntryOptions.defaults();

  private final List<RunOutput> rows = new ArrayList<>();

  /**
   * BTC, long at market, closed after an hour.
   *
   * <pre>
   *   07:30 decided at the close 94,516.9 with ATR 500, so 1 R is 1,000: stop 93,516.9
   *         size: 1 % of 10,000 / 1,000 = 0.1 (the tier allows 12,500 / 94,516.9 = 0.132)
   *   07:30 entry at the open 94,517, of 20.85 traded: share 0.1 / 20.85 = 0.0047962
   *         worsened by 0.5 + 0.5 x 1.047962 = 1.023981 bp = 9.67836: 94,526.67836, up to 94,526.7
   *         fee 94,526.7 x 0.1 x 0.0006 = 9,452.67 x 0.0006 = 5.671602
   *         slippage (94,526.7 - 94,517) x 0.1 = 0.97
   *   08:00 funding 0.003636 % of 0.1 x 94,696.4 (close of 07:59): a long pays
   *         9,469.64 x 0.00003636 = 0.3443161104
   *   08:30 four bars of 15 minutes are over; exit at the open 94,501, of 62.775 traded:
   *         share 0.0015930, worsened by 0.5 + 0.5 x 1.01593 = 1.007965 bp = 9.52537:
   *         94,491.47463, down to 94,491.4
   *         fee 9,449.14 x 0.0006 = 5.669484; slippage (94,501 - 94,491.4) x 0.1 = 0.96
   *   profit (94,491.4 - 94,526.7) x 0.1 = -3.53
   *   balance 10,000 - 3.53 - 0.3443161104 - 5.671602 - 5.669484 = 9,984.7845978896
   * </pre>
   */
  @Test
  void aLongOfBitcoinAtMarketThatIsClosedAfterAnHour() {
    play(
        new Setting("BTCUSDT", AT_MARKET, new ExitOptions(false, true, 4, BigDecimal.ZERO), "1"),
        new Question("2025-05-05T07:30:00Z", 1, 15, 500),
        "2025-05-05T09:00:00Z");
    assertThat(told())
        .containsExactly(
            "opened 2025-05-05T07:30:00Z 0.1 at 94526.7 fee 5.671602 slippage 0.97",
            "closed 2025-05-05T08:30:00Z EXIT_TIME at 94491.4 realised -3.53"
                + " funding -0.3443161104 fee 5.669484 slippage 0.96");
    assertThat(balance()).isEqualTo("9984.7845978896");
  }

  /**
   * Ether, short by a post-only limit, stopped out; funding at the venue's mark price.
   *
   * <pre>
   *   15:55 decided at the close 1,800.43 with ATR 3, so 1 R is 6: limit 1,800.43, stop 1,806.43
   *         size: the 5m tier's 3 % x 10 x 10,000 = 3,000 / 1,800.43 = 1.666, down to 1.66
   *   15:55 the open 1,800.42 less half a spread is below the limit, so it rests; the bar's high
   *         1,800.49 trades through it: filled at 1,800.43, made, stamped 15:56
   *         fee 1,800.43 x 1.66 x 0.0002 = 2,988.7138 x 0.0002 = 0.59774276; no slippage
   *   16:00 funding 0.001194 % at the mark price 1,800.17766667 (the last price was 1,800.14): a
   *         short receives 1.66 x 1,800.17766667 = 2,988.2949266722, x 0.00001194
   *         = 0.029882949266722 + 0.005797292157744068 (x 0.00001 and x 0.00000194)
   *         = 0.035680241424466068
   *   16:17 the high 1,807.75 touches the stop (the open 1,805.11 did not): 1,806.43, of 12,413.262
   *         traded, share 0.00013373: worsened by 0.5 + 0.5 x 1.0013373 = 1.00066865 bp = 0.180764:
   *         1,806.610764, up to 1,806.62, stamped 16:18
   *         fee 1,806.62 x 1.66 x 0.0006 = 2,998.9892 x 0.0006 = 1.79939352
   *         slippage (1,806.62 - 1,806.43) x 1.66 = 0.3154
   *   profit (1,800.43 - 1,806.62) x 1.66 = -10.2754
   * </pre>
   */
  @Test
  void aShortOfEtherByAPostOnlyLimitThatIsStoppedOut() {
    play(
        new Setting(
            "ETHUSDT",
            new EntryOptions(EntryStyle.POST_ONLY, BigDecimal.ZERO, 5),
            new ExitOptions(false, true, 0, BigDecimal.ZERO),
            "1"),
        new Question("2025-05-05T15:55:00Z", -1, 5, 3),
        "2025-05-05T16:30:00Z");
    assertThat(told())
        .containsExactly(
            "opened 2025-05-05T15:56:00Z 1.66 at 1800.43 fee 0.59774276 slippage 0",
            "closed 2025-05-05T16:18:00Z STOP at 1806.62 realised -10.2754"
                + " funding 0.035680241424466068 fee 1.79939352 slippage 0.3154");
    // 10,000 - 10.2754 + 0.035680241424466068 - 0.59774276 - 1.79939352
    assertThat(balance()).isEqualTo("9987.363143961424466068");
  }

  /**
   * Solana, short at market in parts of at most 0.5 % of a bar's volume, the rest of the entry
   * expires, and a target that rests is traded through.
   *
   * <pre>
   *   23:58 decided at the close 146.59 with ATR 0.2, so 1 R is 0.4: stop 146.99
   *         size: the 15m tier's 12,500 / 146.59 = 85.27, down to 85.2
   *   23:58 0.5 % of 6,376.67 traded is 31.88, down to 31.8: at the open 146.59, share 0.0049869,
   *         worsened by 0.5 + 0.5 x 1.049869 = 1.0249345 bp = 0.0150245: down to 146.574
   *         cost 31.8 x 146.574 = 4,661.0532, fee x 0.0006 = 2.79663192
   *   23:59 0.5 % of 9,146.04 is 45.73, down to 45.7: at the open 146.55, share 0.0049967, worsened
   *         by 1.0249835 bp = 0.0150211: down to 146.534
   *         cost 45.7 x 146.534 = 6,696.6038, fee x 0.0006 = 4.01796228
   *   00:00 two bars are over: 7.7 of 85.2 expire. Open is 77.5 for 11,357.657, so
   *         11,357.657 / 77.5 = 146.550412903225806452 each; fees 6.8145942
   *         slippage 31.8 x 0.016 + 45.7 x 0.016 = 1.24
   *   00:00 funding 0.006405 % of 77.5 x 146.66 (close of 23:59): a short receives
   *         11,366.15 x 0.00006405 = 0.7280019075
   *   00:00 target 1 R below: 146.1504…, down to 146.15
   *   00:09 the low 146.13 trades through it (the lowest before was 146.2): filled at 146.15, made,
   *         stamped 00:10; 77.5 x 146.15 = 11,326.625, fee x 0.0002 = 2.265325
   *   profit 11,357.657 - 11,326.625 = 31.032
   *   balance 10,000 + 31.032 + 0.7280019075 - 6.8145942 - 2.265325 = 10,022.6800827075
   * </pre>
   */
  @Test
  void aShortOfSolanaInPartsWhoseTargetIsTradedThrough() {
    play(
        new Setting(
            "SOLUSDT", AT_MARKET, new ExitOptions(false, true, 0, BigDecimal.ONE, true), "0.005"),
        new Question("2025-05-05T23:58:00Z", -1, 15, 0.2),
        "2025-05-06T00:30:00Z");
    assertThat(told())
        .containsExactly(
            "opened 2025-05-05T23:58:00Z 77.5 at 146.550412903225806452 fee 6.8145942"
                + " slippage 1.24",
            "closed 2025-05-06T00:10:00Z EXIT_TARGET at 146.15 realised 31.032"
                + " funding 0.7280019075 fee 2.265325 slippage 0");
    OrderOutcome entry = of(OrderOutcome.class).get(0);
    assertThat(entry.getOutcome()).isEqualTo(OrderOutcomeKind.EXPIRED);
    assertThat(Money.text(entry.getQuantity())).isEqualTo("77.5");
    assertThat(balance()).isEqualTo("10022.6800827075");
  }

  /** What is traded and how. */
  private record Setting(
      String instrument, EntryOptions entries, ExitOptions exits, String maxVolumeShare) {

    private GroupOptions options() {
      ExecutionOptions d = ExecutionOptions.defaults();
      return new GroupOptions(
          MINUTE_MS,
          0,
          InstrumentSpec.defaults(),
          List.of(
              new AccountOptions(
                  "main", new BigDecimal("10000"), true, RiskOptions.defaults(), exits, entries)),
          new ExecutionOptions(
              d.makerFeeFraction(),
              d.takerFeeFraction(),
              d.halfSpreadBps(),
              d.slipBps(),
              d.slipGrowth(),
              d.orderValidityBars(),
              d.latencyMs(),
              new BigDecimal(maxVolumeShare),
              d.liquidationFeeFraction()));
    }
  }

  /** The signal, given at the close of a minute. */
  private record Question(String at, int direction, int tierMinutes, double atr) {

    private Signal signal(Bar bar) {
      return new Signal(
          bar.getCloseTimeMs(),
          0,
          bar.getInstrument(),
          bar.getCloseTimeMs(),
          bar.getCloseTimeMs(),
          direction,
          0.8,
          0.9,
          tierMinutes * MINUTE_MS,
          atr,
          bar.getClose(),
          BarQuality.COMPLETE,
          "main");
    }
  }

  /** Plays the minutes from before the signal to the end: bar, signal, mark price, funding. */
  private void play(Setting setting, Question question, String end) {
    String symbol = setting.instrument();
    long askedMs = Instant.parse(question.at()).toEpochMilli();
    long endMs = Instant.parse(end).toEpochMilli();
    AccountGroup group = new AccountGroup(setting.options());
    List<CsvRecord> funding = read(symbol + "_funding_marketlab-slice");
    List<CsvRecord> marks =
        symbol.equals("ETHUSDT") ? read(symbol + "_mark-1h_marketlab-slice") : List.of();
    send(group, new TradingStart(askedMs - 10 * MINUTE_MS));
    for (CsvRecord row : read(symbol + "_1m_typhonun")) {
      Bar bar = bar(symbol, row);
      long nowMs = bar.getCloseTimeMs();
      if (nowMs < askedMs - 5 * MINUTE_MS || nowMs > endMs) {
        continue;
      }
      send(group, bar);
      if (nowMs == askedMs) {
        send(group, question.signal(bar));
      }
      for (CsvRecord mark : at(marks, nowMs)) {
        send(group, new MarkPrice(symbol, nowMs, Double.parseDouble(mark.getField(1))));
      }
      for (CsvRecord payment : at(funding, nowMs)) {
        BigDecimal rate = new BigDecimal(payment.getField(1));
        send(group, new Funding(symbol, nowMs, Money.toBorder(rate)));
      }
      send(group, new Heartbeat(nowMs));
    }
  }

  /** Rows of a moment. Funding and the open of an hour's mark price are stamped with it. */
  private static List<CsvRecord> at(List<CsvRecord> records, long timeMs) {
    return records.stream().filter(r -> Long.parseLong(r.getField(0)) == timeMs).toList();
  }

  private static Bar bar(String symbol, CsvRecord row) {
    return new Bar(
        symbol,
        MINUTE_MS,
        Long.parseLong(row.getField(0)) + MINUTE_MS,
        Double.parseDouble(row.getField(1)),
        Double.parseDouble(row.getField(2)),
        Double.parseDouble(row.getField(3)),
        Double.parseDouble(row.getField(4)),
        Double.parseDouble(row.getField(5)),
        BarQuality.COMPLETE,
        false,
        0);
  }

  private static List<CsvRecord> read(String name) {
    Path file =
        Path.of(
            System.getProperty("lorentz.shared", ""),
            "market-data",
            "csv",
            "binance-usdm-perp_" + name + ".csv.gz");
    assumeThat(Files.isReadable(file))
        .as("real bars absent: system property lorentz.shared must name their folder")
        .isTrue();
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .ofCsvRecord(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return csv.stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(AccountGroup group, Object payload) {
    group.on(new GroupInput(0L, 0, Stage.MARKET, 0L, "", 0, payload), rows::add);
  }

  private <T> List<T> of(Class<T> type) {
    return rows.stream()
        .map(RunOutput::getPayload)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (TradeOpened t : of(TradeOpened.class)) {
      told.add(
          String.format(
              Locale.ROOT,
              "opened %s %s at %s fee %s slippage %s",
              Instant.ofEpochMilli(t.getOpenTimeMs()),
              Money.text(t.getQuantity()),
              Money.text(t.getEntryPrice()),
              Money.text(t.getFee()),
              Money.text(t.getSlippage())));
    }
    for (TradeClosed t : of(TradeClosed.class)) {
      told.add(
          String.format(
              Locale.ROOT,
              "closed %s %s at %s realised %s funding %s fee %s slippage %s",
              Instant.ofEpochMilli(t.getCloseTimeMs()),
              t.getExitIntent(),
              Money.text(t.getExitPrice()),
              Money.text(t.getRealised()),
              Money.text(t.getFunding()),
              Money.text(t.getFee()),
              Money.text(t.getSlippage())));
    }
    return told;
  }

  private String balance() {
    List<EquityPoint> points = of(EquityPoint.class);
    EquityPoint last = points.get(points.size() - 1);
    assertThat(last.getOpenPositions()).isZero();
    return Money.text(last.getBalance());
  }
}
