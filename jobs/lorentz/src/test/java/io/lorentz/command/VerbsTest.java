package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every verb has, and what options of one name have in common. */
class VerbsTest {

  /** Options that mean something else with another verb, and say so by another label. */
  private static final Set<String> SEVERAL_MEANINGS =
      Set.of("--address", "--from", "--funding", "--out", "--rows", "--to");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** It takes its time to make. */
  private static final StringWriter OUT = new StringWriter();

  private static final CommandLine ALL =
      CommandLineFactory.create(
          new TestingEngine(),
          new Surroundings(
              new PrintWriter(OUT, true), new PrintWriter(new StringWriter()), false, 2),
          "the.log");

  static Stream<String> verbs() {
    List<String> verbs = new ArrayList<>();
    add(ALL, verbs);
    return verbs.stream();
  }

  private static void add(CommandLine command, List<String> verbs) {
    verbs.add(command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().forEach(verb -> add(verb, verbs));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void itsHelpSaysInOneLineWhatItIsForAndGivesAnExampleThatCanBeRun(String verb) {
    CommandSpec spec = spec(verb);
    String purpose = spec.usageMessage().description()[0];
    assertThat(purpose).hasSizeBetween(10, 100).matches("[A-Z].*[.?]");
    OUT.getBuffer().setLength(0);
    assertThat(ALL.execute(words(verb + " --help"))).isZero();
    assertThat(OUT.toString().lines())
        .allSatisfy(each -> assertThat(each.length()).isLessThanOrEqualTo(100));
    assertThat(OUT.toString())
        .contains("Example")
        .contains(spec.usageMessage().footer())
        .doesNotContain("\u001b");

    List<String> examples = examples(spec);
    assertThat(examples).as("examples of %s", verb).isNotEmpty();
    assertThat(examples).anyMatch(example -> example.startsWith(verb));
    for (String example : examples) {
      ALL.parseArgs(words(example));
    }
  }

  @Test
  void optionsOfOneNameTakeOneKindOfValue() {
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String verb : verbs().toList()) {
      for (OptionSpec option : spec(verb).options()) {
        if (!SEVERAL_MEANINGS.contains(option.longestName())) {
          labels
              .computeIfAbsent(option.longestName(), name -> new TreeSet<>())
              .add(option.paramLabel());
        }
      }
    }
    assertThat(labels).hasSizeGreaterThan(60);
    assertThat(labels).allSatisfy((name, kinds) -> assertThat(kinds).as(name).hasSize(1));
  }

  @Test
  void namesAreWordsWithHyphensAndDefaultsAreShown() {
    for (String verb : verbs().toList()) {
      for (OptionSpec option : spec(verb).options()) {
        assertThat(option.longestName()).as(verb).matches("--[a-z]+(-[a-z]+)*");
        String said = String.join(" ", option.description());
        assertThat(said).as("%s %s", verb, option.longestName()).endsWith(".");
        if (option.defaultValue() != null && !option.type().equals(boolean.class)) {
          assertThat(said).as("%s %s", verb, option.longestName()).contains("Default: ");
        }
      }
    }
  }

  @Test
  void everyVerbTakesNoColour() {
    assertThat(verbs())
        .allSatisfy(verb -> assertThat(spec(verb).findOption(Colours.NO_COLOR)).isNotNull());
  }

  /** Lines that begin with the program's name, with those that go on behind a backslash. */
  private static List<String> examples(CommandSpec spec) {
    List<String> examples = new ArrayList<>();
    String open = "";
    for (String line : spec.usageMessage().footer()) {
      String whole = open + line.strip();
      boolean goesOn = whole.endsWith("\\");
      open = goesOn ? whole.substring(0, whole.length() - 1) : "";
      if (!goesOn && whole.startsWith("lorentz ")) {
        examples.add(whole.replaceFirst(" > .*", ""));
      } else if (!goesOn && whole.startsWith("--")) {
        examples.set(examples.size() - 1, examples.get(examples.size() - 1) + " " + whole);
      }
    }
    return examples;
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  static CommandSpec spec(String verb) {
    CommandLine command = ALL;
    for (String word : words(verb)) {
      command = command.getSubcommands().get(word);
    }
    return command.getCommandSpec();
  }
}
