package io.lorentz.command;

import static io.lorentz.command.CommandRule.notHere;
import static io.lorentz.command.CommandRule.with;
import static io.lorentz.command.CommandSitting.FEEDS;
import static io.lorentz.command.CommandSitting.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.live.ToyVenue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Every command of the README and of the pages in {@code docs} runs, in order, in one folder with
 * files made up; what cannot run here is named in {@link #RULES} with the reason, and its options
 * are held against the real ones.
 */
class DocumentedCommandsITCase {

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final String LONG = "long, or waits for a broker";
  private static final String SERVERS = "the venues are servers of the test";

  /**
   * What is not run, or not to the letter, or only where slow tests are, and why. A command that no
   * rule names is run as it stands.
   */
  private static final List<CommandRule> RULES =
      List.of(
          notHere("git clone", "there is nothing to clone from"),
          notHere("cd", "the test stands in its folder already"),
          notHere("mvn", "it is the build that runs this test"),
          notHere("./lorentz data download", "it reaches venues"),
          notHere(
              "./lorentz paper --feeds bitget,binance --symbols DOGE",
              "the servers of the test have three other instruments"),
          with("./lorentz demo", "two days show the same", Map.of(), "--days", "2"),
          with(
              "./lorentz check account",
              "the account is made up",
              Map.of("~/bitget-demo", "bitget-demo")),
          with(
                  "./lorentz walk-forward",
                  "there are eight days of bars",
                  Map.of("30", "6", "7", "1"),
                  "--permutations",
                  "100")
              .slow(),
          with("./lorentz backtest --bars BTCUSDT=btc_1m.csv.gz --baselines", LONG, Map.of())
              .slow(),
          with("./lorentz check lookahead", LONG, Map.of(), "--truncations", "3").slow(),
          with("./lorentz check warmup", LONG, Map.of()).slow(),
          with("./lorentz check classifier", LONG, Map.of()).slow(),
          with("./lorentz backtest --bars BTCUSDT=archive#binance-usdm-perp#1m", LONG, Map.of())
              .slow(),
          with("./lorentz check parity", LONG, Map.of()).slow(),
          with("./lorentz data publish", LONG, Map.of()).slow(),
          with("./lorentz backtest --topic", LONG, Map.of()).slow(),
          with(
                  "./lorentz models promote",
                  "the log has ended, and nothing made up has to beat chance",
                  Map.of("--bootstrap", "--data", "localhost:9092", "out/broker"),
                  "--at",
                  "2025-05-20",
                  "--force",
                  "--reason",
                  "a test")
              .slow(),
          with("./lorentz broker", "the port may be in use", Map.of("9092", PORT))
              .until("Kafka at"),
          with(
                  "./lorentz paper --replay-recording",
                  "so that it takes seconds",
                  Map.of("10", "60"),
                  "--ui-port",
                  "0")
              .slow(),
          with(
                  "./lorentz paper --feeds bitget,binance,bybit --symbols BTC,ETH,SOL",
                  SERVERS,
                  Map.of(),
                  FEEDS,
                  "--warm-up",
                  "30",
                  "--ui-port",
                  "0")
              // Live wants a replay that compared something.
              .until("; equity main"),
          with("./lorentz paper", SERVERS, Map.of(), FEEDS, "--warm-up", "30", "--ui-port", "0")
              .until("the log is complete"),
          with(
                  "./lorentz live",
                  "the account is made up, the venues are servers of the test",
                  Map.of(
                      "~/bitget-demo",
                      "bitget-demo",
                      "live.confirm=ACCOUNT-ID",
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
          notHere("ssh", "there is no other machine"),
          with(
                  "./lorentz ui --topic market --bootstrap",
                  "the log lies in a folder",
                  Map.of("--bootstrap", "--data", "localhost:9092", "out/paper/broker"))
              .until("live page"),
          with("./lorentz ui --topic market --data", LONG, Map.of()).until("live page"),
          with("./lorentz status", LONG, Map.of()).slow(),
          with("./lorentz halt", LONG, Map.of()).slow());

  @TempDir private Path folder;

  private final CommandLine parser =
      CommandHost.commandLine(
          new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));

  @Test
  void eachIsRunOrNamedAndItsOptionsAreReal() throws IOException {
    List<DocumentedCommand> commands = commands();
    Set<CommandRule> used = new HashSet<>();
    for (DocumentedCommand command : commands) {
      Optional<CommandRule> rule = rule(command);
      rule.ifPresent(used::add);
      if (command.isOurs()) {
        parse(command, command.arguments());
        rule.ifPresent(found -> parse(command, parsable(found.arguments(command))));
      } else {
        assertThat(rule.map(CommandRule::way))
            .as("%s is neither run nor named", command)
            .contains(CommandRule.Way.NOT_HERE);
      }
    }
    assertThat(used).as("each rule has its command").containsExactlyInAnyOrderElementsOf(RULES);
    assertThat(RULES).allSatisfy(rule -> assertThat(rule.reason()).isNotEmpty());
    assertThat(commands).hasSizeGreaterThan(40);
  }

  @Test
  void whatTextAndRunbooksNameHasRealOptions() throws IOException {
    List<DocumentedCommand> named = new ArrayList<>(DocumentedCommand.named(pages()));
    for (String runbook : List.of("OPERATE.md", "README.md")) {
      Path page = ROOT.resolve("flink-conf").resolve(runbook);
      named.addAll(DocumentedCommand.named(List.of(page)));
      DocumentedCommand.of(List.of(page)).stream()
          .filter(DocumentedCommand::isOurs)
          .forEach(named::add);
    }

    assertThat(named).hasSizeGreaterThan(8);
    named.forEach(command -> parse(command, command.arguments()));
  }

  @Test
  @Tag("slow")
  void theyRunInOrder() throws Exception {
    run(Set.of(CommandRule.Way.GATE));
  }

  @Test
  @Tag("slow")
  void allOfThemRunInOrder() throws Exception {
    run(
        Set.of(
            CommandRule.Way.GATE,
            CommandRule.Way.SLOW,
            CommandRule.Way.UNTIL,
            CommandRule.Way.DURING));
  }

  private void run(Set<CommandRule.Way> ways) throws Exception {
    CommandFolder.fill(folder);
    for (DocumentedCommand.ShownFile file : DocumentedCommand.files(pages())) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
    Set<List<String>> ran = new HashSet<>();
    try (CommandSitting sitting = new CommandSitting(folder)) {
      for (DocumentedCommand command : commands()) {
        Optional<CommandRule> rule = rule(command);
        boolean wanted = ways.contains(rule.map(CommandRule::way).orElse(CommandRule.Way.GATE));
        // What two pages say is run once.
        if (wanted && ran.add(command.words())) {
          sitting.run(command, rule);
        }
      }
    }
    assertThat(ran).hasSizeGreaterThan(20);
  }

  private static List<Path> pages() throws IOException {
    return DocumentedCommand.pages(ROOT);
  }

  private static List<DocumentedCommand> commands() throws IOException {
    return DocumentedCommand.of(pages());
  }

  /** The rule that says the most of the command. */
  private static Optional<CommandRule> rule(DocumentedCommand command) {
    return RULES.stream()
        .filter(rule -> rule.fits(command))
        .max(Comparator.comparingInt(rule -> rule.beginning().length()));
  }

  private static List<String> parsable(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    words.remove(FEEDS);
    words.replaceAll(word -> word.equals(PORT) ? "9092" : word);
    return words;
  }

  private void parse(DocumentedCommand command, List<String> arguments) {
    try {
      parser.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new AssertionError(command + ": " + e.getMessage(), e);
    }
  }
}
