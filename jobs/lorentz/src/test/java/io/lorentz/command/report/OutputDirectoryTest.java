package io.lorentz.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {

  private static final String OURS =
      "{\"written_by\": \"lorentz\", \"files\": [\"orders.csv\", \"market/x.csv\"]}";

  @TempDir private Path folder;

  @Test
  void nothingIsThereUntilAllIs() throws IOException {
    Path target = folder.resolve("out");
    try (OutputDirectory output = OutputDirectory.open(target)) {
      Files.writeString(output.path().resolve("orders.csv"), "x");
      assertThat(target).doesNotExist();
      output.commit();
    }
    assertThat(target.resolve("orders.csv")).hasContent("x");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void whatIsNotPutInPlaceLeavesNoTraceNotEvenParents() throws IOException {
    try (OutputDirectory output = OutputDirectory.open(folder.resolve("a/b/out"))) {
      Files.writeString(output.path().resolve("orders.csv"), "x");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatWasRemovedBecauseTheProcessEndsIsNotPutInPlaceAfterAll() throws IOException {
    OutputDirectory output = OutputDirectory.open(folder.resolve("out"));
    Files.writeString(output.path().resolve("orders.csv"), "x");
    output.close();
    assertThatThrownBy(output::commit)
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("was asked to stop");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whoKnowsThatAllMayGoReplacesAnything() throws IOException {
    Path target = Files.createDirectories(folder.resolve("model"));
    Files.writeString(target.resolve("weights.json"), "old");
    try (OutputDirectory output = OutputDirectory.replacing(target)) {
      Files.writeString(output.path().resolve("manifest.json"), "{}");
      assertThat(target.resolve("weights.json")).exists();
      output.commit();
    }
    assertThat(target).isDirectoryNotContaining("glob:**weights.json");
    assertThat(target.resolve("manifest.json")).exists();
  }

  @Test
  void parentsAreMade() throws IOException {
    Path target = folder.resolve("a/b/out");
    try (OutputDirectory output = OutputDirectory.open(target)) {
      output.commit();
    }
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void anEarlierReportIsReplaced() throws IOException {
    Path target = Files.createDirectories(folder.resolve("out"));
    Files.writeString(target.resolve("manifest.json"), OURS);
    Files.writeString(target.resolve("orders.csv"), "old");
    Files.createDirectory(target.resolve("market"));
    Files.writeString(target.resolve("market/x.csv"), "old");

    try (OutputDirectory output = OutputDirectory.open(target)) {
      Files.writeString(output.path().resolve("orders.csv"), "new");
      assertThat(target.resolve("orders.csv")).hasContent("old");
      output.commit();
    }

    assertThat(target.resolve("orders.csv")).hasContent("new");
    assertThat(target.resolve("market")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void aFolderWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Path target = Files.createDirectories(folder.resolve("out"));
    Files.writeString(target.resolve("manifest.json"), OURS);
    Files.writeString(target.resolve("my-notes.txt"), "mine");

    assertThatThrownBy(() -> OutputDirectory.open(target))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("holds more than a report of lorentz");
    assertThat(target.resolve("my-notes.txt")).hasContent("mine");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void aFileThatTheManifestDoesNotNameIsSafeInItsFoldersToo() throws IOException {
    Path target = Files.createDirectories(folder.resolve("out"));
    Files.writeString(target.resolve("manifest.json"), OURS);
    Files.createDirectory(target.resolve("market"));
    Files.writeString(target.resolve("market/my-bars.csv"), "mine");

    assertThatThrownBy(() -> OutputDirectory.open(target))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("holds more than a report of lorentz");
    assertThat(target.resolve("market/my-bars.csv")).hasContent("mine");
  }

  @Test
  void whatAKilledRunLeftBehindBlocksNoLaterOne() throws IOException {
    Path target = Files.createDirectories(folder.resolve("out"));
    Files.writeString(target.resolve("manifest.json"), OURS);
    Files.createDirectories(folder.resolve(".out.partial0.replaced/old"));

    try (OutputDirectory output = OutputDirectory.open(target)) {
      Files.writeString(output.path().resolve("orders.csv"), "new");
      output.commit();
    }

    assertThat(target.resolve("orders.csv")).hasContent("new");
  }

  @Test
  void aFolderWithoutManifestOfOursIsRefused() throws IOException {
    Path target = Files.createDirectories(folder.resolve("out"));
    Files.writeString(target.resolve("orders.csv"), "x");

    assertThatThrownBy(() -> OutputDirectory.open(target)).isInstanceOf(MisuseException.class);

    Files.writeString(target.resolve("manifest.json"), "not json");
    assertThatThrownBy(() -> OutputDirectory.open(target)).isInstanceOf(MisuseException.class);
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException {
    Path target = Files.createDirectories(folder.resolve("out"));
    try (OutputDirectory output = OutputDirectory.open(target)) {
      Files.writeString(output.path().resolve("orders.csv"), "x");
      output.commit();
    }
    assertThat(target.resolve("orders.csv")).hasContent("x");
  }

  @Test
  void aFileAndAFolderBelowAFileAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertThatThrownBy(() -> OutputDirectory.open(file))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> OutputDirectory.open(file.resolve("out")))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("cannot be written");
  }
}
