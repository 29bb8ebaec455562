package io.lorentz.cluster;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.command.report.RunFacts;
import io.lorentz.command.report.RunReport;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.rows.SentOrders;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A made-up market as a log, and what the bare loop makes of it.
 *
 * @param configuration what is traded by
 * @param log all records
 * @param rows what the bare loop gives, in its order
 * @param rowsAfter how many rows there are after each record
 */
record Recorded(
    ResolvedConfiguration<TradingOptions> configuration,
    List<LogRecord> log,
    List<RunOutput> rows,
    List<Integer> rowsAfter) {

  private static final String MAIN = "main";

  /** Makes up a market and runs the bare loop over it. */
  static Recorded market(long seed, int days, Path folder, Path configurationFile)
      throws IOException {
    ResolvedConfiguration<TradingOptions> configuration =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(configurationFile), List.of());
    TradingOptions options = configuration.options();
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(seed, days)
        .writeBars(folder)
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    List<LogRecord> log = new ArrayList<>();
    List<RunOutput> rows = new ArrayList<>();
    List<Integer> rowsAfter = new ArrayList<>();
    BareLoop loop =
        new BareLoop(
            options, List.copyOf(files.keySet()), Ensemble.jvm(options.inference()), rows::add);
    try (BarFileLog source = new BarFileLog(BarFileOptions.of(files))) {
      source.forEachRemaining(
          next -> {
            loop.on(next);
            log.add(next);
            rowsAfter.add(rows.size());
          });
    }
    return new Recorded(configuration, log, rows, rowsAfter);
  }

  /**
   * The first place behind the given one where the account {@code main} holds a position and orders
   * more in the minutes that follow, but not in the last three of them.
   *
   * @param lengthMs length of these minutes, ms of log time
   */
  int whereAnOutageHurts(int from, long lengthMs) {
    for (int place = from; place < log.size(); place++) {
      if (!open(rowsBefore(place)).isEmpty() && ordersWithin(place, lengthMs - 180_000)) {
        return place;
      }
    }
    throw new IllegalStateException("no place to stop at behind record " + from);
  }

  private boolean ordersWithin(int place, long lengthMs) {
    long endMs = log.get(place - 1).getLogTimeMs() + lengthMs;
    int end = place;
    while (end < log.size() && log.get(end).getLogTimeMs() <= endMs) {
      end++;
    }
    return rows.subList(rowsAfter.get(place - 1), rowsAfter.get(end - 1)).stream()
        .map(RunOutput::getPayload)
        .anyMatch(
            row ->
                row instanceof OrderDecision decision
                    && decision.getIntent() == OrderIntent.ENTRY
                    && SentOrders.wasSent(decision));
  }

  /** Rows that the records before this place give. */
  List<RunOutput> rowsBefore(int place) {
    return rows.subList(0, place == 0 ? 0 : rowsAfter.get(place - 1));
  }

  /** Entry ids of the trades that are open after these rows. */
  static Set<String> open(List<RunOutput> rows) {
    Set<String> open = new HashSet<>();
    for (RunOutput row : rows) {
      if (row.getPayload() instanceof TradeOpened opened && opened.getAccount().equals(MAIN)) {
        open.add(opened.getEntryId());
      } else if (row.getPayload() instanceof TradeClosed closed
          && closed.getAccount().equals(MAIN)) {
        open.remove(closed.getEntryId());
      }
    }
    return open;
  }

  /** SHA-256 of {@code orders.csv} of a report over these rows. */
  String ordersSha256(List<RunOutput> rows, Path folder) throws IOException {
    Files.createDirectories(folder);
    RunFacts facts =
        new RunFacts(
            "test", true, 0, 1, Long.MIN_VALUE, 0, 0, 0, List.of(), 1, List.of(), List.of());
    return new RunReport(configuration, CodeVersion.current())
        .write(folder, rows::forEach, facts, List.of())
        .ordersSha256();
  }
}
