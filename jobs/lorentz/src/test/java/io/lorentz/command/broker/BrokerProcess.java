package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.LoopbackPort;
import io.lorentz.command.Lorentz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code lorentz broker} in a process of its own, so that it can die. */
final class BrokerProcess implements AutoCloseable {

  private static final long READY_S = 60;

  private final Path data;
  private final Path said;
  private final int port;
  private Process process;

  private BrokerProcess(Path data, Path said, int port) {
    this.data = data;
    this.said = said;
    this.port = port;
  }

  /**
   * Starts one and waits until it takes connections.
   *
   * @param data what it holds
   * @param said file that takes its output
   */
  static BrokerProcess start(Path data, Path said) throws IOException, InterruptedException {
    BrokerProcess broker = new BrokerProcess(data, said, LoopbackPort.free());
    broker.startAgain();
    return broker;
  }

  /** Starts it over the same folder and port, as a supervisor does. */
  void startAgain() throws IOException, InterruptedException {
    Files.deleteIfExists(said);
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-Dlog4j2.configurationFile=log4j2.properties",
                    "-Dlorentz.log=" + said.resolveSibling("broker.log"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Lorentz.class.getName(),
                    "broker",
                    "--data",
                    data.toString(),
                    "--port",
                    String.valueOf(port)))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_S);
    while (!said().contains("Kafka at")) {
      boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
      assertThat(ended).as("broker: %s%n%s", said(), logged()).isFalse();
      assertThat(System.nanoTime()).as("broker: %s", logged()).isLessThan(deadlineNanos);
    }
  }

  String bootstrap() {
    return "localhost:" + port;
  }

  /** What it wrote since it was started last. */
  String said() throws IOException {
    return Files.readString(said);
  }

  private String logged() throws IOException {
    Path log = said.resolveSibling("broker.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Kills it as a failing machine does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits until it has ended by itself. */
  void awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(READY_S, TimeUnit.SECONDS)).as("the broker has ended").isTrue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
