package io.lorentz.command;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code lorentz halt}, {@code resume} and {@code flatten}: a person's command as a record of the
 * log, so that a replay obeys it at the same place.
 */
@Command
final class OperatorVerb<T extends Record> implements Callable<Integer> {

  /** A command at the clock's time would end a log that lies further back than this. */
  private static final Duration LIVE = Duration.ofHours(1);

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final OperatorAction action;

  @Option(names = "--topic", required = true, paramLabel = "T", description = "The log.")
  private String topic;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Account of the configuration. Default: all.")
  private String account;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for whoever reads the log later.")
  private String reason;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = UtcTime.class,
      description = "Log time and market time of the command. Default: now.")
  private Instant at;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();
  @Mixin private KafkaArguments kafka = new KafkaArguments();

  private OperatorVerb(Engine<T> engine, Surroundings surroundings, OperatorAction action) {
    this.engine = engine;
    this.surroundings = surroundings;
    this.action = action;
  }

  /** Adds the three verbs. */
  static <T extends Record> void addTo(
      CommandLine root, Engine<T> engine, Surroundings surroundings) {
    for (OperatorAction action : OperatorAction.values()) {
      CommandLine verb = new CommandLine(new OperatorVerb<>(engine, surroundings, action));
      String name = action.name().toLowerCase(Locale.ROOT);
      verb.getCommandSpec().name(name).usageMessage().description(meaning(action), SEAT);
      verb.getCommandSpec()
          .usageMessage()
          .footer(
              "",
              "Example:",
              "  lorentz "
                  + name
                  + " --topic market --bootstrap localhost:9092 --account main --reason \"feed was wrong\"");
      root.addSubcommand(name, verb);
    }
  }

  private static final String SEAT =
      "It takes the appender's seat: whoever else appends to the topic has to open it again.";

  private static String meaning(OperatorAction action) {
    return switch (action) {
      case HALT -> "Denies every entry from now on until 'resume'; positions keep their stops.";
      case RESUME ->
          "Ends a halt and a drawdown stop; the peak of equity begins anew at that moment's equity.";
      case FLATTEN -> "Cancels what is open, closes every position at market, then halts.";
    };
  }

  @Override
  public Integer call() {
    requireKnownAccount();
    try (KafkaSession session = kafka.open()) {
      LogRecord written = append(session.connection());
      surroundings
          .out()
          .println(
              action.name().toLowerCase(Locale.ROOT)
                  + " of "
                  + (account == null ? "all accounts" : "account " + account)
                  + " is in topic "
                  + topic
                  + ", log time "
                  + Cells.utc(written.getLogTimeMs()));
    }
    return ExitCode.DONE;
  }

  /** The job passes over an account that it does not have, so a slip would go unnoticed. */
  private void requireKnownAccount() {
    Set<String> known = engine.accounts(configuration.resolve(engine.configuration()).options());
    if (account != null && !known.contains(account)) {
      throw new MisuseException(
          "--account "
              + account
              + ": the configuration has none of this name, it has "
              + String.join(", ", known)
              + "; mend it, or give the job's configuration with --config");
    }
  }

  private LogRecord append(KafkaConnection connection) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      DataCommand.requireOnePartition(topic, admin.partitions(topic));
    }
    long atMs = Optional.ofNullable(at).orElseGet(Instant::now).toEpochMilli();
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> atMs)) {
      appender.lastLogTimeMs().ifPresent(lastMs -> requirePlace(lastMs, atMs));
      String whose = account == null ? "" : account;
      return appender.append(List.of(new OperatorCommand(atMs, whose, action, reason))).get(0);
    }
  }

  private void requirePlace(long lastMs, long atMs) {
    if (at == null && atMs - lastMs > LIVE.toMillis()) {
      throw new MisuseException(
          "--topic "
              + topic
              + ": its last record is of "
              + Cells.utc(lastMs)
              + ", and nothing of before now could follow a command of now; say with --at when it"
              + " is given");
    }
    if (at != null && atMs <= lastMs) {
      throw new MisuseException(
          "--at "
              + Cells.utc(atMs)
              + ": the last record of topic "
              + topic
              + " is of "
              + Cells.utc(lastMs)
              + ", and a log only grows; choose a later time");
    }
  }
}
