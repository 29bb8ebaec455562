package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogAppender;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.kafka.TopicPlan;
import io.lorentz.schemas.LogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person commands is a record of the log, and every replay obeys it at its place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorVerbITCase {

  private static final String REASON = "the feed was wrong";

  /** Column of {@code trades.csv}. */
  private static final int CLOSE_TIME = 12;

  @TempDir static Path folder;

  private final List<LogRecord> log = new ArrayList<>();
  private EmbeddedBroker broker;
  private KafkaConnection connection;
  private int halfway;
  private Instant commanded;
  private List<String> undisturbed;

  @BeforeAll
  void startTheBrokerAndMakeUpAMarket() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    connection = KafkaConnection.of(broker.bootstrap());
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 2)
        .writeBars(folder.resolve("market"))
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    try (BarFileLog bars = new BarFileLog(BarFileOptions.of(files))) {
      bars.forEachRemaining(log::add);
    }
    halfway = log.size() / 2;
    while (log.get(halfway).getLogTimeMs() - log.get(halfway - 1).getLogTimeMs() < 10_000) {
      halfway++;
    }
    commanded = Instant.ofEpochMilli(log.get(halfway - 1).getLogTimeMs() + 1_000);
    publish("undisturbed", log);
    undisturbed = orders("undisturbed");
    assertThat(undisturbed).anyMatch(this::isEntryAfter).anyMatch(this::isEntryBefore);
  }

  @AfterAll
  void stopTheBroker() {
    broker.close();
  }

  @Test
  void afterAHaltNothingIsEnteredAndBeforeItAllIsAsItWas() throws IOException {
    commandHalfway("halted", "halt", "--account", "main");
    List<String> orders = orders("halted");
    assertThat(orders.stream().filter(this::isMain).filter(this::isEntryAfter)).isEmpty();
    assertThat(orders.stream().filter(this::isEntryBefore).toList())
        .isEqualTo(undisturbed.stream().filter(this::isEntryBefore).toList());
    assertThat(orders.stream().filter(row -> !isMain(row)).toList())
        .as("another account")
        .isEqualTo(undisturbed.stream().filter(row -> !isMain(row)).toList());
  }

  @Test
  @Tag("slow")
  void aHaltThatIsResumedAtOnceChangesNoOrder() throws IOException {
    publish("resumed", log.subList(0, halfway));
    assertThat(command("resumed", "halt").exitCode()).isZero();
    commanded = commanded.plusMillis(1);
    assertThat(command("resumed", "resume").exitCode()).isZero();
    commanded = commanded.minusMillis(1);
    publish("resumed", log.subList(halfway, log.size()));
    assertThat(orders("resumed")).isEqualTo(undisturbed);
  }

  @Test
  void flattenOfAllClosesEveryPositionAndHaltsEveryAccount() throws IOException {
    commandHalfway("flattened", "flatten");
    assertThat(orders("flattened").stream().filter(this::isEntryAfter)).isEmpty();
    List<String> trades = Files.readAllLines(folder.resolve("flattened").resolve("trades.csv"));
    String late = commanded.plusSeconds(120).toString();
    assertThat(trades.stream().skip(1))
        .as("no position outlives the command by more than its order takes")
        .isNotEmpty()
        .noneMatch(row -> cell(row, CLOSE_TIME).compareTo(late) > 0);
  }

  @Test
  void whatCannotBeMeantIsRefusedAndLeavesTheLogAsItWas() {
    publish("refused", log.subList(0, halfway));
    refused("has none of this name, it has main, unlimited", "--account", "mian");
    refused("a log only grows", "--at", "2020-01-01");
    RealCommandLine.Result now =
        RealCommandLine.run(
            "halt", "--topic", "refused", "--bootstrap", broker.bootstrap(), "--reason", REASON);
    assertThat(now.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(now.err()).contains("say with --at when it is given");
    RealCommandLine.Result absent = command("absent", "halt");
    assertThat(absent.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(absent.err()).contains("topic absent: is not at");
    try (LogAppender appender = LogAppender.open(connection, "refused", 0, () -> 0)) {
      assertThat(appender.lastLogTimeMs()).hasValue(log.get(halfway - 1).getLogTimeMs());
    }
  }

  private void refused(String why, String... more) {
    RealCommandLine.Result result = command("refused", "halt", more);
    assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.MISUSE);
    assertThat(result.err()).contains(why);
  }

  private void commandHalfway(String topic, String verb, String... more) {
    publish(topic, log.subList(0, halfway));
    RealCommandLine.Result result = command(topic, verb, more);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains(verb + " of ", "is in topic " + topic);
    publish(topic, log.subList(halfway, log.size()));
  }

  private RealCommandLine.Result command(String topic, String verb, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(verb, "--topic", topic, "--bootstrap", broker.bootstrap(), "--reason", REASON));
    arguments.addAll(List.of("--at", commanded.toString()));
    if (more.length > 0 && more[0].equals("--at")) {
      arguments.subList(arguments.size() - 2, arguments.size()).clear();
    }
    arguments.addAll(List.of(more));
    return RealCommandLine.run(arguments.toArray(String[]::new));
  }

  private void publish(String topic, List<LogRecord> records) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.ensure(topic, TopicPlan.LOG);
    }
    try (LogAppender appender = LogAppender.open(connection, topic, 0, () -> 0)) {
      appender.publish(records);
    }
  }

  private List<String> orders(String topic) throws IOException {
    Path report = folder.resolve(topic);
    RealCommandLine.Result result =
        RealCommandLine.run(
            "backtest",
            "--topic",
            topic,
            "--bootstrap",
            broker.bootstrap(),
            "--set",
            "confirmation.min-confidence=0.4",
            "--out",
            report.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Files.readAllLines(report.resolve("orders.csv"));
  }

  private boolean isMain(String row) {
    return row.startsWith("main,");
  }

  private boolean isEntryAfter(String row) {
    return isEntry(row) && cell(row, 1).compareTo(commanded.toString()) > 0;
  }

  private boolean isEntryBefore(String row) {
    return isEntry(row) && cell(row, 1).compareTo(commanded.toString()) <= 0;
  }

  private static boolean isEntry(String row) {
    return row.contains(",ENTRY,") && row.contains(",FILLED,");
  }

  private static String cell(String row, int column) {
    return row.split(",", -1)[column];
  }
}
