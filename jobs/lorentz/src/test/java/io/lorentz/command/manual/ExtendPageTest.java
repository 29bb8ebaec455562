package io.lorentz.command.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.market.SyntheticMarket;
import io.lorentz.core.features.RegisterTape;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.feed.FeedMessage;
import io.lorentz.exchanges.feed.FeedOptions;
import io.lorentz.exchanges.feed.FeedRequest;
import io.lorentz.exchanges.feed.Network;
import io.lorentz.exchanges.feed.RunningFeed;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.VenueBar;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on extending shows compiles, runs, and is what stands here. */
class ExtendPageTest {

  /** Writes the page's code anew. */
  private static final String WRITE = "lorentz.docs.write";

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Path PAGE = ROOT.resolve("docs").resolve("extend.md");
  private static final Pattern CODE =
      Pattern.compile("(?ms)(^\\[`\\w+`\\]\\((\\S+\\.java)\\):\\n\\n```java\\n)(.*?)(^```$)");

  private static final long NOW_MS = 1_767_225_660_500L;
  private static final long MINUTE_MS = 60_000;

  @TempDir private Path folder;

  @Test
  void itsCodeIsThatOfTheSources() throws IOException {
    String page = Files.readString(PAGE);
    Matcher blocks = CODE.matcher(page);
    StringBuilder made = new StringBuilder();
    int count = 0;
    while (blocks.find()) {
      String source = Files.readString(PAGE.resolveSibling(blocks.group(2)).normalize());
      String code = source.substring(source.indexOf("import "));
      blocks.appendReplacement(
          made, Matcher.quoteReplacement(blocks.group(1) + code + blocks.group(4)));
      count++;
    }
    blocks.appendTail(made);
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, made);
    }

    assertThat(count).isEqualTo(3);
    assertThat(PAGE)
        .as(
            "docs/extend.md differs from the sources; write it anew by: mvn -pl jobs/lorentz -am test"
                + " -Dmaven.shade.skip=true -Dtest=ExtendPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            WRITE)
        .hasContent(made.toString());
  }

  @Test
  void theIndicatorIsDefinedAfterItsWarmUpAndGoesOnFromItsRegisters() throws IOException {
    List<Double> closes = closes();
    DistanceFromMean indicator = new DistanceFromMean(20);
    DistanceFromMean restored = new DistanceFromMean(20);
    RegisterTape tape = new RegisterTape();
    for (int i = 0; i < closes.size(); i++) {
      double value = indicator.next(closes.get(i));
      assertThat(Double.isNaN(value)).as("bar %d", i).isEqualTo(i < indicator.warmUpBars());
      if (i == 100) {
        indicator.registers(tape.startSaving());
        restored.registers(tape.startLoading());
      } else if (i > 100) {
        assertThat(restored.next(closes.get(i))).as("to the last bit").isEqualTo(value);
      }
      if (i >= indicator.warmUpBars()) {
        double mean =
            closes.subList(i - 19, i + 1).stream().mapToDouble(Double::doubleValue).sum() / 20;
        assertThat(value).isCloseTo(closes.get(i) / mean - 1, within(1e-9));
      }
    }
  }

  private List<Double> closes() throws IOException {
    Path bars = new SyntheticMarket(1, 1).writeBars(folder).get("BTCUSDT");
    return Files.readAllLines(bars).stream()
        .skip(1)
        .limit(500)
        .map(row -> Double.valueOf(row.split(",", -1)[4]))
        .toList();
  }

  @Test
  void theClassifierTradesAndARepetitionGivesTheSameRows() throws IOException {
    List<RunOutput> rows = traded();

    assertThat(rows).anyMatch(row -> row.getPayload() instanceof Signal);
    assertThat(rows).anyMatch(row -> row.getPayload() instanceof OrderDecision);
    assertThat(traded()).isEqualTo(rows);
  }

  private List<RunOutput> traded() throws IOException {
    TradingOptions options =
        new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults())
            .resolve(
                Optional.empty(),
                List.of(
                    "inference.lorentzian-weight=0",
                    "inference.chandelier-weight=0",
                    "inference.logistic-weight=1",
                    "confirmation.min-confidence=0.4"))
            .options();
    List<RunOutput> rows = new ArrayList<>();
    Ensemble ensemble = new Ensemble(options.inference(), new Contrarian());
    Map<String, List<String>> files = new TreeMap<>();
    new SyntheticMarket(1, 2)
        .writeBars(folder)
        .forEach((symbol, file) -> files.put(symbol, List.of(file.toString())));
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files))) {
      BareLoop loop = new BareLoop(options, List.copyOf(files.keySet()), ensemble, rows::add);
      log.forEachRemaining(loop::on);
      loop.end();
    }
    return rows;
  }

  @Test
  void theVenueFeedsItsHistoryAndItsFrames() throws InterruptedException {
    BlockingQueue<FeedMessage> told = new LinkedBlockingQueue<>();
    FeedRequest request =
        new FeedRequest(
            Map.of("BTCUSDT", start(NOW_MS) - 4 * MINUTE_MS), Extras.NONE, Long.MAX_VALUE);
    List<Long> closes = new ArrayList<>();
    try (RunningFeed feed =
        RunningFeed.start(
            new PlainVenue(),
            FeedOptions.defaults(),
            request,
            (dialect, thread, ears) -> new PlainServer(thread, ears),
            () -> NOW_MS,
            Duration.ofMillis(5),
            told::add,
            new Random(1))) {
      while (closes.size() < 4) {
        FeedMessage message = told.poll(30, TimeUnit.SECONDS);
        assertThat(message).as("bars so far: %s", closes).isNotNull();
        if (message instanceof FeedMessage.Said said && said.payload() instanceof VenueBar bar) {
          assertThat(bar.getVenue()).isEqualTo("plain");
          closes.add(bar.getBar().getCloseTimeMs());
        }
      }
    }

    assertThat(closes)
        .containsExactly(
            start(NOW_MS) - 3 * MINUTE_MS,
            start(NOW_MS) - 2 * MINUTE_MS,
            start(NOW_MS) - MINUTE_MS,
            start(NOW_MS));
  }

  private static long start(long timeMs) {
    return Math.floorDiv(timeMs, MINUTE_MS) * MINUTE_MS;
  }

  /** The venue's side: three bars by REST, the fourth by a frame. */
  private static final class PlainServer implements RunningFeed.ClosableNetwork {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScheduledExecutorService thread;
    private final RunningFeed.Ears ears;

    PlainServer(ScheduledExecutorService thread, RunningFeed.Ears ears) {
      this.thread = thread;
      this.ears = ears;
    }

    @Override
    public void open(int link, URI address, Map<String, String> headers) {
      thread.execute(() -> ears.onOpen(link));
    }

    @Override
    public void send(int link, String text) {
      if (text.contains("subscribe")) {
        thread.execute(() -> ears.onText(link, "{\"subscribed\":\"BTCUSDT\"}"));
        thread.execute(() -> ears.onText(link, bar(start(NOW_MS) - MINUTE_MS)));
      }
    }

    @Override
    public void ping(int link) {
      thread.execute(() -> ears.onSign(link));
    }

    @Override
    public void cut(int link) {}

    @Override
    public void ask(RestRequest request, AnswerSink sink) {
      Network.Answer answer = new Network.Answer.Got(body(request));
      thread.execute(() -> ears.onAnswer(sink, answer));
    }

    private static JsonNode body(RestRequest request) {
      String text =
          switch (request.purpose()) {
            case CLOCK -> "{\"ms\":" + NOW_MS + "}";
            case SPEC -> "{\"tick\":\"0.1\",\"lot\":\"0.001\",\"least\":\"0.001\"}";
            case BARS -> history();
            case FUNDINGS, TICKET -> "[]";
          };
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String history() {
      List<String> bars = new ArrayList<>();
      for (int minutes = 4; minutes > 1; minutes--) {
        bars.add(bar(start(NOW_MS) - minutes * MINUTE_MS));
      }
      return bars.toString();
    }

    private static String bar(long startMs) {
      return "{\"symbol\":\"BTCUSDT\",\"start\":"
          + startMs
          + ",\"open\":1,\"high\":2,\"low\":1,\"close\":2,\"volume\":3,\"closed\":true}";
    }

    @Override
    public void close() {}
  }
}
