package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process: colours and progress in a terminal, plain text in a pipe. */
class TerminalITCase {

  private static final String ESCAPE = "\u001b";
  private static final String ERASED = "\r" + " ".repeat(60) + "\r";

  @TempDir Path folder;
  private LauncherCopy launcher;

  @BeforeEach
  void copy() throws Exception {
    launcher = LauncherCopy.in(folder);
  }

  @Test
  void inAPipeThereIsNothingOfATerminal() throws Exception {
    LauncherCopy.Ended help = launcher.piped(Map.of(), "status", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: lorentz status").doesNotContain(ESCAPE);
    LauncherCopy.Ended wrong = launcher.piped(Map.of(), "status", "--no-such");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(wrong.err()).contains("Unknown option").doesNotContain(ESCAPE);
    assertThat(wrong.out()).isEmpty();
  }

  @Test
  void inATerminalHelpAndErrorsHaveColours() throws Exception {
    assertThat(launcher.inTerminal(Map.of(), "status --help").out()).contains(ESCAPE + "[");
    LauncherCopy.Ended wrong = launcher.inTerminal(Map.of(), "status --no-such");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(wrong.out()).contains(ESCAPE + "[31m").contains("Unknown option");
  }

  @Test
  void whoWantsNoColoursHasNoneInATerminalEither() throws Exception {
    assertThat(launcher.inTerminal(Map.of("NO_COLOR", "1"), "status --help").out())
        .startsWith("Usage: lorentz status")
        .doesNotContain(ESCAPE);
    assertThat(launcher.inTerminal(Map.of(), "status --no-color --no-such").out())
        .contains("Unknown option")
        .doesNotContain(ESCAPE);
  }

  @Test
  @Tag("slow")
  void aRunShowsHowFarItIsInATerminalOnly() throws Exception {
    LauncherCopy.Ended watched = launcher.inTerminal(Map.of(), "demo --days 2");
    assertThat(watched.exitCode()).as(watched.out()).isZero();
    assertThat(watched.out()).contains(" %  2").contains(ERASED).contains("report in");

    LauncherCopy.Ended read = launcher.piped(Map.of(), "demo", "--days", "2", "--json");
    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(read.err()).doesNotContain("\r", ESCAPE);
    assertThat(JsonAnswer.result("demo", 0, read.out()).at("/summary/accounts").has("main"))
        .isTrue();
  }
}
