package io.lorentz.consolidation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Tells venue, symbol and timeframe from the path of a file, by rules that a person can read. */
public final class Naming {

  private static final String SHIPPED = "naming.rules";
  private static final String ALIAS = "alias ";

  private static final String VENUE = "${venue}";

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();

  /** A pattern of a path, and what the venue is called. */
  private record Rule(Pattern pattern, String venue) {}

  private Naming() {}

  /** The rules that are shipped. */
  public static Naming shipped() {
    Naming naming = new Naming();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Naming.class.getResourceAsStream(SHIPPED), StandardCharsets.UTF_8))) {
      naming.read(SHIPPED, lines.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return naming;
  }

  /**
   * Rules of a person's own before those that are shipped.
   *
   * @throws ConsolidationException if a line is no rule
   */
  public static Naming with(Path file) {
    Naming naming = new Naming();
    try {
      naming.read(file.toString(), Files.readAllLines(file));
    } catch (IOException e) {
      throw new ConsolidationException(
          file + ": cannot be read (" + e.getMessage() + "); check the path");
    }
    Naming shipped = shipped();
    naming.rules.addAll(shipped.rules);
    shipped.aliases.forEach(naming.aliases::putIfAbsent);
    return naming;
  }

  /** All rules and aliases, in order; equal where these are. */
  String text() {
    return rules + "\n" + aliases;
  }

  private void read(String file, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(ALIAS)) {
        String[] words = line.split("\\s+");
        if (words.length != 3) {
          throw new ConsolidationException(
              file + ":" + (i + 1) + ": an alias has two words; write alias XBT BTC");
        }
        aliases.put(words[1], words[2]);
      } else {
        rules.add(rule(file, i + 1, line));
      }
    }
  }

  private static Rule rule(String file, int number, String line) {
    String[] parts = line.split(" => ", 2);
    try {
      return new Rule(
          Pattern.compile(parts[0].strip()), parts.length == 2 ? parts[1].strip() : VENUE);
    } catch (PatternSyntaxException e) {
      throw new ConsolidationException(
          file + ":" + number + ": is no regular expression (" + e.getDescription() + "); mend it");
    }
  }

  /** What the path says; empty if no rule matches it. */
  public Optional<SeriesName> of(String path) {
    for (Rule whole : rules) {
      Pattern rule = whole.pattern();
      Matcher matcher = rule.matcher(path);
      if (matcher.matches()) {
        Optional<String> symbol =
            group(rule, matcher, "symbol")
                .or(() -> group(rule, matcher, "base").map(base -> base + "USDT"));
        if (symbol.isPresent()) {
          return Optional.of(
              new SeriesName(
                  whole.venue().replace(VENUE, group(rule, matcher, "venue").orElse("unknown")),
                  symbol(symbol.get()),
                  timeframe(rule, matcher),
                  group(rule, matcher, "day").flatMap(Naming::day)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> group(Pattern rule, Matcher matcher, String name) {
    return rule.pattern().contains("(?<" + name + ">")
        ? Optional.ofNullable(matcher.group(name))
        : Optional.empty();
  }

  private String symbol(String written) {
    String bare =
        written.toUpperCase(Locale.ROOT).replaceFirst("-SWAP$", "").replaceAll("[-_/]", "");
    for (Map.Entry<String, String> alias : aliases.entrySet()) {
      if (bare.startsWith(alias.getKey())) {
        return alias.getValue() + bare.substring(alias.getKey().length());
      }
    }
    return bare;
  }

  private static Optional<String> timeframe(Pattern rule, Matcher matcher) {
    Optional<String> minutes =
        group(rule, matcher, "minutes").map(text -> Timeframes.text(Long.parseLong(text) * 60_000));
    return minutes.or(
        () ->
            group(rule, matcher, "timeframe")
                .map(
                    text ->
                        switch (text) {
                          case "minute" -> "1m";
                          case "hour" -> "1h";
                          default -> text;
                        }));
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
