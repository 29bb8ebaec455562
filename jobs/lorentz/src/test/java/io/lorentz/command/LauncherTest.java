package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which build the launcher runs: with a Java that says what it was given, and a Maven that fails.
 */
class LauncherTest {

  @TempDir Path folder;
  private LauncherCopy launcher;
  private Path module;

  @BeforeEach
  void copy() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = LauncherCopy.in(folder);
    module = folder.resolve("jobs/lorentz/target");
    program("java", "echo java \"$@\"");
    program("mvn", "echo built; exit 1");
  }

  @Test
  void whatIsBuiltOfTheseFilesIsRun() throws Exception {
    assertThat(launcher.piped(programs(), "status").out())
        .startsWith("java ")
        .contains("io.lorentz.command.Lorentz status");
  }

  @Test
  void itsOwnerBuildsWhatIsMissing() throws Exception {
    Files.delete(module.resolve("built-at"));

    LauncherCopy.Ended ended = launcher.piped(programs(), "status");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("lorentz: building", "the build failed");
  }

  /** Maven alone leaves no note of when it built. */
  @Test
  void aServiceRunsWhatItsOwnerHasBuilt() throws Exception {
    Files.delete(module.resolve("built-at"));
    forAnother();

    LauncherCopy.Ended ended = launcher.piped(asAnother(), programs(), "status");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("java ").contains("io.lorentz.command.Lorentz status");
  }

  @Test
  void aServiceSaysThatTheBuildIsOlderThanTheSources() throws Exception {
    Files.writeString(module.resolve("built-at"), "elsewhere\n");
    forAnother();

    LauncherCopy.Ended ended = launcher.piped(asAnother(), programs(), "status");

    assertThat(ended.err()).contains("the build is older than the sources");
    assertThat(ended.out()).startsWith("java ");
  }

  /** Nothing here may be written by another, and if we are no other, then not by us. */
  private void forAnother() throws IOException {
    Files.setPosixFilePermissions(module, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  /** Root may write everywhere, so it becomes somebody. */
  private static List<String> asAnother() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    LauncherCopy.assumeInstalled("setpriv");
    return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  private Map<String, String> programs() {
    return Map.of("JAVA_HOME", folder.toString(), "PATH", path());
  }

  private String path() {
    return folder.resolve("bin") + ":" + System.getenv("PATH");
  }

  private void program(String name, String does) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + does + "\n");
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
  }
}
