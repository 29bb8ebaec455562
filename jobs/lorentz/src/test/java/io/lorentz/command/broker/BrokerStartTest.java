package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.LoopbackPort;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that cannot start says why, and leaves neither threads nor a locked folder behind. */
class BrokerStartTest {

  /** What Kafka's threads are called. */
  private static final List<String> PARTS =
      List.of("kafka", "raft", "controller", "broker", "log-cleaner", "network-thread");

  @TempDir Path folder;

  @Test
  void aPortThatIsTakenIsNamedAndTheFolderIsFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort()))
          .isInstanceOf(MisuseException.class)
          .hasMessageContaining("--port " + taken.getLocalPort() + ": cannot be listened on");
    }
    startsAndStops();
  }

  @Test
  void aFolderOfAnotherNodeIsNamedAndNothingLivesOn() throws Exception {
    startsAndStops();
    Path meta = folder.resolve("kafka/meta.properties");
    String properties = Files.readString(meta);
    Files.writeString(meta, properties.replace("node.id=1", "node.id=7"));
    failsWithoutATrace("node");

    Files.writeString(meta, properties);
    startsAndStops();
  }

  @Test
  void aListenerThatFailsAtTheLastStepTakesTheWholeBrokerDown() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Set<Thread> before = kafkaThreads();
      String listener = "PLAINTEXT://localhost:" + taken.getLocalPort();
      int controller = LoopbackPort.free();
      assertThatThrownBy(
              () ->
                  EmbeddedBroker.start(
                      folder,
                      EmbeddedBroker.ANY_PORT,
                      port ->
                          Map.of(
                              "controller.quorum.voters",
                              "1@localhost:" + controller,
                              "advertised.listeners",
                              listener,
                              "listeners",
                              listener + ",CONTROLLER://localhost:" + controller)))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("cannot start (")
          .hasMessageContaining("choose another folder");
      assertNoneBut(before);
    }
    startsAndStops();
  }

  private void failsWithoutATrace(String why) throws InterruptedException {
    Set<Thread> before = kafkaThreads();
    assertThatThrownBy(() -> EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("broker over " + folder + ": cannot start (")
        .hasMessageContaining(why);
    assertNoneBut(before);
  }

  private void startsAndStops() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT)) {
      assertThat(broker.bootstrap()).startsWith("localhost:");
    }
  }

  /** Threads that are told to end need a moment. */
  private static void assertNoneBut(Set<Thread> before) throws InterruptedException {
    Set<Thread> left = kafkaThreads();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(20_000);
      assertThat(thread.isAlive()).as("%s of a broker that never started", thread).isFalse();
    }
  }

  private static Set<Thread> kafkaThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread -> PARTS.stream().anyMatch(thread.getName().toLowerCase(Locale.ROOT)::contains))
        .collect(Collectors.toSet());
  }
}
