package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.lorentz.command.LoopbackPort;
import io.lorentz.command.broker.EmbeddedBroker;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a cluster, a real Prometheus and a real Alertmanager over the shipped files: a feed
 * that stalls arrives on a phone and in a mailbox.
 *
 * <p>Of the shipped files the copies used here differ in their ports and in these: scrapes and
 * evaluations every second, a stall after 5 s instead of 15, a second between messages of a group.
 */
class MonitoringITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
  private static final long CHAT = -42;
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:lorentz|flink)_\\w+|\\blorentz:[\\w:]+");

  /** What a person has to write before it is there. */
  private static final Pattern EXPECTED = Pattern.compile("lorentz:expected_.*");

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final int metricsPort = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
  private GreenMail mail;
  private FakeTelegram telegram;
  private Daemon prometheus;
  private Recorded recorded;
  private RunTopics topics;

  @BeforeEach
  void startEverything() throws Exception {
    Daemon.assumeInstalled("prometheus");
    Daemon.assumeInstalled("prometheus-alertmanager");
    mail = new GreenMail(ServerSetup.SMTP.dynamicPort().setVerbose(false));
    mail.start();
    open.add(mail::stop);
    telegram = opened(FakeTelegram.start(TOKEN, CHAT));
    EmbeddedBroker broker =
        opened(EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT));
    LocalCluster cluster =
        opened(LocalCluster.start(folder.resolve("cluster"), metricsPort, "", "1"));
    Path configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    recorded = Recorded.market(1, 2, folder.resolve("market"), configuration);
    topics = RunTopics.create(broker.bootstrap(), "market");
    cluster.submit(LocalCluster.jobJar(), List.of("-p", "2"), topics.arguments(configuration));
    int alertmanagerPort = LoopbackPort.free();
    opened(alertmanager(alertmanagerPort));
    prometheus = opened(prometheus(alertmanagerPort));
  }

  @AfterEach
  void stopEverything() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void aFeedThatStallsArrivesAsAMessageAndSoDoesItsReturn() throws Exception {
    int half = recorded.log().size() / 2;
    topics.publish(recorded.log().subList(0, half));
    everyMetricOfTheRulesAndTheDashboardIsThere();

    String alarm = telegram.await("No market data for", PATIENCE);
    assertThat(alarm)
        .startsWith("🔴 <b>No market data for ")
        .contains("Look at the edge process")
        .contains("flink-conf/OPERATE.md#lorentzdatastalled");
    MimeMessage mailed = mailed("ACT: No market data for");
    assertThat(text(mailed)).contains("It decides nothing until records come");
    assertThat(prometheus.get("/api/v1/alerts").toString()).contains("LorentzDataStalled");

    topics.publish(recorded.log().subList(half, recorded.log().size()));
    String over = telegram.await("over: No market data", PATIENCE);
    assertThat(over).startsWith("🟢 over: No market data for ");
    mailed("over: No market data");
  }

  /** Names and labels are those of a real scrape, and nothing is asked for that is not there. */
  private void everyMetricOfTheRulesAndTheDashboardIsThere() throws Exception {
    Set<String> asked = new TreeSet<>();
    for (String file :
        List.of("flink-conf/prometheus/rules/lorentz.yml", "flink-conf/grafana/lorentz.json")) {
      String text = Files.readString(LocalCluster.file(file));
      Matcher matcher = METRIC.matcher(text.replaceAll("(?m)^ *#.*$", ""));
      while (matcher.find()) {
        asked.add(matcher.group());
      }
    }
    asked.removeIf(name -> EXPECTED.matcher(name).matches());
    assertThat(asked).hasSizeGreaterThan(40);
    Set<String> missing = new TreeSet<>(asked);
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!missing.isEmpty() && System.nanoTime() < deadlineNanos) {
      missing = new TreeSet<>(asked);
      for (JsonNode name : prometheus.get("/api/v1/label/__name__/values").path("data")) {
        missing.remove(name.asText());
      }
    }
    assertThat(missing).as("asked for, but Prometheus does not know them").isEmpty();
  }

  private Daemon alertmanager(int port) throws Exception {
    Path configuration = folder.resolve("alertmanager/alertmanager.yml");
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    ProcessBuilder render =
        new ProcessBuilder(
                LocalCluster.file("flink-conf/alertmanager/render").toString(),
                configuration.toString())
            .inheritIO();
    render
        .environment()
        .putAll(
            Map.of(
                "LORENTZ_TELEGRAM_TOKEN_FILE",
                token.toString(),
                "LORENTZ_TELEGRAM_CHAT",
                String.valueOf(CHAT),
                "LORENTZ_TELEGRAM_API",
                telegram.url(),
                "LORENTZ_SMTP_HOST",
                "localhost:" + mail.getSmtp().getPort(),
                "LORENTZ_SMTP_FROM",
                "lorentz@example.org",
                "LORENTZ_SMTP_TO",
                "trader@example.org",
                "LORENTZ_SMTP_TLS",
                "false"));
    assertThat(render.start().waitFor()).isZero();
    replace(configuration, "group_interval: 15s", "group_interval: 1s");
    return Daemon.start(
        folder,
        port,
        "prometheus-alertmanager",
        "--config.file=" + configuration,
        "--storage.path=" + folder.resolve("alertmanager"),
        "--cluster.listen-address=");
  }

  private Daemon prometheus(int alertmanagerPort) throws IOException {
    Path shipped = LocalCluster.file("flink-conf/prometheus");
    Path copy = folder.resolve("prometheus");
    for (String file :
        List.of("prometheus.yml", "rules/lorentz.yml", "targets/local-cluster.yml")) {
      Files.createDirectories(copy.resolve(file).getParent());
      Files.copy(shipped.resolve(file), copy.resolve(file));
    }
    int port = LoopbackPort.free();
    Path configuration = copy.resolve("prometheus.yml");
    replace(configuration, "_interval: 5s", "_interval: 1s");
    replace(configuration, "localhost:9090", "localhost:" + port);
    replace(configuration, "localhost:9093", "localhost:" + alertmanagerPort);
    Path targets = copy.resolve("targets/local-cluster.yml");
    replace(targets, "localhost:9250", "localhost:" + metricsPort);
    replace(targets, "localhost:9251", "localhost:" + (metricsPort + 1));
    replace(
        copy.resolve("rules/lorentz.yml"), "_record_age_seconds) > 15", "_record_age_seconds) > 5");
    return Daemon.start(
        folder,
        port,
        "prometheus",
        "--config.file=" + configuration,
        "--storage.tsdb.path=" + folder.resolve("tsdb"));
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  /** Waits for a mail whose subject begins so. */
  private MimeMessage mailed(String subject) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      MimeMessage[] received = mail.getReceivedMessages();
      for (MimeMessage message : received) {
        if (message.getSubject().startsWith(subject)) {
          return message;
        }
      }
      assertThat(System.nanoTime()).as("mail '%s' in time", subject).isLessThan(deadlineNanos);
      mail.waitForIncomingEmail(1_000, received.length + 1);
    }
  }

  private static String text(MimeMessage message) throws Exception {
    return ((MimeMultipart) message.getContent()).getBodyPart(0).getContent().toString();
  }

  private <T extends AutoCloseable> T opened(T thing) {
    open.add(thing);
    return thing;
  }
}
