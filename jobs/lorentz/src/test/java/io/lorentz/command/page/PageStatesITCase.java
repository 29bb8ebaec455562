package io.lorentz.command.page;

import static io.lorentz.command.page.TestingRun.MINUTE_MS;
import static io.lorentz.command.page.TestingRun.NOON_MS;
import static io.lorentz.command.page.TestingRun.logged;
import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.Browser;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradingStart;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the head of the page says of the line, the log and the run, before a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageStatesITCase {

  private static final Path SHOTS = Path.of("target", "live-page");

  @TempDir static Path folder;

  private final AtomicLong wallMs = new AtomicLong(NOON_MS);
  private Browser browser;

  @BeforeAll
  void start() {
    browser = Browser.start(folder.resolve("profile"));
    browser.view(390, 844, false);
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static final class TestingRetracing implements Retracing {
    @Override
    public Retraced retrace(Signal signal, DoubleConsumer progress, BooleanSupplier goesOn) {
      return new Retraced.Missing("the log is kept from offset 100 on only");
    }

    @Override
    public void close() {}
  }

  private PageModel model() {
    return new PageModel(TestingRun.terms(), wallMs::get);
  }

  private void awaitLine(String className, String text) {
    browser.await(
        "document.getElementById('line').className === '"
            + className
            + "' && document.getElementById('line').textContent.includes('"
            + text
            + "')");
  }

  private static Object clock(long ms) {
    return TestingRun.clock(ms, List.of("bitget", "binance"), List.of("BTCUSDT"), ms);
  }

  @Test
  void fromNothingToALineThatIsBroken() throws Exception {
    PageModel model = model();
    try (PageServer page = PageServer.start(model, new TestingRetracing(), 0)) {
      browser.open(page.address());
      awaitLine("waiting", "connected, nothing in the log yet");
      assertThat(browser.script("return document.querySelectorAll('.absent:not([hidden])').length"))
          .isEqualTo(8L);
      browser.screenshot(SHOTS.resolve("nothing-390-light.png"));

      model.onLog(logged(NOON_MS, clock(NOON_MS)), true);
      model.onHistory(0.42);
      awaitLine("live", "reading what lies before: 42 %");
      model.onHistory(1);
      awaitLine("live", "reading the rows");
      model.onRowsRead();
      awaitLine("live", "connected; market clock 2026-03-01 12:00:00 UTC");
      wallMs.addAndGet(12_000);
      awaitLine("stale", "connected, but nothing comes; last record 1");
      model.onFault("rows", "Kafka at x: does not answer");
      awaitLine("stale", "the log cannot be read; Kafka at x: does not answer");
    }
    awaitLine("stale", "not connected, trying again");
    browser.screenshot(SHOTS.resolve("broken-390-light.png"));
  }

  /** A job that has died leaves figures that look like any others, while the log goes on. */
  @Test
  void figuresOfAJobThatSaysNothingAreNotShownAsTheyStandNow() throws Exception {
    PageModel model = model();
    model.onRow(TestingRun.point("main", NOON_MS - MINUTE_MS, "9950"));
    model.onRow(TestingRun.point("main", NOON_MS, "10000"));
    model.onRow(TestingRun.opened(1, "BTCUSDT", NOON_MS));
    model.onBar(TestingRun.bar("BTCUSDT", NOON_MS, 60_000));
    model.onRowsRead();
    model.onHistory(1);
    model.onLog(logged(NOON_MS, clock(NOON_MS)), true);
    long laterMs = NOON_MS + 3 * MINUTE_MS;
    try (PageServer page = PageServer.start(model, new TestingRetracing(), 0)) {
      browser.open(page.address());
      awaitLine("live", "connected; market clock 2026-03-01 12:00:00 UTC");

      wallMs.addAndGet(16_000);
      model.onLog(logged(laterMs, clock(laterMs)), true);
      awaitLine("stale", "connected, but the job says nothing; its last figures are of 2026-03-01");
      browser.await("document.querySelector('#accounts .notice:not([hidden])')");
      assertThat(browser.script("return document.querySelector('#accounts .notice').textContent"))
          .isEqualTo("These figures are of 03-01 12:00 UTC: the job has said nothing since.");
      browser.await(
          "document.querySelector('#positions tbody').innerText.includes('60,000 of 03-01 12:00')");
      browser.screenshot(SHOTS.resolve("job-silent-390-light.png"));

      model.onRow(TestingRun.point("main", laterMs, "10001"));
      model.onBar(TestingRun.bar("BTCUSDT", laterMs, 60_001));
      awaitLine("live", "connected; market clock 2026-03-01 12:03:00 UTC");
      browser.await("!document.querySelector('#positions tbody').innerText.includes(' of 03-01')");
    }
  }

  @Test
  void aBrowserTooManyIsToldSoAndTakesThePlaceThatBecomesFree() throws Exception {
    PageModel model = model();
    model.onLog(logged(NOON_MS, clock(NOON_MS)), true);
    HttpClient others =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try (PageServer page = PageServer.start(model, new TestingRetracing(), 0)) {
      others.send(
          HttpRequest.newBuilder(page.address()).build(), HttpResponse.BodyHandlers.discarding());
      List<InputStream> lines = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        lines.add(
            others
                .send(
                    HttpRequest.newBuilder(page.address().resolve("/events")).build(),
                    HttpResponse.BodyHandlers.ofInputStream())
                .body());
      }
      browser.open(page.address());
      awaitLine("stale", "As many as 8 browsers look already; close one.");
      for (InputStream line : lines) {
        line.close();
      }
      model.onLog(logged(NOON_MS + 1, clock(NOON_MS + 1)), true);
      awaitLine("live", "connected");
    }
  }

  @Test
  void itSaysWhyAnAccountTakesNoEntriesAndWhichFeedsAreLate() throws Exception {
    PageModel model = model();
    model.onRow(TestingRun.point("main", NOON_MS - MINUTE_MS, "9950"));
    model.onRow(TestingRun.point("main", NOON_MS, "10000"));
    model.onLog(logged(NOON_MS - 200_000, clock(NOON_MS - 200_000)), true);
    model.onLog(
        logged(NOON_MS, TestingRun.clock(NOON_MS, List.of("bitget"), List.of("BTCUSDT"), NOON_MS)),
        true);
    model.onLog(logged(NOON_MS + 1, new TradingStart(NOON_MS)), true);
    model.onLog(
        logged(NOON_MS + 2, new OperatorCommand(NOON_MS, "", OperatorAction.HALT, "a look")), true);
    try (PageServer page = PageServer.start(model, new TestingRetracing(), 0)) {
      browser.open(page.address());
      browser.await("document.querySelector('#accounts .notice:not([hidden])')");
      assertThat(browser.script("return document.querySelector('#accounts .notice').textContent"))
          .isEqualTo(
              "Halted by a person at 03-01 12:00 UTC: no entries until resume. Reason: a look");
      browser.await("document.querySelectorAll('#feeds > .body tbody tr').length === 2");
      assertThat(browser.script("return document.querySelector('#feeds > .body tbody').innerText"))
          .asString()
          .containsSubsequence("binance", "BTCUSDT, 3 min", "▲ down", "bitget", "● in time");

      model.onLog(
          logged(NOON_MS + 3, new OperatorCommand(NOON_MS, "main", OperatorAction.RESUME, "")),
          true);
      browser.await("document.querySelector('#accounts .notice').hidden");
    }
  }

  @Test
  void aChainThatCannotBeRecomputedSaysSoAndShowsTheRest() throws Exception {
    PageModel model = model();
    model.onLog(logged(NOON_MS, clock(NOON_MS)), true);
    model.onRow(TestingRun.row(TestingRun.signal("BTCUSDT", NOON_MS, 1)));
    model.onRow(TestingRun.entry(1, "BTCUSDT", NOON_MS, true));
    model.onRow(TestingRun.outcome(1, NOON_MS, true));
    try (PageServer page = PageServer.start(model, new TestingRetracing(), 0)) {
      browser.open(page.address());
      browser.await("document.querySelector('#orders tbody button')");
      browser.script("document.querySelector('#orders tbody button').click()");
      browser.await("document.querySelector('#chain .notice')");
      assertThat(browser.script("return document.querySelector('#chain').innerText"))
          .asString()
          .contains("Not recomputed: the log is kept from offset 100 on only.")
          .contains("risk: denied, too many positions (open=3 most=3)");
      browser.screenshot(SHOTS.resolve("chain-missing-390-light.png"));
    }
  }
}
