package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units start what there is, and systemd takes them. */
class SystemdUnitsTest {

  private static final Path UNITS = Path.of("systemd");
  private static final String INSTALLED = "/opt/lorentz";

  @Test
  void systemdTakesThem(@TempDir Path folder) throws Exception {
    Tool analyze = Tool.named("systemd-analyze");
    String said = verify(analyze, copies(folder));
    assertThat(said).isEmpty();
  }

  @Test
  void aMistakeInAUnitIsFound(@TempDir Path folder) throws Exception {
    Tool analyze = Tool.named("systemd-analyze");
    List<Path> units = copies(folder);
    Path unit = units.get(0);
    Files.writeString(unit, Files.readString(unit).replace("NoNewPrivileges", "NoNewPrivilege"));
    assertThat(verify(analyze, units)).contains("NoNewPrivilege");
  }

  private static String verify(Tool analyze, List<Path> units) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify", "--man=no"));
    units.forEach(unit -> arguments.add(unit.toString()));
    return analyze.run(Map.of(), arguments.toArray(String[]::new)).said();
  }

  /** Units as if the project were installed where it is. */
  private static List<Path> copies(Path folder) throws IOException {
    String here = Path.of("..").toRealPath().toString();
    List<Path> copies = new ArrayList<>();
    try (Stream<Path> files = Files.list(UNITS)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(service|timer)")).sorted().toList()) {
        Path copy = folder.resolve(file.getFileName());
        copies.add(Files.writeString(copy, Files.readString(file).replace(INSTALLED, here)));
      }
    }
    assertThat(copies).hasSizeGreaterThan(3);
    return copies;
  }

  @Test
  void whatTheyStartIsThere() throws IOException {
    for (String command : started()) {
      if (command.startsWith(INSTALLED)) {
        String path = command.substring(INSTALLED.length() + 1).split(" ")[0];
        assertThat(Path.of("..").resolve(path)).as(command).isExecutable();
      } else {
        assertThat(command).startsWith("/usr/bin/prometheus");
      }
    }
  }

  @Test
  void theirVariablesAreThoseThatTheScriptsKnow() throws IOException {
    assertThat(Files.readString(Path.of("local-cluster"))).contains(variables("cluster.env"));
    assertThat(Files.readString(Path.of("alertmanager", "render")))
        .contains(variables("alertmanager.env"));
  }

  private static List<String> variables(String file) throws IOException {
    List<String> variables = new ArrayList<>();
    for (String line : Files.readAllLines(UNITS.resolve(file))) {
      String bare = line.replaceFirst("^# (?=LORENTZ_)", "");
      if (bare.contains("=")) {
        variables.add(bare.substring(0, bare.indexOf('=')));
      }
    }
    assertThat(variables).isNotEmpty();
    return variables;
  }

  private static List<String> started() throws IOException {
    List<String> started = new ArrayList<>();
    try (Stream<Path> files = Files.walk(UNITS)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(service|conf)")).toList()) {
        if (Files.isRegularFile(file)) {
          for (String line : Files.readAllLines(file)) {
            if (line.matches("ExecStart(Pre)?=.+")) {
              started.add(line.substring(line.indexOf('=') + 1));
            }
          }
        }
      }
    }
    assertThat(started).hasSizeGreaterThan(5);
    return started;
  }
}
