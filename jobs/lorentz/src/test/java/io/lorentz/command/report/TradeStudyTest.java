package io.lorentz.command.report;

import static io.lorentz.command.report.TestingRows.DAY_MS;
import static io.lorentz.command.report.TestingRows.MINUTE_MS;
import static io.lorentz.command.report.TestingRows.START_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TradeStudyTest {

  private static final long FIRST_DAY = LocalDate.parse("2025-05-04").toEpochDay();

  @Test
  void whatATradeMadeAndWhatItCostByHand() {
    // 0.5 BTC from 95,000, stop 94,800: notional 47,500, R 100. Filled 200, of which the slippage
    // of 3 + 2 took 5 already; fees 28 + 29; funding paid 3.
    TradeResult result =
        TradeResult.of(opened("94800", "28", "3"), closed(0, "200", "29", "-3", "2"));

    assertThat(result.notional()).isEqualByComparingTo("47500");
    assertThat(result.risk()).isEqualByComparingTo("100");
    assertThat(result.cost()).isEqualByComparingTo("65"); // 57 + 5 + 3
    assertThat(result.net()).isEqualByComparingTo("140"); // 200 - 57 - 3
    assertThat(result.gross()).isEqualByComparingTo("205");
    assertThat(result.bps(result.gross())).isCloseTo(43.157894736842, within(1e-9));
    assertThat(result.inR(result.net())).isEqualTo(1.4);
  }

  @Test
  void fundingReceivedMakesATradeCheaper() {
    TradeResult result = TradeResult.of(opened("94800", "1", "0"), closed(0, "10", "1", "5", "0"));

    assertThat(result.cost()).isEqualByComparingTo("-3");
    assertThat(result.gross()).isEqualByComparingTo("10");
    assertThat(result.net()).isEqualByComparingTo("13");
  }

  @Test
  void aTradeWithoutAStopHasNoR() {
    TradeResult result = TradeResult.of(opened("0", "1", "0"), closed(0, "10", "1", "0", "0"));

    assertThat(result.risk()).isEqualByComparingTo("0");
    assertThat(result.inR(result.net())).isNaN();
    TradeStudy study = study(List.of(result), days(0.01));
    assertThat(study.results().trades()).isZero();
    assertThat(study.results().mean()).isNaN();
    assertThat(study.inR().net()).isNaN();
    assertThat(study.bps().net()).isNotNaN();
  }

  @Property(tries = 200)
  void grossLessEveryCostIsNet(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -300, max = 300) Integer> realised) {
    List<TradeResult> trades = new ArrayList<>();
    for (int i = 0; i < realised.size(); i++) {
      trades.add(
          TradeResult.of(
              opened("94800", "1.5", "0.25"),
              closed(i % 5, "" + realised.get(i), "1.75", i % 3 - 1 + "", "0.5")));
    }

    TradeStudy study = study(trades, days(0.01, 0, 0.01, -0.01, 0.02));

    TradeStudy.Costs costs = study.costs();
    assertThat(costs.gross().subtract(costs.total())).isEqualByComparingTo(costs.net());
    assertThat(study.bps().gross() - study.bps().cost()).isCloseTo(study.bps().net(), within(1e-9));
    assertThat(study.inR().fees() + study.inR().slippage() + study.inR().funding())
        .isCloseTo(study.inR().cost(), within(1e-9));
    assertThat(study.results().bins().stream().mapToInt(TradeStudy.Bin::trades).sum())
        .isEqualTo(trades.size());
    assertThat(study.hours().stream().mapToInt(hour -> hour.counted().trades()).sum())
        .isEqualTo(trades.size());
    assertThat(study.months().stream().mapToInt(month -> month.counted().trades()).sum())
        .isEqualTo(trades.size());
  }

  @Test
  void aResultOnTheEdgeOfABinBelongsToTheOneAbove() {
    // R is 100: results of -0.5, 0, 0.5, -9 and 9 R
    List<TradeResult> trades =
        List.of(net(0, "-50"), net(0, "0"), net(0, "50"), net(0, "-900"), net(0, "900"));

    List<TradeStudy.Bin> filled =
        study(trades, days(0)).results().bins().stream().filter(bin -> bin.trades() > 0).toList();

    assertThat(filled)
        .containsExactly(
            new TradeStudy.Bin(Double.NEGATIVE_INFINITY, -3, 1),
            new TradeStudy.Bin(-0.5, 0, 1),
            new TradeStudy.Bin(0, 0.5, 1),
            new TradeStudy.Bin(0.5, 1, 1),
            new TradeStudy.Bin(5, Double.POSITIVE_INFINITY, 1));
  }

  @Test
  void theBestThreeDaysAreTakenAwayWithTheirTrades() {
    List<TradeResult> trades =
        List.of(net(0, "10"), net(1, "500"), net(2, "-20"), net(3, "300"), net(4, "200"));

    TradeStudy.WithoutBestDays left =
        study(trades, days(0.001, 0.05, -0.002, 0.03, 0.02)).withoutBestDays();

    assertThat(left.removed())
        .containsExactly(
            LocalDate.parse("2025-05-05"),
            LocalDate.parse("2025-05-07"),
            LocalDate.parse("2025-05-08"));
    assertThat(left.counted().net()).isEqualByComparingTo("-10");
    assertThat(left.counted().winRate()).isEqualTo(0.5);
    assertThat(left.returnFraction()).isCloseTo(1.001 * 0.998 - 1, within(1e-12));
  }

  @Test
  void ofThreeDaysNothingIsLeft() {
    TradeStudy.WithoutBestDays left =
        study(List.of(net(0, "10")), days(0.01, 0.01, 0.01)).withoutBestDays();

    assertThat(left.removed()).isEmpty();
    assertThat(left.returnFraction()).isNaN();
    assertThat(left.counted().winRate()).isNaN();
  }

  @Test
  void aMonthHoldsItsDaysAndWhatClosedInIt() {
    double[] returns = new double[40];
    returns[0] = 0.1;
    returns[27] = 0.1; // 2025-05-31
    returns[28] = -0.5; // 2025-06-01

    List<TradeStudy.Month> months =
        study(List.of(net(27, "5"), net(28, "-7"), net(28, "1")), days(returns)).months();

    assertThat(months).hasSize(2);
    assertThat(months.get(0).month()).isEqualTo(YearMonth.of(2025, 5));
    assertThat(months.get(0).returnFraction()).isCloseTo(0.21, within(1e-12));
    assertThat(months.get(0).counted().trades()).isEqualTo(1);
    assertThat(months.get(1).returnFraction()).isCloseTo(-0.5, within(1e-12));
    assertThat(months.get(1).counted().net()).isEqualByComparingTo("-6");
  }

  @Test
  void theVerdictFollowsTheIntervalOfWhatATradeMakes() {
    assertThat(verdict(i -> 20 + i % 7)).isEqualTo(Verdict.Kind.EDGE_IN_SAMPLE);
    assertThat(verdict(i -> -20 - i % 7)).isEqualTo(Verdict.Kind.LOSS);
    assertThat(verdict(i -> i % 2 == 0 ? 30 + i % 7 : -33)).isEqualTo(Verdict.Kind.NO_EDGE);
  }

  @Test
  void fewTradesOrFewDaysAreNotEnoughHoweverGood() {
    List<TradeResult> few = IntStream.range(0, 99).mapToObj(i -> net(i % 30, "50")).toList();
    List<TradeResult> brief = IntStream.range(0, 500).mapToObj(i -> net(i % 19, "50")).toList();

    assertThat(study(few, days(new double[30])).verdict().kind())
        .isEqualTo(Verdict.Kind.NOT_ENOUGH_DATA);
    Verdict verdict = study(brief, days(new double[19])).verdict();
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_ENOUGH_DATA);
    assertThat(verdict.text()).contains("500 closed trades on 19 days");
  }

  @Test
  void aVerdictOnAMadeUpMarketSaysSoFirst() {
    Verdict verdict = TradeStudy.of(List.of(net(0, "10")), days(0.01), true).verdict();

    assertThat(verdict.text()).startsWith("The market was made up");
  }

  private interface Net {
    int of(int trade);
  }

  private static Verdict.Kind verdict(Net net) {
    List<TradeResult> trades =
        IntStream.range(0, 240).mapToObj(i -> net(i % 60, "" + net.of(i))).toList();
    return study(trades, days(new double[60])).verdict().kind();
  }

  private static TradeStudy study(List<TradeResult> trades, List<DayReturn> history) {
    return TradeStudy.of(trades, history, false);
  }

  static List<DayReturn> days(double... returns) {
    return IntStream.range(0, returns.length)
        .mapToObj(i -> new DayReturn(FIRST_DAY + i, returns[i]))
        .toList();
  }

  /** A trade of R 100 without costs that closes on a day, counted from the first. */
  static TradeResult net(int day, String net) {
    return TradeResult.of(opened("94800", "0", "0"), closed(day, net, "0", "0", "0"));
  }

  private static TradeOpened opened(String stop, String fee, String slippage) {
    return new TradeOpened(
        "a",
        "E",
        "BTCUSDT",
        1,
        START_MS + MINUTE_MS,
        new BigDecimal("0.5"),
        new BigDecimal("95000"),
        new BigDecimal(stop),
        300_000L,
        10,
        new BigDecimal(fee),
        new BigDecimal(slippage));
  }

  private static TradeClosed closed(
      int day, String realised, String fee, String funding, String slippage) {
    return new TradeClosed(
        "a",
        "E",
        "X",
        START_MS + day * DAY_MS + 2 * MINUTE_MS,
        OrderIntent.EXIT_TIME,
        new BigDecimal("95400"),
        new BigDecimal(fee),
        new BigDecimal(funding),
        new BigDecimal(realised),
        new BigDecimal(slippage));
  }
}
