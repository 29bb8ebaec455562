package io.lorentz.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.ControlClient;
import io.lorentz.command.report.Cells;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import java.nio.file.Path;
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

  private final Engine<T> engine;
  private final Surroundings surroundings;
  private final OperatorAction action;

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
      names = "--edge",
      paramLabel = "DIR",
      defaultValue = LiveCommand.DATA,
      description =
          "Folder of the live edge, which obeys at once where it trades on this log. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path edge;

  @Mixin private LogPlaceArguments place = new LogPlaceArguments();
  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();
  @Mixin private KafkaArguments kafka = new KafkaArguments();

  @Mixin private JsonArgument json = new JsonArgument();

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
      verb.getCommandSpec()
          .name(name)
          .usageMessage()
          .description(
              meaning(action),
              "A live edge on this log obeys at once and writes it down itself. Without one:",
              LogPlaceArguments.SEAT);
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
    Optional<ControlClient> live =
        ControlClient.in(edge).filter(of -> of.topic().equals(place.topic()) && place.isNow());
    if (live.isPresent()) {
      live.get().obey(action, whose(), reason);
      json.told(surroundings).out().println(told() + " is obeyed by the live edge and in its log");
      return json.answer(surroundings, ExitCode.DONE, result("edge"));
    }
    ObjectNode result = result("command");
    try (KafkaSession session = kafka.open()) {
      LogRecord written = append(session.connection());
      result.put("log_time", Cells.utc(written.getLogTimeMs()));
      json.told(surroundings)
          .out()
          .println(
              told()
                  + " is in topic "
                  + place.topic()
                  + ", log time "
                  + Cells.utc(written.getLogTimeMs()));
    }
    return json.answer(surroundings, ExitCode.DONE, result);
  }

  private ObjectNode result(String writtenBy) {
    return JsonArgument.object()
        .put("action", action.name().toLowerCase(Locale.ROOT))
        .put("account", account)
        .put("topic", place.topic())
        .put("written_by", writtenBy);
  }

  private String told() {
    return action.name().toLowerCase(Locale.ROOT)
        + " of "
        + (account == null ? "all accounts" : "account " + account);
  }

  private String whose() {
    return account == null ? "" : account;
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
    return place.append(
        connection, place.atMs(), atMs -> new OperatorCommand(atMs, whose(), action, reason));
  }
}
