package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.broker.LogEnd;
import io.lorentz.command.broker.SecuredBroker;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.trading.TradingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * With {@code --kafka-config} everything goes over TLS and a login; without the right one nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredKafkaITCase {

  private static final String TOPIC = "market";

  @TempDir static Path folder;

  private SecuredBroker broker;
  private Map<String, Path> market;

  @BeforeAll
  void startTheBrokerAndPublish() throws Exception {
    broker = SecuredBroker.start(folder);
    market = new SyntheticMarket(1, 1).writeBars(folder.resolve("market"));
    RealCommandLine.Result published = publish(broker.client());
    assertThat(published.exitCode()).as(published.err()).isZero();
  }

  @AfterAll
  void stopTheBroker() {
    broker.close();
  }

  @Test
  void aTopicBehindTlsAndALoginGivesTheOrdersOfTheFiles() throws Exception {
    List<String> topic = new ArrayList<>(List.of("--topic", TOPIC));
    topic.addAll(kafka(broker.client()));
    assertThat(orders("topic", topic)).isEqualTo(orders("files", bars())).hasSizeGreaterThan(2);
  }

  @Test
  @Tag("slow")
  void theJobOfAClusterReadsAndWritesThereToo() throws Exception {
    Path configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    KafkaConnection connection = KafkaConnection.of(broker.bootstrap(), broker.client());
    TradingJob.main(
        new String[] {
          "--bootstrap", broker.bootstrap(),
          "--kafka-config", broker.client().toString(),
          "--topic", TOPIC,
          "--rows", "rows",
          "--configuration", configuration.toString(),
          "--end-offset", String.valueOf(LogEnd.of(connection, TOPIC))
        });
    List<RunOutput> rows = new ArrayList<>();
    new RowTopics(connection, "rows").read(rows::add);
    // One line of the file is its head.
    assertThat(rows.stream().filter(row -> row.getPayload() instanceof OrderDecision).count())
        .isEqualTo(orders("files-again", bars()).size() - 1L);
  }

  @Test
  void aWrongPasswordIsSaidAtOnceAndNotShown() throws Exception {
    refusedSoon(broker.clientWithWrongPassword(), "Authentication failed", "--kafka-config");
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaidAtOnce() throws Exception {
    refusedSoon(broker.clientThatTrustsAnother(), "SSL handshake failed", "--kafka-config");
  }

  @Test
  @Tag("slow")
  void whoTalksInClearTextIsToldWhereToLook() {
    Instant begun = Instant.now();
    RealCommandLine.Result result =
        RealCommandLine.run(publishing(List.of("--bootstrap", broker.bootstrap())));
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(result.err()).contains("no answer").contains("--kafka-config");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(40));
  }

  private void refusedSoon(Path client, String... told) {
    Instant begun = Instant.now();
    RealCommandLine.Result result = publish(client);
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAULT);
    assertThat(result.err()).contains(told).contains(broker.bootstrap());
    assertThat(result.err() + result.out()).doesNotContain(broker.secrets());
    assertThat(result.err().lines()).as("no stack trace").hasSizeLessThan(3);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  private RealCommandLine.Result publish(Path client) {
    return RealCommandLine.run(publishing(kafka(client)));
  }

  private String[] publishing(List<String> kafka) {
    List<String> arguments = new ArrayList<>(List.of("data", "publish", "--topic", TOPIC));
    arguments.addAll(bars());
    arguments.addAll(kafka);
    return arguments.toArray(String[]::new);
  }

  private List<String> kafka(Path client) {
    return List.of("--bootstrap", broker.bootstrap(), "--kafka-config", client.toString());
  }

  private List<String> bars() {
    List<String> arguments = new ArrayList<>();
    market.forEach((symbol, file) -> arguments.addAll(List.of("--bars", symbol + "=" + file)));
    return arguments;
  }

  private static List<String> orders(String name, List<String> input) throws Exception {
    Path report = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(List.of("backtest", "--set", "confirmation.min-confidence=0.4", "--out"));
    arguments.add(report.toString());
    arguments.addAll(input);
    RealCommandLine.Result result = RealCommandLine.run(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Files.readAllLines(report.resolve("orders.csv"));
  }
}
