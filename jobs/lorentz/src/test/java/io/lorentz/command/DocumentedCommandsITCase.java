package io.lorentz.command;

import static io.lorentz.command.CommandRule.notHere;
import static io.lorentz.command.CommandRule.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.command.live.ToyVenue;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the README and of the pages in {@code docs} runs, in order, in one folder with
 * files made up; what cannot run here is named in {@link #RULES} with the reason, and its options
 * are checked against the real ones.
 */
class DocumentedCommandsITCase {

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String FEEDS = "FEEDS";

  /** What is not run to the letter, and why. A command that no rule names is run as it stands. */
  private static final List<CommandRule> RULES =
      List.of(
          notHere("git clone", "there is nothing to clone from"),
          notHere("cd", "the test stands in its folder already"),
          notHere("mvn", "it is the build that runs this test"),
          notHere("./lorentz data download", "it reaches venues"),
          notHere(
              "./lorentz paper --feeds bitget,binance --symbols DOGE",
              "the servers of the test have three other instruments"),
          with("./lorentz demo", "two days show the same as fourteen", Map.of(), "--days", "2"),
          with(
              "./lorentz data validate archive --min-quality",
              "the made-up market lacks more minutes than real ones",
              Map.of("99.9", "99")),
          with(
              "./lorentz walk-forward",
              "there are eight days of bars",
              Map.of("30", "6", "7", "1"),
              "--permutations",
              "100")
              .slow(),
          with("./lorentz backtest --bars BTCUSDT=btc_1m.csv.gz --baselines", "", Map.of()).slow(),
          with("./lorentz check lookahead", "", Map.of(), "--truncations", "3").slow(),
          with("./lorentz check warmup", "", Map.of()).slow(),
          with(
              "./lorentz models promote",
              "the broker inside holds the log; it has ended, and nothing made up beats chance for sure",
              Map.of("--bootstrap", "--data", "localhost:9092", "out/broker"),
              "--at",
              "2025-05-20",
              "--force",
              "--reason",
              "a test")
              .slow(),
          with("./lorentz data publish", "", Map.of()).slow(),
          with("./lorentz backtest --topic", "", Map.of()).slow(),
          with("./lorentz broker", "the port may be in use", Map.of("9092", "PORT"))
              .until("Kafka at"),
          with(
              "./lorentz paper --feeds",
              "the venues are servers of the test",
              Map.of(),
              FEEDS,
              "--warm-up",
              "30",
              "--ui-port",
              "0")
              .until("the log is complete"),
          with(
              "./lorentz paper --signals-only",
              "the venues are servers of the test",
              Map.of(),
              FEEDS,
              "--warm-up",
              "30",
              "--ui-port",
              "0")
              .until("the log is complete"),
          with(
              "./lorentz paper --replay-recording",
              "it is four minutes long",
              Map.of("10", "60"),
              "--ui-port",
              "0")
              .slow(),
          with("./lorentz check parity", "", Map.of()).slow(),
          with(
              "./lorentz check account",
              "the account is made up",
              Map.of("~/bitget-demo", "bitget-demo")),
          with(
              "./lorentz live",
              "the account is made up, the venues are servers of the test",
              Map.of("~/bitget-demo", "bitget-demo", "live.confirm=ACCOUNT-ID",
                  "live.confirm=" + ToyVenue.ACCOUNT_ID),
              FEEDS,
              "--feeds",
              "bitget",
              "--symbols",
              "BTC",
              "--warm-up",
              "30",
              "--ui-port",
              "0")
              .during("the log is complete"),
          with("./lorentz status", "", Map.of()).slow(),
          with("./lorentz halt", "", Map.of()).slow());

  @TempDir private Path folder;

  @Test
  void eachIsRunOrNamedAndItsOptionsAreReal() throws IOException {
    List<DocumentedCommand> commands = commands();
    Set<String> used = new HashSet<>();
    for (DocumentedCommand command : commands) {
      Optional<CommandRule> rule = rule(command);
      rule.ifPresent(found -> used.add(found.beginning()));
      if (command.isOurs()) {
        parse(command, command.arguments());
        parse(command, rule.map(found -> arguments(found, command)).orElse(command.arguments()));
      } else {
        assertThat(rule.map(CommandRule::way))
            .as(command.place() + ": " + command.text() + " is neither run nor named")
            .contains(CommandRule.Way.NOT_HERE);
      }
    }
    assertThat(used)
        .as("rules that no command needs")
        .hasSize(RULES.size());
    assertThat(RULES)
        .filteredOn(rule -> rule.way() == CommandRule.Way.NOT_HERE)
        .allSatisfy(rule -> assertThat(rule.reason()).isNotEmpty());
    assertThat(commands).hasSizeGreaterThan(30);
  }

  @Test
  void theyRunInOrder() throws Exception {
    runAll(Set.of(CommandRule.Way.GATE));
  }

  @Test
  @Tag("slow")
  void allOfThemRunInOrder() throws Exception {
    Set<CommandRule.Way> ways = new HashSet<>(Set.of(CommandRule.Way.values()));
    ways.remove(CommandRule.Way.NOT_HERE);
    runAll(ways);
  }

  private static List<DocumentedCommand> commands() throws IOException {
    return DocumentedCommand.of(DocumentedCommand.pages(ROOT));
  }

  private static Optional<CommandRule> rule(DocumentedCommand command) {
    return RULES.stream()
        .filter(rule -> rule.fits(command))
        .max(Comparator.comparingInt(rule -> rule.beginning().length()));
  }

  private static List<String> arguments(CommandRule rule, DocumentedCommand command) {
    List<String> arguments = new ArrayList<>(rule.arguments(command));
    arguments.remove(FEEDS);
    arguments.replaceAll(word -> word.equals("PORT") ? "9092" : word);
    return arguments;
  }

  private static void parse(DocumentedCommand command, List<String> arguments) {
    try {
      CommandHost.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()))
          .parseArgs(arguments.toArray(String[]::new));
    } catch (picocli.CommandLine.ParameterException e) {
      throw new AssertionError(command.place() + ": " + e.getMessage(), e);
    }
  }

  private void runAll(Set<CommandRule.Way> ways) throws Exception {
    CommandFolder.fill(folder);
    for (DocumentedCommand.ShownFile file :
        DocumentedCommand.files(DocumentedCommand.pages(ROOT))) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    int ran = 0;
    try (Venues venues = new Venues();
        Host host = new Host(folder)) {
      Optional<Beside> beside = Optional.empty();
      int block = -1;
      for (DocumentedCommand command : commands()) {
        if (command.block() != block && beside.isPresent()) {
          beside.get().stop();
          beside = Optional.empty();
        }
        block = command.block();
        Optional<CommandRule> rule = rule(command);
        CommandRule.Way way = rule.map(CommandRule::way).orElse(CommandRule.Way.GATE);
        if (!ways.contains(way)) {
          continue;
        }
        List<String> arguments =
            venues.addressed(
                rule.map(found -> found.arguments(command)).orElse(command.arguments()));
        if (way == CommandRule.Way.UNTIL || way == CommandRule.Way.DURING) {
          Beside started = new Beside(folder, command, arguments);
          started.await(rule.orElseThrow().until());
          if (way == CommandRule.Way.UNTIL) {
            started.stop();
          } else {
            beside = Optional.of(started);
          }
        } else {
          long beganNanos = System.nanoTime();
          JsonNode answer = host.run(arguments);
          System.err.println(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos) + " ms " + command.text());
          assertThat(answer.path("exit_code").asInt())
              .as(command.place() + ": " + command.text() + "\n" + answer.path("err").asText() + answer.path("out").asText())
              .isEqualTo(command.exitCode());
        }
        ran++;
      }
      if (beside.isPresent()) {
        beside.get().stop();
      }
    }
    assertThat(ran).isGreaterThan(15);
  }

  private static List<String> java(String... arguments) {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dlog4j2.configurationFile=log4j2.properties",
                "-Dlorentz.log=commands.log",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                CommandHost.class.getName()));
    java.addAll(List.of(arguments));
    return java;
  }

  private static String absolute(String classPath) {
    List<String> parts = new ArrayList<>();
    for (String part : classPath.split(java.io.File.pathSeparator, -1)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(java.io.File.pathSeparator, parts);
  }

  /** One JVM for all commands that end by themselves. */
  private static final class Host implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final Path said;

    Host(Path folder) throws IOException {
      said = folder.resolve("host.err");
      process =
          new ProcessBuilder(java())
              .directory(folder.toFile())
              .redirectError(said.toFile())
              .start();
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    JsonNode run(List<String> arguments) throws IOException {
      commands.write(JSON.writeValueAsString(arguments) + "\n");
      commands.flush();
      String answer = answers.readLine();
      assertThat(answer).as(String.join(" ", arguments) + ": " + Files.readString(said)).isNotNull();
      return JSON.readTree(answer);
    }

    @Override
    public void close() throws IOException, InterruptedException {
      commands.close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** A command that goes on until it is stopped, as a process of its own. */
  private static final class Beside {

    /** A JVM that was asked to end by SIGTERM, and has put everything in order. */
    private static final int TERMINATED = 143;

    private final DocumentedCommand command;
    private final Path said;
    private final Process process;

    Beside(Path folder, DocumentedCommand command, List<String> arguments) throws IOException {
      this.command = command;
      said = Files.createTempFile(folder, "said", ".txt");
      process =
          new ProcessBuilder(java(arguments.toArray(String[]::new)))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    }

    void await(String text) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.readString(said).contains(text)) {
        boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
        boolean late = System.nanoTime() > deadline;
        if (late) {
          process.destroyForcibly();
        }
        assertThat(ended || late)
            .as(command.place() + ": " + command.text() + "\n" + Files.readString(said))
            .isFalse();
      }
    }

    void stop() throws IOException, InterruptedException {
      process.destroy();
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as(command.place() + ": " + command.text() + "\n" + Files.readString(said))
          .isIn(ExitCode.DONE, TERMINATED);
    }
  }

  /** Venues on loopback. */
  private static final class Venues implements AutoCloseable {

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

    /** The words with the addresses, and a port that is free. */
    List<String> addressed(List<String> words) throws IOException {
      List<String> all = new ArrayList<>();
      for (String word : words) {
        if (word.equals(FEEDS)) {
          all.addAll(addresses);
        } else {
          all.add(word.equals("PORT") ? freePort() : word);
        }
      }
      return all;
    }

    private static String freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        return String.valueOf(socket.getLocalPort());
      }
    }

    @Override
    public void close() {
      servers.forEach(FakeVenue::close);
    }
  }
}
