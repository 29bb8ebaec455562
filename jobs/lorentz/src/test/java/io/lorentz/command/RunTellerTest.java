package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.report.TestingRows;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the terminal of a run says while it goes on. */
class RunTellerTest {

  private static final long NOON_MS = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private final StringWriter out = new StringWriter();
  private final RunTeller teller = new RunTeller(new PrintWriter(out, true));

  private void point(String account, long timeMs, String equity) {
    teller.row(TestingRows.row(TestingRows.equity(account, timeMs, equity, 0)));
  }

  @Test
  void equityOfAJobThatSaysNothingAnyMoreIsNotToldAsOfNow() {
    point("main", NOON_MS, "10000.5");
    point("unlimited", NOON_MS, "9000");
    teller.progress(NOON_MS + 60_000);
    point("unlimited", NOON_MS + 180_000, "9001");
    teller.progress(NOON_MS + 180_000);

    assertThat(out.toString().lines())
        .containsExactly(
            "2026-03-01T12:01:00Z the log is complete; equity main 10000.5; equity unlimited 9000",
            "2026-03-01T12:03:00Z the log is complete; equity main not known since"
                + " 2026-03-01T12:00:00Z; equity unlimited 9001");
  }

  @Test
  void tradesAreToldAndCounted() {
    teller.row(TestingRows.row(TestingRows.opened("main", "A", NOON_MS, "1")));
    teller.row(TestingRows.row(TestingRows.closed("main", "A", NOON_MS + 60_000, "1", "1", "0")));

    assertThat(out.toString().lines()).hasSize(2).last().asString().endsWith("closed main");
    assertThat(teller.counts()).isEqualTo("signals 0, orders 0, trades closed 1");
  }
}
