package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
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
    LauncherCopy.Ended help = launcher.piped(Map.of(), "backtest", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: lorentz backtest").doesNotContain(ESCAPE);
    LauncherCopy.Ended wrong = launcher.piped(Map.of(), "backtest", "--no-such");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(wrong.err()).contains("Unknown option").doesNotContain(ESCAPE);
    LauncherCopy.Ended demo = launcher.piped(Map.of(), "demo", "--days", "2", "--json");
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    assertThat(demo.err()).doesNotContain("\r", ESCAPE);
    JsonNode answer = new ObjectMapper().readTree(demo.out());
    assertThat(answer.at("/result/summary/accounts").has("main")).isTrue();
  }

  @Test
  void inATerminalHelpAndErrorsHaveColoursAndARunShowsHowFarItIs() throws Exception {
    assertThat(launcher.inTerminal(Map.of(), "backtest --help").out()).contains(ESCAPE + "[");
    LauncherCopy.Ended wrong = launcher.inTerminal(Map.of(), "backtest --no-such");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.MISUSE);
    assertThat(wrong.out()).contains(ESCAPE + "[31m").contains("Unknown option");
    LauncherCopy.Ended demo = launcher.inTerminal(Map.of(), "demo --days 2");
    assertThat(demo.exitCode()).as(demo.out()).isZero();
    assertThat(demo.out()).contains(" %  2").contains(ERASED).contains("report in");
  }

  @Test
  void whoWantsNoColoursHasNoneInATerminalEither() throws Exception {
    assertThat(launcher.inTerminal(Map.of("NO_COLOR", "1"), "backtest --help").out())
        .startsWith("Usage: lorentz backtest")
        .doesNotContain(ESCAPE);
    assertThat(launcher.inTerminal(Map.of("TERM", "dumb"), "backtest --no-such").out())
        .doesNotContain(ESCAPE);
    assertThat(launcher.inTerminal(Map.of(), "backtest --no-color --help").out())
        .startsWith("Usage: lorentz backtest")
        .doesNotContain(ESCAPE);
  }
}
