package io.lorentz.core.confirmation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Signal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rule as a table. An event is {@code MINUTE:TIMEFRAME DIRECTION}, for example {@code 10:1m+};
 * a signal is {@code EARLIER>LATER DIRECTION}.
 */
class ConfirmationMatcherTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the fast one after the slow one            | 10:5m+ 12:1m+               | 10>12+
          the slow one after the fast one            | 8:1m+ 10:5m+                | 8>10+
          both at one instant, the slow one first    | 10:5m- 10:1m-               | 10>10-
          five minutes apart is near enough          | 5:1m+ 10:5m+                | 5>10+
          six minutes apart is not                   | 4:1m+ 10:5m+                |
          one timeframe alone is nothing             | 8:1m+ 9:1m+ 10:1m+          |
          opposite directions are nothing            | 8:1m+ 10:5m-                |
          an opposite fast one between ends it       | 10:5m+ 11:1m- 12:1m+         |
          an opposite slow one between ends it       | 8:1m+ 10:5m- 11:1m+          |
          after an opposite one a new pair counts    | 10:5m+ 11:1m- 15:5m-         | 11>15-
          the earliest partner wins                  | 7:1m+ 8:1m+ 10:5m+           | 7>10+
          the earliest that is near enough wins      | 4:1m+ 6:1m+ 10:5m+           | 6>10+
          a match uses up everything before it       | 7:1m+ 8:1m+ 10:5m+ 12:1m+    | 7>10+
          after a match a fresh pair is needed       | 10:5m+ 11:1m+ 12:1m+ 15:5m+  | 10>11+ 12>15+
          one slow one gives one signal              | 10:5m+ 11:1m+ 12:1m+ 13:1m+  | 10>11+
          """)
  void aTableOfCases(String name, String events, String expected) {
    ConfirmationMatcher matcher =
        new ConfirmationMatcher("BTCUSDT", ConfirmationOptions.defaults(), "main");
    List<String> signals = new ArrayList<>();
    for (String event : events.split(" ")) {
      matcher
          .onCandidate(candidate(event))
          .map(ConfirmationMatcherTest::text)
          .ifPresent(signals::add);
    }
    assertThat(String.join(" ", signals)).isEqualTo(expected == null ? "" : expected);
  }

  private static String text(Signal signal) {
    return signal.getEarlierTimeMs() / 60_000
        + ">"
        + signal.getMarketTimeMs() / 60_000
        + (signal.getDirection() > 0 ? "+" : "-");
  }

  private static Candidate candidate(String event) {
    String[] parts = event.split(":");
    long timeMs = Long.parseLong(parts[0]) * 60_000;
    boolean fast = parts[1].startsWith("1m");
    int direction = parts[1].endsWith("+") ? 1 : -1;
    return new Candidate(
        timeMs,
        0,
        "BTCUSDT",
        fast ? 60_000L : 300_000L,
        timeMs,
        direction,
        0.8,
        300_000L,
        10.0,
        100.0,
        BarQuality.COMPLETE);
  }
}
