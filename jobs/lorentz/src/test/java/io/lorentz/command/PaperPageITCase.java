package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeRecording;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page inside {@code paper} while a recording of two venues plays. */
@Tag("slow")
class PaperPageITCase {

  private static final long MINUTE_MS = FakeMarket.MINUTE_MS;
  private static final long BEGIN_MS = Instant.parse("2026-03-01T23:50:10Z").toEpochMilli();
  private static final int HISTORY = 1_200;
  private static final int MINUTES = 20;

  @TempDir Path folder;

  /** Waves of different lengths: the market trends and turns, and every minute is as it was. */
  private static FakeMarket.Shape bar(String venue, String instrument, long startMs, int steps) {
    BigDecimal open = price(venue, instrument, startMs, 0);
    BigDecimal high = open;
    BigDecimal low = open;
    BigDecimal last = open;
    for (int step = 1; step <= steps; step++) {
      last = price(venue, instrument, startMs, step);
      high = high.max(last);
      low = low.min(last);
    }
    return new FakeMarket.Shape(open, high, low, last, 1_000L + startMs / MINUTE_MS % 997);
  }

  private static BigDecimal price(String venue, String instrument, long startMs, int step) {
    double minute = (startMs - BEGIN_MS) / (double) MINUTE_MS + step / (double) FakeMarket.STEPS;
    double level =
        switch (instrument) {
          case "BTCUSDT" -> 60_000;
          case "ETHUSDT" -> 3_000;
          default -> 150;
        };
    double phase = instrument.charAt(0);
    double price =
        level
            * (1 + venue.length() * 1e-6)
            * (1
                + 0.01 * Math.sin(minute / 47 + phase)
                + 0.003 * Math.sin(minute / 11 + 2 * phase)
                + 0.0005 * Math.sin(minute * 3.7));
    return BigDecimal.valueOf(price)
        .setScale(instrument.equals("BTCUSDT") ? 1 : 2, RoundingMode.HALF_UP);
  }

  private Path recording() throws IOException {
    Path file = folder.resolve("market.jsonl");
    new FakeRecording(
            PaperPageITCase::bar,
            List.of("bitget", "binance"),
            List.of("BTCUSDT", "ETHUSDT", "SOLUSDT"),
            List.of())
        .write(file, BEGIN_MS, HISTORY, MINUTES);
    return file;
  }

  @Test
  void thePageGoesWithTheRunAndRecomputesItsOrdersWhileItRuns() throws Exception {
    try (Browser browser = Browser.start(folder.resolve("profile"))) {
      TypedCommand paper =
          new TypedCommand(
              "paper",
              "--replay-recording",
              recording().toString(),
              "--speed",
              "15",
              "--data",
              folder.resolve("paper").toString(),
              "--warm-up",
              String.valueOf(HISTORY),
              "--ui-port",
              "0",
              "--set",
              "confirmation.min-confidence=0.1");
      browser.view(1440, 900, false);
      browser.open(paper.page());
      browser.await("document.getElementById('line').className === 'live'");
      browser.await("document.querySelector('#orders tbody tr')");
      browser.await("document.querySelectorAll('#accounts .account').length === 2");
      assertThat(browser.find("#line").getText()).startsWith("connected; market clock 2026-03-0");
      assertThat(browser.texts("#feeds > .body tbody tr td:first-child"))
          .containsExactlyInAnyOrder("binance", "bitget");
      browser.script(
          "[...document.querySelectorAll('#orders tbody tr')]"
              + ".find(row => row.textContent.includes('entry')).querySelector('button').click()");
      browser.await("document.querySelector('#chain .proof[data-same=true]')");
      browser.screenshot(Path.of("target", "live-page", "running.png"));

      assertThat(paper.exitCode()).isEqualTo(0);
      browser.await("document.getElementById('line').textContent.startsWith('not connected')");
      assertThat(browser.find("#line").getText()).contains("trying again");
    }
  }
}
