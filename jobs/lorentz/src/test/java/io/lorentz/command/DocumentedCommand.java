package io.lorentz.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line in a block of shell of a page.
 *
 * @param place page and line
 * @param words the command without its comment; a launcher's begins with {@code ./lorentz}
 * @param exitCode what its comment says it ends with, 0 where it says nothing
 * @param block number of its block on all pages
 */
record DocumentedCommand(String place, List<String> words, int exitCode, int block) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern FILE =
      Pattern.compile("(?ms)^```yaml\\n# (\\S+\\.yaml)\\n(.*?)^```$");
  private static final Pattern NAMED = Pattern.compile("(?<!`)`(\\./lorentz [^`…]*--[^`…]+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern EXIT = Pattern.compile("exit code (\\d)");

  /** A file that a page shows: a block of YAML whose first line is a comment with its name. */
  record ShownFile(String name, String text) {}

  /** Whether the launcher runs it. */
  boolean isOurs() {
    return words.get(0).equals("./lorentz");
  }

  /** What the launcher is given. */
  List<String> arguments() {
    return words.subList(1, words.size());
  }

  String text() {
    return String.join(" ", words);
  }

  @Override
  public String toString() {
    return place + ": " + text();
  }

  /** The pages in the order in which they are read. */
  static List<Path> pages(Path root) throws IOException {
    List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
    pages.add(root.resolve("docs").resolve("first-hour.md"));
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !pages.contains(page))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  /** All commands of the pages, in order. */
  static List<DocumentedCommand> of(List<Path> pages) throws IOException {
    List<DocumentedCommand> commands = new ArrayList<>();
    int number = 0;
    for (Path page : pages) {
      String text = Files.readString(page);
      Matcher blocks = BLOCK.matcher(text);
      while (blocks.find()) {
        int line = (int) text.substring(0, blocks.start()).lines().count() + 1;
        commands.addAll(block(page.getFileName().toString(), line, blocks.group(1), number));
        number++;
      }
    }
    return commands;
  }

  /**
   * Commands in the running text of the pages, those that show options; with an ellipsis they are
   * left out.
   */
  static List<DocumentedCommand> named(List<Path> pages) throws IOException {
    List<DocumentedCommand> commands = new ArrayList<>();
    for (Path page : pages) {
      String name = page.getFileName().toString();
      NAMED
          .matcher(Files.readString(page))
          .results()
          .forEach(found -> command(name, found.group(1), 0).ifPresent(commands::add));
    }
    return commands;
  }

  private static List<DocumentedCommand> block(String page, int fence, String text, int number) {
    List<DocumentedCommand> commands = new ArrayList<>();
    StringBuilder begun = new StringBuilder();
    int line = fence;
    for (String row : text.split("\n", -1)) {
      line++;
      if (row.endsWith("\\")) {
        begun.append(row, 0, row.length() - 1);
        continue;
      }
      command(page + ":" + line, begun + row, number).ifPresent(commands::add);
      begun.setLength(0);
    }
    return commands;
  }

  private static Optional<DocumentedCommand> command(String place, String row, int number) {
    String[] parts = row.split("(^|\\s)#(\\s|$)", 2);
    Matcher exit = EXIT.matcher(parts.length > 1 ? parts[1] : "");
    List<String> words =
        WORD.matcher(parts[0])
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .filter(word -> !word.equals("&"))
            .toList();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DocumentedCommand(
                place, words, exit.find() ? Integer.parseInt(exit.group(1)) : 0, number));
  }

  /** Files that the pages show. */
  static List<ShownFile> files(List<Path> pages) throws IOException {
    List<ShownFile> files = new ArrayList<>();
    for (Path page : pages) {
      FILE.matcher(Files.readString(page))
          .results()
          .forEach(found -> files.add(new ShownFile(found.group(1), found.group(2))));
    }
    return files;
  }
}
