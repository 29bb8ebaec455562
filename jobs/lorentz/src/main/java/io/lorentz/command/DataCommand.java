package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz data}: what is done to data rather than with it. */
@Command(
    name = "data",
    description = "Moves market data.",
    synopsisSubcommandLabel = "VERB",
    footer = {"", "Example:", "  lorentz data publish --bars BTCUSDT=btc_1m/ --topic market"})
final class DataCommand {

  /** Records per transaction: enough to make it cheap, few enough to hold in memory. */
  private static final int BATCH = 5_000;

  /** {@code lorentz data publish}. */
  @Command(
      name = "publish",
      description = "Writes the log of files of bars into a topic, as 'backtest' would read it.",
      footer = {
        "",
        "Example:",
        "  lorentz data publish --bars BTCUSDT=btc_1m.csv.gz --topic market"
      })
  static final class Publish implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
        names = "--topic",
        required = true,
        paramLabel = "T",
        description = "Topic of the log; made with one partition if it is not there.")
    private String topic;

    @Mixin private MarketDataArguments marketData = new MarketDataArguments();

    @Mixin private KafkaArguments kafka = new KafkaArguments();

    @Mixin private JsonArgument json = new JsonArgument();

    Publish(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      BarFileOptions files = marketData.files();
      Extent extent = Extent.of(files);
      try (KafkaSession session = kafka.open()) {
        publish(files, extent, session.connection());
      }
      json.told(surroundings)
          .out()
          .println(
              extent.records()
                  + " records of "
                  + String.join(", ", files.files().keySet())
                  + ", log time "
                  + Cells.utc(extent.firstMs())
                  + " to "
                  + Cells.utc(extent.lastMs())
                  + ", are in topic "
                  + topic);
      ObjectNode result = JsonArgument.object();
      result.put("topic", topic);
      result.put("records", extent.records());
      files.files().keySet().forEach(result.putArray("instruments")::add);
      result.put("first_log_time", Cells.utc(extent.firstMs()));
      result.put("last_log_time", Cells.utc(extent.lastMs()));
      return json.answer(surroundings, ExitCode.DONE, result);
    }

    private void publish(BarFileOptions files, Extent extent, KafkaConnection connection) {
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.ensure(topic, TopicPlan.LOG);
        requireOnePartition(topic, admin.partitions(topic));
      }
      try (LogAppender appender =
              LogAppender.open(connection, topic, 0, Publish::noClockIsAskedHere);
          BarFileLog log = new BarFileLog(files);
          ProgressLine progress =
              new ProgressLine(
                  surroundings.err(), surroundings.terminal(), extent.firstMs(), extent.lastMs())) {
        requireLater(appender, extent);
        List<LogRecord> batch = new ArrayList<>(BATCH);
        while (log.hasNext()) {
          batch.add(log.next());
          if (batch.size() == BATCH || !log.hasNext()) {
            appender.publish(batch);
            progress.onProgress(batch.get(batch.size() - 1).getLogTimeMs());
            batch.clear();
          }
        }
      }
    }

    private void requireLater(LogAppender appender, Extent extent) {
      appender
          .lastLogTimeMs()
          .ifPresent(
              lastMs -> {
                if (lastMs >= extent.firstMs()) {
                  throw new MisuseException(
                      "--topic "
                          + topic
                          + ": its last record has log time "
                          + Cells.utc(lastMs)
                          + ", the first of these bars "
                          + Cells.utc(extent.firstMs())
                          + ", and a log only grows; choose another topic or later bars");
                }
              });
    }

    private static long noClockIsAskedHere() {
      throw new IllegalStateException("published records have their log times");
    }
  }

  /**
   * Checks that a topic can be replayed.
   *
   * @throws MisuseException if it has several partitions
   */
  static void requireOnePartition(String topic, int partitions) {
    if (partitions != 1) {
      throw new MisuseException(
          "--topic "
              + topic
              + ": must have 1 partition, because its order is the order, had "
              + partitions
              + "; choose another topic");
    }
  }

  /**
   * What files hold, found by reading all of them before anything is written: a row that cannot be
   * a bar leaves no half of a log behind.
   */
  private record Extent(long records, long firstMs, long lastMs) {
    static Extent of(BarFileOptions files) {
      long records = 0;
      long firstMs = 0;
      long lastMs = 0;
      try (BarFileLog log = new BarFileLog(files)) {
        while (log.hasNext()) {
          lastMs = log.next().getLogTimeMs();
          firstMs = records == 0 ? lastMs : firstMs;
          records++;
        }
      }
      if (records == 0) {
        throw new MisuseException(
            "--to " + Cells.utc(files.toMs()) + ": lies before the first bar; choose a later one");
      }
      return new Extent(records, firstMs, lastMs);
    }
  }
}
