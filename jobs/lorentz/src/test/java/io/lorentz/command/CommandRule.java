package io.lorentz.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a test does with the documented commands that begin so.
 *
 * @param beginning words with which the command begins; the longest rule counts
 * @param way whether and how it is run
 * @param reason why it is not run, or not to the letter
 * @param words words put in place of others
 * @param added words put behind
 * @param until what it says when it has come far enough, where it does not end by itself
 */
record CommandRule(
    String beginning,
    Way way,
    String reason,
    Map<String, String> words,
    List<String> added,
    String until) {

  /** How a command is run. */
  enum Way {
    /** With the others, in every build. */
    GATE,
    /** With the others, where slow tests run too. */
    SLOW,
    /** As a process of its own, until it says what is waited for; slow. */
    UNTIL,
    /** The same, and it goes on to the end of its block; slow. */
    DURING,
    /** Not here; its options are checked. */
    NOT_HERE
  }

  /** Not run, only parsed. */
  static CommandRule notHere(String beginning, String reason) {
    return new CommandRule(beginning, Way.NOT_HERE, reason, Map.of(), List.of(), "");
  }

  /** Run with other words. */
  static CommandRule with(
      String beginning, String reason, Map<String, String> words, String... more) {
    return new CommandRule(beginning, Way.GATE, reason, words, List.of(more), "");
  }

  CommandRule slow() {
    return new CommandRule(beginning, Way.SLOW, reason, words, added, until);
  }

  CommandRule until(String said) {
    return new CommandRule(beginning, Way.UNTIL, reason, words, added, said);
  }

  CommandRule during(String said) {
    return new CommandRule(beginning, Way.DURING, reason, words, added, said);
  }

  boolean fits(DocumentedCommand command) {
    return (command.text() + " ").startsWith(beginning + " ");
  }

  /** What the launcher is given here; every word to be replaced has to be there. */
  List<String> arguments(DocumentedCommand command) {
    List<String> arguments = new ArrayList<>();
    for (String word : command.arguments()) {
      arguments.add(words.getOrDefault(word, word));
    }
    words
        .keySet()
        .forEach(
            word -> {
              if (!command.arguments().contains(word)) {
                throw new AssertionError(command.place() + ": has no word " + word + " to replace");
              }
            });
    arguments.addAll(added);
    return arguments;
  }
}
