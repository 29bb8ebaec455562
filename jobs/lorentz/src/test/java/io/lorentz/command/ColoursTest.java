package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColoursTest {

  private static final Map<String, String> USUAL = Map.of("TERM", "xterm");

  @Test
  void eachStreamHasThemThatIsATerminal() {
    assertThat(Colours.of(USUAL, List.of("demo"), true, false)).isEqualTo(new Colours(true, false));
    assertThat(Colours.of(USUAL, List.of("demo"), false, true)).isEqualTo(new Colours(false, true));
    assertThat(Colours.of(Map.of("NO_COLOR", ""), List.of(), true, true).out()).isTrue();
  }

  @Test
  void whoMindsHasNone() {
    assertThat(Colours.of(Map.of("NO_COLOR", "0"), List.of(), true, true)).isEqualTo(Colours.NONE);
    assertThat(Colours.of(Map.of("TERM", "dumb"), List.of(), true, true)).isEqualTo(Colours.NONE);
    assertThat(Colours.of(USUAL, List.of("demo", "--no-color"), true, true))
        .isEqualTo(Colours.NONE);
  }

  @Test
  void anErrorIsItsOwnTextInColoursAndOtherwiseAsItIs() {
    assertThat(Colours.NONE.error("@|bold x|@ is no time")).isEqualTo("@|bold x|@ is no time");
    assertThat(new Colours(false, true).error("x")).isEqualTo("\u001b[31mx\u001b[0m");
  }
}
