package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium that opens pages from files or of this machine and is forbidden the network.
 */
public final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one, or skips the test where Chromium or its driver is absent. */
  public static Browser start(Path profile) {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = program("chromedriver");
    assumeThat(chromium.isPresent() && chromedriver.isPresent())
        .as("chromium or chromedriver is not on the PATH; .ci/run installs both")
        .isTrue();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get().toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--proxy-server=127.0.0.1:9",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.get().toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** Sets the size of the view, CSS pixels, and which colours the page is asked for. */
  public void view(int width, int height, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Opens a file. */
  public void open(Path page) {
    driver.manage().logs().get(LogType.BROWSER);
    driver.get(page.toUri().toString());
  }

  /** Opens a page of this machine. */
  public void open(URI page) {
    driver.manage().logs().get(LogType.BROWSER);
    driver.get(page.toString());
  }

  /** Runs a script and gives what it returns. */
  public Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script that ends by calling its last argument. */
  Object asyncScript(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return driver.executeAsyncScript(script, arguments);
  }

  /** Waits until an expression is true; the browser itself looks again and again. */
  public void await(String condition) {
    String script =
        """
        const done = arguments[arguments.length - 1];
        const look = () => %s ? done(true) : setTimeout(look, 25);
        look();
        """
            .formatted("(" + condition + ")");
    assertThatCode(() -> asyncScript(script))
        .as("waited for %s", condition)
        .doesNotThrowAnyException();
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
  }

  /** Chooses an option of a select element as a person does, by its value. */
  void choose(String selector, String value) {
    script(
        "arguments[0].value = arguments[1];"
            + "arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
        find(selector),
        value);
  }

  /**
   * What the page complained of since it was opened. Advice on how to render faster is no
   * complaint: reading pixels back is how the chart library finds what the pointer is at.
   */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.startsWith("rendering "))
        .toList();
  }

  /** What axe finds serious or critical. */
  public List<?> seriousViolations() throws IOException {
    script(axe());
    Object found =
        asyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations
              .filter(one => ['serious', 'critical'].includes(one.impact))
              .map(one => one.id + ': ' + one.nodes.slice(0, 3)
                .map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | '))));
            """);
    return (List<?>) found;
  }

  private static String axe() throws IOException {
    String name = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (InputStream in = Browser.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * What a page holds in memory once all is collected that can be.
   *
   * @param heapBytes live objects of its scripts, bytes
   * @param nodes nodes of the document and those that scripts still hold
   */
  public record Memory(long heapBytes, long nodes) {}

  /** Collects what can be collected, and counts the rest. */
  public Memory memory() {
    driver.executeCdpCommand("HeapProfiler.enable", Map.of());
    driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
    driver.executeCdpCommand("Performance.enable", Map.of());
    long heap =
        ((Number) driver.executeCdpCommand("Runtime.getHeapUsage", Map.of()).get("usedSize"))
            .longValue();
    List<?> metrics =
        (List<?>) driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
    long nodes =
        metrics.stream()
            .map(Map.class::cast)
            .filter(metric -> metric.get("name").equals("Nodes"))
            .mapToLong(metric -> ((Number) metric.get("value")).longValue())
            .sum();
    return new Memory(heap, nodes);
  }

  /** Writes the whole page, not only what is in view, as PNG. */
  public void screenshot(Path file) throws IOException {
    Object data =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "format", "png"))
            .get("data");
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data.toString()));
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static Optional<Path> program(String... names) {
    List<Path> folders =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(Predicate.not(String::isEmpty))
            .map(Path::of)
            .toList();
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
