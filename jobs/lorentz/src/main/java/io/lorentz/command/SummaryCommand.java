package io.lorentz.command;

import io.lorentz.command.day.AccountDay;
import io.lorentz.command.day.Day;
import io.lorentz.command.day.DayLog;
import io.lorentz.command.day.DayMessage;
import io.lorentz.command.day.DayParity;
import io.lorentz.command.day.DayRows;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorentz summary}. */
@Command(
    name = "summary",
    description = {
      "Sums up one day of a run, for a person or a Telegram chat.",
      "Trades, profit or loss after fees, what the replay of the day has shown, gaps, silences,",
      "feeds, commands. It only reads topics. Exit code 1 if nothing is recorded of the day, or the",
      "message cannot be sent."
    },
    footer = {
      "",
      "Examples:",
      "  lorentz summary --topic market --bootstrap localhost:9092 --day 2026-11-25",
      "  lorentz summary --topic market --data out/paper/broker --telegram-token ~/telegram-token \\",
      "      --telegram-chat 123456"
    })
final class SummaryCommand implements Callable<Integer> {

  private static final String USUAL_ACCOUNT = "main";
  private static final int PARTITION = 0;

  private final Surroundings surroundings;

  @Option(
      names = "--day",
      paramLabel = "DAY",
      description = "The day, UTC, e.g. 2026-11-25. Default: yesterday.")
  private LocalDate day;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Accounts to tell of; repeatable. Default: main if there is one, else all.")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--parity",
      paramLabel = "DIR",
      description = "What 'check parity --out' wrote. Default: the proofs it left.")
  private Path parity;

  @Option(
      names = "--proofs",
      paramLabel = "DIR",
      defaultValue = LivePermit.PROOFS,
      description = "Where 'check parity' has left its proofs. Default: ${DEFAULT-VALUE}.")
  private Path proofs;

  @Mixin private RunTopicsArguments run = new RunTopicsArguments();
  @Mixin private TelegramArguments telegram = new TelegramArguments();
  @Mixin private KafkaArguments kafka = new KafkaArguments();
  @Mixin private JsonArgument json = new JsonArgument();

  SummaryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<TelegramArguments.BotAndChat> sent = telegram.given();
    Day asked = new Day(day == null ? LocalDate.now(ZoneOffset.UTC).minusDays(1) : day);
    DayMessage message;
    try (KafkaSession session = kafka.open()) {
      message = read(session.connection(), asked);
    }
    json.told(surroundings).out().println(message.text());
    json.told(surroundings).out().flush();
    sent.ifPresent(to -> send(to, message));
    int exitCode = message.isEmpty() ? ExitCode.FAULT : ExitCode.DONE;
    return json.answer(surroundings, exitCode, message.json());
  }

  private static void send(TelegramArguments.BotAndChat to, DayMessage message) {
    try {
      to.bot().send(to.chat(), message.text());
    } catch (FaultException e) {
      throw new FaultException("the summary was not sent: " + e.getMessage());
    }
  }

  private DayMessage read(KafkaConnection connection, Day asked) {
    String topic = run.log();
    String topicId;
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      DataCommand.requireOnePartition(topic, admin.partitions(topic));
      topicId = admin.id(topic);
    }
    DayRows gathered = new DayRows(asked);
    run.rows(connection).readAsWritten(gathered);
    DayLog log =
        DayLog.read(new LogScan(connection, topic, PARTITION), asked, System.currentTimeMillis());
    Optional<DayParity> replayed =
        parity == null
            ? DayParity.ofProofs(proofs, topicId, asked)
            : DayParity.ofResult(parity, topic, asked);
    return new DayMessage(
        asked,
        chosen(gathered.accounts()),
        gathered.sourceChanges(),
        gathered.doubtedPrices(),
        gathered.unequal(),
        log,
        replayed);
  }

  private SortedMap<String, AccountDay> chosen(SortedMap<String, AccountDay> all) {
    List<String> names = wanted;
    if (names.isEmpty()) {
      names = all.containsKey(USUAL_ACCOUNT) ? List.of(USUAL_ACCOUNT) : List.copyOf(all.keySet());
    }
    SortedMap<String, AccountDay> chosen = new TreeMap<>();
    for (String name : names) {
      if (!all.containsKey(name) && !all.isEmpty()) {
        throw new MisuseException(
            "--account "
                + name
                + ": has nothing of this day, there is "
                + String.join(", ", all.keySet())
                + "; name one of these");
      }
      if (all.containsKey(name)) {
        chosen.put(name, all.get(name));
      }
    }
    return chosen;
  }
}
