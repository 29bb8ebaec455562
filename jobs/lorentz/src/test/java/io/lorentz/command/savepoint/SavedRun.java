package io.lorentz.command.savepoint;

import io.lorentz.core.inference.Ensemble;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The log that savepoints are kept of, worked off by the bare loop, and written into a topic. */
final class SavedRun {

  private final List<LogRecord> log = SavedMarket.records();
  private final List<Row> rows = new ArrayList<>();

  /** A row and the index of the record that caused it. */
  private record Row(RunOutput row, int cause) {}

  /** Runs the bare loop over the whole log. */
  SavedRun(Path configuration) {
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(Optional.of(configuration), List.of())
            .options();
    int[] index = new int[1];
    try (Ensemble ensemble = Ensemble.jvm(options.inference())) {
      BareLoop loop =
          new BareLoop(
              options,
              options.group().instruments().stream().map(InstrumentSpec::name).toList(),
              ensemble,
              row -> rows.add(new Row(row, index[0])));
      for (LogRecord next : log) {
        loop.on(next);
        index[0]++;
      }
    }
  }

  int records() {
    return log.size();
  }

  /** Rows caused by the records from one index to another. */
  List<RunOutput> rows(int from, int to) {
    return rows.stream()
        .filter(row -> row.cause() >= from && row.cause() < to)
        .map(Row::row)
        .toList();
  }

  /**
   * The first number of records, behind two thirds of the log, with all that a savepoint is to
   * hold: an entry decided and not filled, a position with its stop, both of trades that go on.
   */
  int place() {
    for (Row row : rows) {
      if (row.cause() > log.size() * 2 / 3
          && row.row().getPayload() instanceof OrderDecision decision
          && decision.getIntent() == OrderIntent.ENTRY
          && !openTrades(row.cause() + 1).isEmpty()
          && openOrders(row.cause() + 1).contains(decision.getClientId())) {
        return row.cause() + 1;
      }
    }
    throw new AssertionError("no place with an open position and an entry at work");
  }

  /** Entries whose trade was opened before that place and is closed after it. */
  Set<String> openTrades(int place) {
    Set<String> open = new HashSet<>();
    Set<String> closedLater = new HashSet<>();
    for (Row row : rows) {
      if (row.row().getPayload() instanceof TradeOpened opened && row.cause() < place) {
        open.add(opened.getEntryId());
      } else if (row.row().getPayload() instanceof TradeClosed closed && row.cause() >= place) {
        closedLater.add(closed.getEntryId());
      }
    }
    open.retainAll(closedLater);
    return open;
  }

  /** Orders decided before that place whose outcome comes after it. */
  Set<String> openOrders(int place) {
    Set<String> open = new HashSet<>();
    Set<String> endedLater = new HashSet<>();
    for (Row row : rows) {
      if (row.row().getPayload() instanceof OrderDecision decision && row.cause() < place) {
        open.add(decision.getClientId());
      } else if (row.row().getPayload() instanceof OrderOutcome outcome && row.cause() >= place) {
        endedLater.add(outcome.getClientId());
      }
    }
    open.retainAll(endedLater);
    return open;
  }

  /** Writes the records from one index to another into a topic, always in the same batches. */
  void publish(KafkaConnection connection, String topic, int from, int to) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(log.subList(from, to));
    }
  }

  /** SHA-256 over what the records say. */
  String logSha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      log.forEach(
          next -> digest.update((SavedMarket.text(next) + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
