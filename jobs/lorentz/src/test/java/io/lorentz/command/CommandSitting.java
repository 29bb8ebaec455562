package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody who types documented commands in one folder, one after the other. */
final class CommandSitting implements AutoCloseable {

  /** A word that stands for the addresses of the venues on loopback. */
  static final String FEEDS = "FEEDS";

  /** A word that stands for a port that is free. */
  static final String PORT = "PORT";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final Venues venues = new Venues();
  private final Host host;
  private Optional<Beside> beside = Optional.empty();
  private int block = -1;

  CommandSitting(Path folder) throws IOException {
    this.folder = folder;
    this.host = new Host(folder);
  }

  /** Runs a command to its end, or as far as its rule says. */
  void run(DocumentedCommand command, Optional<CommandRule> rule)
      throws IOException, InterruptedException {
    if (command.block() != block) {
      stopBeside();
    }
    block = command.block();
    List<String> arguments =
        venues.addressed(rule.map(found -> found.arguments(command)).orElse(command.arguments()));
    CommandRule.Way way = rule.map(CommandRule::way).orElse(CommandRule.Way.GATE);
    if (way == CommandRule.Way.UNTIL || way == CommandRule.Way.DURING) {
      Beside started = new Beside(folder, command, arguments);
      beside = Optional.of(started);
      started.await(rule.orElseThrow().until());
      if (way == CommandRule.Way.UNTIL) {
        stopBeside();
      }
      return;
    }
    JsonNode answer = host.run(arguments);
    assertThat(answer.path("exit_code").asInt())
        .as("%s%n%s%s", command, answer.path("err").asText(), answer.path("out").asText())
        .isEqualTo(command.exitCode());
  }

  private void stopBeside() throws IOException, InterruptedException {
    Optional<Beside> stopped = beside;
    beside = Optional.empty();
    if (stopped.isPresent()) {
      stopped.get().stop();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      stopBeside();
    } finally {
      host.close();
      venues.close();
    }
  }

  private static Process start(Path folder, Path said, List<String> arguments, boolean all)
      throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // Much is run once: a compiler that optimises costs more than it gives.
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dlog4j2.configurationFile=log4j2.properties",
                "-Dlorentz.log=commands.log",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                CommandHost.class.getName()));
    java.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(java).directory(folder.toFile());
    return all
        ? builder.redirectErrorStream(true).redirectOutput(said.toFile()).start()
        : builder.redirectError(said.toFile()).start();
  }

  /** The folder of this process is another one. */
  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** One JVM for all commands that end by themselves. */
  private static final class Host {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path said;
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    Host(Path folder) throws IOException {
      said = Files.createTempFile(folder, "host", ".txt");
      process = start(folder, said, List.of(), false);
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    JsonNode run(List<String> arguments) throws IOException {
      commands.write(JSON.writeValueAsString(arguments) + "\n");
      commands.flush();
      String answer = answers.readLine();
      assertThat(answer).as("%s%n%s", arguments, Files.readString(said)).isNotNull();
      return JSON.readTree(answer);
    }

    void close() throws IOException, InterruptedException {
      commands.close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** A command that goes on until it is stopped, as a process of its own. */
  private static final class Beside {

    /** A JVM that was asked to end, and ended in order. */
    private static final int TERMINATED = 143;

    private static final int LOG_CHARACTERS = 10_000;

    private final DocumentedCommand command;
    private final Path said;
    private final Process process;

    Beside(Path folder, DocumentedCommand command, List<String> arguments) throws IOException {
      this.command = command;
      said = Files.createTempFile(folder, "said", ".txt");
      process = start(folder, said, arguments, true);
    }

    void await(String text) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.readString(said).contains(text)) {
        boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        assertThat(ended)
            .as(() -> command + " has ended with " + process.exitValue() + "\n" + allSaid())
            .isFalse();
        assertThat(System.nanoTime())
            .as("%s has not said '%s'%n%s", command, text, Files.readString(said))
            .isLessThan(deadline);
      }
    }

    /** What it said, and the end of what it wrote into its log. */
    private String allSaid() {
      Path log = said.resolveSibling("commands.log");
      try {
        String logged = Files.exists(log) ? Files.readString(log) : "";
        return Files.readString(said)
            + logged.substring(Math.max(0, logged.length() - LOG_CHARACTERS));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void stop() throws IOException, InterruptedException {
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      assertThat(process.waitFor())
          .as("%s%n%s", command, Files.readString(said))
          .isIn(ExitCode.DONE, TERMINATED);
    }
  }

  /** Venues on loopback. */
  private static final class Venues {

    private final List<FakeVenue> servers = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();

    Venues() {
      for (String name : List.of("bitget", "binance", "bybit")) {
        FakeVenue server =
            new FakeVenue(name, new FakeMarket(3), System::currentTimeMillis, Faults.none(), 1);
        servers.add(server);
        Elsewhere dialect = (Elsewhere) server.dialect();
        addresses.add("--address");
        addresses.add(name + "=" + dialect.restAddress() + "," + dialect.socketAddress());
      }
    }

    List<String> addressed(List<String> words) throws IOException {
      List<String> all = new ArrayList<>();
      for (String word : words) {
        if (word.equals(FEEDS)) {
          all.addAll(addresses);
        } else {
          all.add(word.equals(PORT) ? String.valueOf(LoopbackPort.free()) : word);
        }
      }
      return all;
    }

    void close() {
      servers.forEach(FakeVenue::close);
    }
  }
}
