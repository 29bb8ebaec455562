package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter terminal = new StringWriter();

  @Test
  void itShowsEachPercentOnceAndErasesItselfInTheEnd() {
    try (ProgressLine line = new ProgressLine(new PrintWriter(terminal), true, 0, 1000)) {
      line.onProgress(0);
      line.onProgress(4);
      line.onProgress(500);
      line.onProgress(400);
      line.onProgress(2000);
    }

    assertThat(terminal.toString().split("\r", -1))
        .filteredOn(text -> text.contains("%"))
        .extracting(text -> text.substring(0, text.indexOf('%') + 1))
        .containsExactly("0 %", "50 %", "100 %");
    assertThat(terminal.toString()).endsWith("\r");
  }

  @Test
  void withoutATerminalItIsSilent() {
    try (ProgressLine line = new ProgressLine(new PrintWriter(terminal), false, 0, 1000)) {
      line.onProgress(500);
    }

    assertThat(terminal.toString()).isEmpty();
  }
}
