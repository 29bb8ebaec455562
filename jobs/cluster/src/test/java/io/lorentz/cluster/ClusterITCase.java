package io.lorentz.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.Browser;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.kafka.OrderIntake;
import io.lorentz.kafka.WrittenRow;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.rows.SentOrders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The job on a cluster, as it is deployed: submitted, watched, stopped, replaced by a new build.
 */
class ClusterITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The job is down for so much of the log's time. */
  private static final long OUTAGE_MS = 600_000;

  /** Names that a person looks for in the web UI. */
  private static final List<String> OPERATORS =
      List.of(
          "market: log",
          "bars: build",
          "features: compute",
          "inference: score",
          "confirmation: tier",
          "confirmation: match",
          "group: risk, orders, execution, account",
          "rows");

  @TempDir Path folder;

  private EmbeddedBroker broker;
  private LocalCluster cluster;

  @BeforeEach
  void startBrokerAndCluster() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
    cluster = LocalCluster.start(folder.resolve("cluster"), "", "2");
  }

  @AfterEach
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    broker.close();
  }

  @Test
  void aJobStoppedWithASavepointGoesOnAsANewBuildAtAnotherParallelismAsIfNothingHadBeen()
      throws Exception {
    Path configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    Recorded recorded = Recorded.market(1, 2, folder.resolve("market"), configuration);
    int place = recorded.whereAnOutageHurts(recorded.log().size() / 2, OUTAGE_MS);
    List<RunOutput> firstHalf = recorded.rowsBefore(place);
    RunTopics topics = RunTopics.create(broker.bootstrap(), "market");
    topics.publish(recorded.log().subList(0, place));

    String job =
        cluster.submit(LocalCluster.jobJar(), List.of("-p", "1"), topics.arguments(configuration));
    RunTopics.Rows before = topics.await(firstHalf, PATIENCE, () -> cluster.exceptions(job));
    lookAtTheWebUi(job);
    String savepoint = cluster.stopWithSavepoint(job);
    Set<String> open = Recorded.open(before.rows());
    assertThat(open).as("positions open at the savepoint").isNotEmpty();

    Path newBuild = newBuild(LocalCluster.jobJar(), folder.resolve("new-build.jar"));
    topics.publish(recorded.log().subList(place, recorded.log().size()));
    String next =
        cluster.submit(
            newBuild, List.of("-p", "2", "-s", savepoint), topics.arguments(configuration));
    RunTopics.Rows all = topics.await(recorded.rows(), PATIENCE, () -> cluster.exceptions(next));

    assertThat(cluster.rest("/jobs/" + next + "/checkpoints").at("/latest/restored/is_savepoint"))
        .as("the new build was started from the savepoint")
        .hasToString("true");
    assertThat(Recorded.open(all.rows()))
        .as("trades opened before the savepoint are closed after it")
        .doesNotContainAnyElementsOf(open);
    assertThat(new HashSet<>(all.rows()).equals(new HashSet<>(recorded.rows()))).isTrue();
    assertThat(recorded.ordersSha256(all.rows(), folder.resolve("cluster-report")))
        .isEqualTo(recorded.ordersSha256(recorded.rows(), folder.resolve("loop-report")));
    cluster.cancel(next);
    noStaleOrderLeavesAndNoneIsLost(
        topics.ordersAsWritten(), recorded.log().get(place - 1).getLogTimeMs());
  }

  /**
   * As the one who executes the orders sees them: those of the ten minutes all at once when the job
   * is back, the others when their records come.
   */
  private static void noStaleOrderLeavesAndNoneIsLost(List<WrittenRow> orders, long downAtMs) {
    long backAtMs = downAtMs + OUTAGE_MS;
    long[] nowMs = {0};
    OrderIntake intake = new OrderIntake(() -> nowMs[0], 0);
    int fresh = 0;
    int expired = 0;
    for (WrittenRow row : orders) {
      long causeMs = row.causeLogTimeMs().orElse(Long.MIN_VALUE);
      nowMs[0] = Math.max(nowMs[0], causeMs > downAtMs ? Math.max(causeMs, backAtMs) : causeMs);
      OrderDecision decision = (OrderDecision) row.row().getPayload();
      OrderIntake.Verdict verdict = intake.take(row.row()).orElseThrow();
      if (verdict instanceof OrderIntake.Fresh) {
        assertThat(decision.getValidUntilMs()).isGreaterThan(nowMs[0]);
        fresh++;
      } else if (verdict instanceof OrderIntake.Expired) {
        assertThat(causeMs).as("only what waited is stale").isBetween(downAtMs, backAtMs);
        assertThat(decision.getIntent()).isNotEqualTo(OrderIntent.STOP);
        expired++;
      } else {
        assertThat(SentOrders.wasSent(decision)).isFalse();
      }
    }
    assertThat(expired).as("orders that were too old when the job was back").isPositive();
    assertThat(fresh).isPositive();
    assertThat(fresh + expired)
        .as("every order was judged")
        .isEqualTo(
            (int)
                orders.stream()
                    .filter(row -> SentOrders.wasSent((OrderDecision) row.row().getPayload()))
                    .count());
  }

  /**
   * The same log by the same jar in one go: the orders that the interrupted run is held against.
   */
  @Test
  @Tag("slow")
  void aRunThatNothingInterruptsGivesTheSameOrders() throws Exception {
    Path configuration =
        Files.writeString(folder.resolve("lorentz.yaml"), "confirmation:\n  min-confidence: 0.4\n");
    Recorded recorded = Recorded.market(1, 2, folder.resolve("market"), configuration);
    assertThat(recorded.ordersSha256(uninterrupted(recorded), folder.resolve("whole-report")))
        .isEqualTo(recorded.ordersSha256(recorded.rows(), folder.resolve("loop-report")));
  }

  private List<RunOutput> uninterrupted(Recorded recorded) throws Exception {
    RunTopics topics = RunTopics.create(broker.bootstrap(), "whole");
    topics.publish(recorded.log());
    String job =
        cluster.submit(
            LocalCluster.jobJar(),
            List.of("-p", "1"),
            topics.arguments(folder.resolve("lorentz.yaml")));
    List<RunOutput> rows =
        topics.await(recorded.rows(), PATIENCE, () -> cluster.exceptions(job)).rows();
    cluster.cancel(job);
    return rows;
  }

  private void lookAtTheWebUi(String job) throws IOException {
    try (Browser browser = Browser.start(folder.resolve("profile"))) {
      browser.view(1440, 900, false);
      browser.open(cluster.webUi("/#/job/running/" + job + "/overview"));
      for (String operator : OPERATORS) {
        browser.await("document.body.textContent.includes('" + operator + "')");
      }
      browser.screenshot(Path.of("target", "screenshots", "web-ui.png"));
    } catch (TestAbortedException e) {
      System.err.println("web UI not looked at: " + e.getMessage());
    }
  }

  /**
   * Stands for the next release: the same classes under another version, as a build of the next
   * commit is that changed no state. State of changed classes is the subject of the kept savepoint.
   */
  private static Path newBuild(Path jar, Path target) throws IOException {
    try (InputStream file = Files.newInputStream(jar);
        JarInputStream in = new JarInputStream(file);
        OutputStream out = Files.newOutputStream(target)) {
      Manifest manifest = in.getManifest();
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "next");
      try (JarOutputStream written = new JarOutputStream(out, manifest)) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          written.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(written);
        }
      }
    }
    assertThat(Files.mismatch(jar, target)).isNotEqualTo(-1);
    return target;
  }
}
