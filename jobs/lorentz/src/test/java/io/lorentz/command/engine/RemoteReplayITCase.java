package io.lorentz.command.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lorentz.archive.ArchiveSource;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.archive.RunOutputSink;
import io.lorentz.archive.RunOutputSpool;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.flink.inference.EnsembleFactory;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.TradingPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log in which a venue answers to one account: the job gives the rows of the bare loop. */
class RemoteReplayITCase {

  private static final Path CSV =
      Path.of(System.getProperty("lorentz.shared", ""), "market-data", "csv");
  private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");

  /** Read by the source of the job, which runs in this process. */
  private static final List<LogRecord> LOG = new ArrayList<>();

  private static TradingOptions options() {
    TradingOptions defaults = TradingOptions.defaults();
    ConfirmationOptions rule = defaults.confirmation();
    return new TradingOptions(
        defaults.bars(),
        defaults.features(),
        defaults.inference(),
        defaults.batch(),
        new ConfirmationOptions(
            rule.fastTimeframeMs(),
            rule.slowTimeframeMs(),
            rule.tierTimeframesMs(),
            0.4,
            rule.maxApartMs(),
            rule.boundMs()),
        defaults.group());
  }

  private static BarFileOptions threeDays() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String symbol : SYMBOLS) {
      String name = "binance-usdm-perp_" + symbol + "_1m_typhonun.csv.gz";
      files.put(symbol, List.of(CSV.resolve(name).toString()));
    }
    return BarFileOptions.of(files).withToMs(Instant.parse("2025-05-08T10:17:00Z").toEpochMilli());
  }

  @Test
  void theJobGivesTheRowsOfTheBareLoop(@TempDir Path spool) throws Exception {
    assumeThat(Files.isDirectory(CSV)).as("no real bars at %s", CSV).isTrue();
    List<RunOutput> expected = new ArrayList<>();
    try (BarFileLog bars = new BarFileLog(threeDays())) {
      LOG.addAll(AnsweredLog.of(options(), SYMBOLS, "main", bars, expected::add));
    }
    assertThat(expected).filteredOn(row -> row.getPayload() instanceof OrderCommand).isNotEmpty();
    assertThat(expected)
        .filteredOn(
            row ->
                row.getPayload() instanceof TradeClosed trade && trade.getAccount().equals("main"))
        .isNotEmpty();

    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, TradingPipeline.configuration());
    TradingPipeline.Edges edges =
        new TradingPipeline.Edges(
            new ArchiveSource(() -> LOG.iterator()),
            ArchiveSource.everyRecordItsOwn(),
            "market-archive",
            new RunOutputSink(spool),
            EnsembleFactory.jvm(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("main"));
    new TradingPipeline(options(), SYMBOLS, edges).build(env);
    env.execute("remote replay");
    List<RunOutput> rows = new ArrayList<>();
    new RunOutputSpool(spool).read(rows::add);

    assertThat(rows).isEqualTo(expected);
  }
}
