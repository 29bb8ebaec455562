package io.lorentz.command.report;

import static io.lorentz.command.report.TestingRows.MINUTE_MS;
import static io.lorentz.command.report.TestingRows.START_MS;
import static io.lorentz.command.report.TestingRows.closed;
import static io.lorentz.command.report.TestingRows.denied;
import static io.lorentz.command.report.TestingRows.entry;
import static io.lorentz.command.report.TestingRows.equity;
import static io.lorentz.command.report.TestingRows.filled;
import static io.lorentz.command.report.TestingRows.opened;
import static io.lorentz.command.report.TestingRows.row;
import static io.lorentz.command.report.TestingRows.signal;
import static io.lorentz.command.report.TestingRows.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

  private static final long T1 = START_MS + 10 * MINUTE_MS;
  private static final long T2 = START_MS + 15 * MINUTE_MS;

  record Options(int number) {}

  @TempDir private Path folder;

  private final ResolvedConfiguration<Options> configuration =
      new ConfigurationBinder<>(Options.class, new Options(7)).resolve(Optional.empty(), List.of());

  @Test
  void ordersAreSortedAndEachHasAnOutcome() throws IOException {
    write(rows());

    assertThat(folder.resolve("orders.csv"))
        .hasContent(
            """
            account,decision_time,instrument,intent,attempt,client_id,side,type,quantity,\
            stop_price,limit_price,tier,leverage,size_bound,stop_to_cost,valid_until,outcome,outcome_time,\
            denial,detail,price,filled_quantity,fee
            limited,2025-05-04T00:10:00Z,BTCUSDT,ENTRY,0,E1,BUY,MARKET,0.5,94000.1,,5m,10,RISK,2.5,\
            2025-05-04T00:12:00Z,FILLED,2025-05-04T00:10:00Z,,,95000,0.5,28.5
            limited,2025-05-04T00:10:00Z,BTCUSDT,STOP,0,S1,SELL,STOP_MARKET,0.5,94000.1,,5m,10,,,,\
            OPEN_AT_END,,,,,0,0
            limited,2025-05-04T00:15:00Z,BTCUSDT,ENTRY,0,E2,BUY,MARKET,0.5,94000.1,,5m,10,RISK,2.5,\
            2025-05-04T00:17:00Z,DENIED,2025-05-04T00:15:00Z,TOO_MANY_POSITIONS,open=3 limit=3,,0,0
            unlimited,2025-05-04T00:10:00Z,BTCUSDT,ENTRY,0,E1,BUY,MARKET,0.5,94000.1,,5m,10,RISK,\
            2.5,2025-05-04T00:12:00Z,FILLED,2025-05-04T00:10:00Z,,,95000,0.5,28.5
            """);
  }

  @Test
  void openTradesAreMarked() throws IOException {
    write(rows());

    assertThat(Files.readAllLines(folder.resolve("trades.csv")))
        .containsExactly(
            "account,open_time,instrument,entry_id,direction,tier,leverage,quantity,entry_price,"
                + "stop_price,exit,exit_id,close_time,exit_price,realised,fees,funding,net,slippage,r,"
                + "net_r",
            "limited,2025-05-04T00:10:00Z,BTCUSDT,E1,LONG,5m,10,0.5,95000,94000.1,EXIT_TIME,E1X,"
                + "2025-05-04T00:15:00Z,95100,50,57,-0.25,-7.25,0,499.95,-0.014501450145014501",
            "unlimited,2025-05-04T00:10:00Z,BTCUSDT,E1,LONG,5m,10,0.5,95000,94000.1,OPEN_AT_END,,,,"
                + ",28.5,,,0,499.95,");
  }

  @Test
  void equityIsByAccountThenMinute() throws IOException {
    write(rows());

    assertThat(Files.readAllLines(folder.resolve("equity.csv")))
        .hasSize(5)
        .startsWith("account,time,balance,equity,exposure,day_loss,drawdown,open_positions,trading")
        .contains("limited,2025-05-04T00:01:00Z,10000,10000,0,0,0,0,true", Index.atIndex(1))
        .contains("unlimited,2025-05-04T00:02:00Z,10000,10010.5,0,0,0,0,true", Index.atIndex(4));
    assertThat(Files.readAllLines(folder.resolve("signals.csv")))
        .containsExactly(
            "market_time,instrument,direction,tier,earlier_time,fast_confidence,slow_confidence,"
                + "close,atr14,quality,source",
            "2025-05-04T00:10:00Z,BTCUSDT,LONG,5m,2025-05-04T00:10:00Z,0.75,0.8,95000.5,12.5,"
                + "COMPLETE,main",
            "2025-05-04T00:10:00Z,ETHUSDT,LONG,5m,2025-05-04T00:10:00Z,0.75,0.8,95000.5,12.5,"
                + "COMPLETE,main");
  }

  @Test
  void summaryHoldsEveryFigureWithItsTargetAndNullForTheUndefined() throws IOException {
    RunSummary summary = write(rows());

    JsonNode json = json("summary.json");
    assertThat(json.path("data_from").asText()).isEqualTo("2025-05-04T00:00:00Z");
    assertThat(json.path("bars_per_second").asDouble()).isEqualTo(100);
    assertThat(json.path("orders_sha256").asText())
        .isEqualTo(DataFile.sha256(folder.resolve("orders.csv")))
        .isEqualTo(summary.ordersSha256());
    assertThat(json.path("conflicts").asInt()).isEqualTo(1);
    JsonNode account = json.path("accounts").path("limited");
    List<String> keys = new ArrayList<>();
    account.fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .contains(
            "bars",
            "gaps",
            "signals",
            "orders",
            "denied_by_reason",
            "trades",
            "win_rate",
            "win_rate_target",
            "break_even_win_rate",
            "profit_factor",
            "profit_factor_target",
            "sharpe",
            "sharpe_target",
            "sortino",
            "max_drawdown",
            "max_drawdown_target",
            "return",
            "monthly_return",
            "monthly_return_target",
            "fees",
            "exposure",
            "expectancy",
            "final_equity",
            "size_bound_by",
            "stop_to_cost");
    assertThat(account.path("orders").asInt()).isEqualTo(2);
    assertThat(account.path("denied_by_reason").path("TOO_MANY_POSITIONS").asInt()).isEqualTo(1);
    assertThat(account.path("denied_by_reason").path("HALTED").asInt(-1)).isZero();
    assertThat(account.path("win_rate").asDouble(-1)).isZero();
    assertThat(account.path("win_rate_target").asDouble()).isEqualTo(0.6);
    assertThat(account.path("break_even_win_rate").isNull()).isTrue();
    assertThat(account.path("sharpe").isNull()).isTrue();
    assertThat(account.path("sharpe_target_met").asBoolean(true)).isFalse();
    assertThat(account.path("fees").decimalValue()).isEqualByComparingTo("28.5");
    assertThat(account.path("size_bound_by").path("RISK").asInt()).isEqualTo(1);
    assertThat(account.path("stop_to_cost").asDouble()).isEqualTo(2.5);
    assertThat(json.path("accounts").path("unlimited").path("win_rate").isNull()).isTrue();
  }

  @Test
  void summaryHoldsWhatTheTradesSayAboutAnEdge() throws IOException {
    write(rows());

    JsonNode account = json("summary.json").path("accounts").path("limited");
    // notional 47,500, R 499.95; realised 50, fees 57, funding paid 0.25, filled at its reference
    assertThat(account.at("/verdict/kind").asText()).isEqualTo("NOT_ENOUGH_DATA");
    assertThat(account.at("/costs/gross").decimalValue()).isEqualByComparingTo("50");
    assertThat(account.at("/costs/total").decimalValue()).isEqualByComparingTo("57.25");
    assertThat(account.at("/costs/net").decimalValue()).isEqualByComparingTo("-7.25");
    assertThat(account.at("/costs/funding_share").asDouble()).isEqualTo(0.25 / 57.25);
    assertThat(account.at("/per_trade_bps/gross").asDouble()).isCloseTo(50 / 4.75, within(1e-9));
    assertThat(account.at("/per_trade_bps/net").asDouble()).isCloseTo(-7.25 / 4.75, within(1e-9));
    assertThat(account.at("/per_trade_r/cost").asDouble()).isCloseTo(57.25 / 499.95, within(1e-9));
    assertThat(account.at("/results_r/histogram")).hasSize(18);
    assertThat(account.at("/intervals/block_days").asInt()).isEqualTo(1);
    assertThat(account.at("/intervals/win_rate/low").isNull()).isTrue();
    assertThat(account.at("/months/0/month").asText()).isEqualTo("2025-05");
    assertThat(account.at("/months/0/net").decimalValue()).isEqualByComparingTo("-7.25");
    assertThat(account.at("/hours/0/hour").asInt(-1)).isZero();
    assertThat(account.at("/without_best_days/return").isNull()).isTrue();
  }

  @Test
  void manifestSaysWhatMadeTheReport() throws IOException {
    write(rows());

    JsonNode json = json("manifest.json");
    assertThat(json.path("written_by").asText()).isEqualTo("lorentz");
    assertThat(json.path("configuration").path("number").asInt()).isEqualTo(7);
    assertThat(json.path("configuration_sha256").asText()).isEqualTo(configuration.sha256());
    assertThat(json.path("data").get(0).path("sha256").asText()).isEqualTo("ab");
    assertThat(json.path("code").path("commit").asText()).isEqualTo("c0ffee");
    assertThat(json.path("models").isArray()).isTrue();
    assertThat(json.path("models")).isEmpty();
    assertThat(json.path("orders_sha256").asText())
        .isEqualTo(DataFile.sha256(folder.resolve("orders.csv")));
  }

  @Test
  void theOrderInWhichRowsComeChangesNoByte() throws IOException {
    write(rows());
    List<byte[]> expected = bytes();
    for (int seed = 0; seed < 20; seed++) {
      List<RunOutput> others = new ArrayList<>(rows());
      others.removeIf(output -> output.getPayload() instanceof EquityPoint);
      Collections.shuffle(others, new Random(seed));
      rows().stream()
          .filter(output -> output.getPayload() instanceof EquityPoint)
          .forEach(others::add);
      write(others);
      assertThat(bytes()).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void anEndWithoutABeginningIsAFault() {
    List<RunOutput> rows = new ArrayList<>(rows());
    rows.add(row(filled("limited", "GHOST", T1, "1", "0")));

    assertThatThrownBy(() -> write(rows))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("limited/GHOST");
  }

  @Test
  void theTableFitsATerminal() throws IOException {
    String table = ResultTable.of(write(rows()));

    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(table).contains("limited", "unlimited", ">= 60.00 %", "to break even", "<= 3.00 %");
    assertThat(table).doesNotContain("NaN").doesNotContain("SYNTHETIC");
  }

  @Test
  void aMadeUpMarketIsNamedSoInTheTable() {
    RunFacts facts =
        new RunFacts("demo", true, 0, 1, 0, 1, 0, 0, List.of(), 1, List.of(), List.of());

    assertThat(ResultTable.of(new RunSummary(facts, "", List.of()))).startsWith("SYNTHETIC MARKET");
  }

  private RunSummary write(List<RunOutput> rows) throws IOException {
    return new RunReport(configuration, new CodeVersion("0.1.0", "c0ffee"))
        .write(folder, rows::forEach, facts(), List.of());
  }

  private static RunFacts facts() {
    return new RunFacts(
        "backtest",
        false,
        START_MS,
        START_MS + 60 * MINUTE_MS,
        START_MS,
        200,
        2,
        1,
        List.of("one conflict"),
        2.0,
        List.of(new DataFile("BTCUSDT", "btc.csv", 10, "ab")),
        List.of("fills at the open"));
  }

  private static List<RunOutput> rows() {
    return List.of(
        row(equity("unlimited", START_MS + MINUTE_MS, "10000")),
        row(equity("limited", START_MS + MINUTE_MS, "10000")),
        row(entry("unlimited", "E1", T1)),
        row(filled("unlimited", "E1", T1, "95000", "28.5")),
        row(opened("unlimited", "E1", T1, "28.5")),
        row(signal("ETHUSDT", T1)),
        row(signal("BTCUSDT", T1)),
        row(entry("limited", "E2", T2)),
        row(denied("limited", "E2", T2, DenialReason.TOO_MANY_POSITIONS)),
        row(stop("limited", "S1", T1)),
        row(entry("limited", "E1", T1)),
        row(filled("limited", "E1", T1, "95000", "28.5")),
        row(opened("limited", "E1", T1, "28.5")),
        row(closed("limited", "E1", T2, "50", "28.5", "-0.25")),
        row(equity("limited", START_MS + 2 * MINUTE_MS, "9992.75")),
        row(equity("unlimited", START_MS + 2 * MINUTE_MS, "10010.5")));
  }

  private List<byte[]> bytes() throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    for (String name :
        List.of("orders.csv", "trades.csv", "equity.csv", "signals.csv", "summary.json")) {
      bytes.add(Files.readAllBytes(folder.resolve(name)));
    }
    return bytes;
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }
}
