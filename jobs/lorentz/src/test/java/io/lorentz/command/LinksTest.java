package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Markdown files point to is there. */
class LinksTest {

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Set<String> NOT_OURS = Set.of("target", "out", ".git");
  private static final Pattern LINK = Pattern.compile("\\[[^]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  @Test
  void everyRelativeLinkResolves() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : markdown()) {
      Matcher links = LINK.matcher(Files.readString(file));
      while (links.find()) {
        String target = links.group(1);
        if (!target.contains("://") && !resolves(file, target)) {
          broken.add(ROOT.relativize(file) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyHopOfTheReadmeLinksToOneClass() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    for (String section : List.of("Life of a bar", "Life of an order")) {
      List<String> hops = hops(readme, section);
      assertThat(hops).as(section).hasSizeGreaterThan(4);
      assertThat(hops)
          .allSatisfy(hop -> assertThat(LINK.matcher(hop).results()).as(hop).hasSize(1))
          .allSatisfy(hop -> assertThat(hop).containsPattern("\\.java\\)"));
    }
  }

  /** The numbered items of a section, each with the lines that continue it. */
  private static List<String> hops(String readme, String section) {
    int start = readme.indexOf("## " + section);
    assertThat(start).as(section).isNotNegative();
    String text = readme.substring(start, readme.indexOf("\n## ", start + 1));
    return Stream.of(text.split("\n(?=\\d+\\. )"))
        .skip(1)
        .map(hop -> hop.split("\n\n", 2)[0])
        .toList();
  }

  private static boolean resolves(Path file, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path pointed = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    if (!Files.exists(pointed)) {
      return false;
    }
    return hash < 0 || anchors(pointed).contains(target.substring(hash + 1));
  }

  /** Anchors as the usual forges make them of headings. */
  private static List<String> anchors(Path file) throws IOException {
    return HEADING
        .matcher(Files.readString(file))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static List<Path> markdown() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(files).contains(ROOT.resolve("README.md"));
    return files;
  }
}
