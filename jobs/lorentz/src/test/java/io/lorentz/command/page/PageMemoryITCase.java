package io.lorentz.command.page;

import static io.lorentz.command.page.TestingRun.MINUTE_MS;
import static io.lorentz.command.page.TestingRun.NOON_MS;
import static io.lorentz.command.page.TestingRun.logged;
import static io.lorentz.command.page.TestingRun.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.Browser;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.Signal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A market of 300 symbols before a browser: the page stays current, its memory does not grow. */
class PageMemoryITCase {

  private static final List<String> VENUES = List.of("bitget", "binance", "bybit");
  private static final List<String> SYMBOLS =
      IntStream.range(0, 300).mapToObj(i -> String.format(Locale.ROOT, "S%03dUSDT", i)).toList();
  private static final long TICK_MS = 250;

  /** Signals, each with what became of it, per minute. */
  private static final int SIGNALS = 30;

  @TempDir Path folder;

  private final PageModel model = new PageModel(TestingRun.terms());
  private long marketMs = NOON_MS;
  private int entries;

  /** A minute of the market in a second. */
  @Test
  @Tag("slow")
  void memoryIsFlatOverMinutesOfTheMarketPlayedFast() throws Exception {
    watch(9, 60);
  }

  @Test
  @Tag("slow")
  void memoryIsFlatOverTenMinutes() throws Exception {
    watch(600, 1);
  }

  private void watch(int seconds, int speed) throws Exception {
    // Every table is full before the first look, so nothing grows that is allowed to.
    for (int i = 0; i < PageModel.POINTS; i++) {
      marketMs += MINUTE_MS;
      minute();
    }
    try (PageServer page = PageServer.start(model, new NoRetracing(), 0);
        Browser browser = Browser.start(folder.resolve("profile"))) {
      browser.view(1440, 900, false);
      browser.open(page.address());
      browser.await("document.querySelectorAll('#orders tbody tr').length === 200");
      browser.script("document.getElementById('by-instrument').open = true");
      browser.await("document.querySelectorAll('#by-instrument tbody tr').length === 900");
      play(seconds / 3, speed);
      Browser.Memory before = browser.memory();
      play(seconds - seconds / 3, speed);
      browser.await("document.querySelector('#orders tr[data-key=\"" + lastKey() + "\"]')");
      Browser.Memory after = browser.memory();

      System.out.printf(
          Locale.ROOT,
          "live page, 300 symbols, %d s at speed %d: heap %,d then %,d bytes, nodes %d then %d%n",
          seconds,
          speed,
          before.heapBytes(),
          after.heapBytes(),
          before.nodes(),
          after.nodes());
      assertThat(after.heapBytes()).isLessThan((long) (1.05 * before.heapBytes()) + 500_000);
      assertThat(after.nodes()).isLessThan((long) (1.02 * before.nodes()) + 100);
      assertThat(browser.script("return document.querySelectorAll('#orders tbody tr').length"))
          .isEqualTo(200L);
      assertThat(browser.script("return document.getElementById('line').className"))
          .isEqualTo("live");
    }
  }

  private String lastKey() {
    return "main|" + TestingRun.id(entries - 1);
  }

  /** At the pace of a clock, and to its end. */
  private void play(int seconds, int speed) throws InterruptedException {
    CountDownLatch ticks = new CountDownLatch((int) (seconds * 1_000L / TICK_MS));
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    var unused =
        clock.scheduleAtFixedRate(
            () -> {
              tick(speed);
              ticks.countDown();
            },
            0,
            TICK_MS,
            TimeUnit.MILLISECONDS);
    assertThat(ticks.await(seconds + 60, TimeUnit.SECONDS)).isTrue();
    clock.shutdownNow();
    assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private void tick(int speed) {
    long before = marketMs;
    marketMs += speed * TICK_MS;
    if (marketMs / MINUTE_MS > before / MINUTE_MS) {
      minute();
    } else {
      model.onLog(logged(marketMs, new MarketClock(marketMs, List.of())), true);
    }
  }

  /** All that a minute's end brings. */
  private void minute() {
    long closeMs = marketMs / MINUTE_MS * MINUTE_MS;
    model.onLog(logged(marketMs, TestingRun.clock(marketMs, VENUES, SYMBOLS, closeMs)), true);
    for (String symbol : SYMBOLS) {
      model.onBar(TestingRun.bar(symbol, closeMs, 60_000 + entries % 100));
    }
    for (int i = 0; i < SIGNALS; i++) {
      String symbol = SYMBOLS.get(entries % SYMBOLS.size());
      boolean denied = entries % 4 == 3;
      model.onRow(row(TestingRun.signal(symbol, closeMs, 1)));
      model.onRow(TestingRun.entry(entries, symbol, closeMs, denied));
      model.onRow(TestingRun.outcome(entries, closeMs, denied));
      if (!denied) {
        model.onRow(TestingRun.opened(entries, symbol, closeMs));
      }
      int ends = entries - 8 * SIGNALS;
      if (ends >= 0 && ends % 4 != 3) {
        model.onRow(TestingRun.closed(ends, closeMs));
      }
      entries++;
    }
    model.onRow(TestingRun.sourceChanged(SYMBOLS.get(entries % 7), closeMs));
    model.onRow(TestingRun.point("main", closeMs, "10000." + entries % 100));
    model.onRow(TestingRun.point("unlimited", closeMs, "10001." + entries % 100));
  }

  private static final class NoRetracing implements Retracing {
    @Override
    public Retraced retrace(Signal signal, DoubleConsumer progress, BooleanSupplier goesOn) {
      return new Retraced.Missing("nobody asks");
    }

    @Override
    public void close() {}
  }
}
