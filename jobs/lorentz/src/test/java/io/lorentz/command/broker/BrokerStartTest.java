package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that cannot start says why, and leaves neither threads nor a locked folder behind. */
class BrokerStartTest {

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
      Set<String> before = kafkaThreads();
      String listener = "PLAINTEXT://localhost:" + taken.getLocalPort();
      int controller = freePort();
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
    Set<String> before = kafkaThreads();
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
  private static void assertNoneBut(Set<String> before) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Set<String> left = left(before);
    while (!left.isEmpty() && System.nanoTime() < deadlineNanos) {
      TimeUnit.MILLISECONDS.sleep(50);
      left = left(before);
    }
    assertThat(left).as("threads of a broker that never started").isEmpty();
  }

  private static Set<String> left(Set<String> before) {
    Set<String> now = kafkaThreads();
    now.removeAll(before);
    return now;
  }

  private static Set<String> kafkaThreads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (List.of("kafka", "raft", "controller", "broker", "log-cleaner", "network-thread").stream()
          .anyMatch(part -> name.toLowerCase(java.util.Locale.ROOT).contains(part))) {
        names.add(name + "#" + thread.getId());
      }
    }
    return names;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
