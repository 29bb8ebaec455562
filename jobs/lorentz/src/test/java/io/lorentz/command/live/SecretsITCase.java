package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.command.RunningTrade;
import io.lorentz.command.TradeRequest;
import io.lorentz.command.broker.EmbeddedBroker;
import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.command.page.PageFeed;
import io.lorentz.command.page.PageModel;
import io.lorentz.command.page.PageServer;
import io.lorentz.command.page.Retraced;
import io.lorentz.command.page.Retracing;
import io.lorentz.command.page.RunTerms;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.exchanges.feed.Internet;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.RowTopics;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.Signal;
import io.lorentz.trading.TradingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key that is planted is nowhere to be found in what a live edge says, writes and leaves behind,
 * though the venue gives back every header that it was sent.
 */
class SecretsITCase {

  private static final String KEY = "bg_plantedKey4f1c";
  private static final String SECRET = "plantedSecret9d27";
  private static final String PASSPHRASE = "plantedPassphrase83";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOPIC = "live";

  /** The edge says this when it begins. */
  private static final String LOGGED = "live: account main";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final List<String> JOB_MANAGER_PAGES =
      List.of(
          "/config",
          "/overview",
          "/jobmanager/config",
          "/jobmanager/environment",
          "/jobmanager/metrics",
          "/jobmanager/log",
          "/jobmanager/thread-dump",
          "/jobs/overview");

  private static final List<String> JOB_PAGES =
      List.of("", "/config", "/exceptions", "/plan", "/accumulators", "/checkpoints", "/metrics");

  private static final List<String> VERTEX_PAGES =
      List.of("", "/accumulators", "/subtasktimes", "/taskmanagers", "/metrics");

  private static final List<String> TASK_MANAGER_PAGES =
      List.of("", "/log", "/logs", "/metrics", "/thread-dump");

  @TempDir Path folder;

  private Path log() {
    return folder.resolve("lorentz.log");
  }

  @Test
  void noPartOfAKeyIsInLogsTopicsFilesStateAnswersPagesOrMessages() throws Exception {
    FileAppender appender =
        FileAppender.newBuilder()
            .setName("captured")
            .setLayout(
                PatternLayout.newBuilder().withPattern("%level %logger %msg %throwable%n").build())
            .withFileName(log().toString())
            .build();
    appender.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Level before = context.getConfiguration().getRootLogger().getLevel();
    context.getConfiguration().getRootLogger().addAppender(appender, Level.DEBUG, null);
    rootLevel(Level.DEBUG);
    // Where Flink's pages look for the log of their process.
    System.setProperty("log.file", log().toString());
    HttpServer venue = echoing();
    StringWriter said = new StringWriter();
    try {
      runAnEdge(venue, new PrintWriter(said, true));
    } finally {
      venue.stop(0);
      System.clearProperty("log.file");
      context.getConfiguration().getRootLogger().removeAppender("captured");
      rootLevel(before);
      appender.stop();
    }

    String logged = Files.readString(log(), StandardCharsets.ISO_8859_1);
    assertThat(logged).as("the log was captured").contains(LOGGED);
    assertClean("log", logged);
    assertClean("said", said.toString());
    assertThat(said.toString()).contains("40006").contains("VENUE_REFUSES");
  }

  private static void rootLevel(Level level) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().setLevel(level);
    context.updateLoggers();
  }

  private static void assertClean(String where, String text) {
    assertThat(text).as(where).doesNotContain(KEY, SECRET, PASSPHRASE);
  }

  /** Tells the time, and refuses all else with the headers of the question as its words. */
  private static HttpServer echoing() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", SecretsITCase::echo);
    server.start();
    return server;
  }

  private static void echo(HttpExchange exchange) throws IOException {
    boolean time = exchange.getRequestURI().getPath().endsWith("/public/time");
    String words =
        exchange.getRequestHeaders().entrySet().toString().replace('"', ' ').replace('\\', ' ');
    String body =
        time
            ? "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"serverTime\":\""
                + System.currentTimeMillis()
                + "\"}}"
            : "{\"code\":\"40006\",\"msg\":\"Invalid ACCESS_KEY " + words + "\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(time ? 200 : 400, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void runAnEdge(HttpServer venue, PrintWriter said) throws Exception {
    Credentials planted = new Credentials(KEY, SECRET, PASSPHRASE);
    said.println(planted);
    String rest = "http://127.0.0.1:" + venue.getAddress().getPort();
    Hosts hosts = new Hosts(URI.create(rest), URI.create("ws://127.0.0.1:1/v2/ws/private"), true);
    AtomicBoolean goesOn = new AtomicBoolean(true);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(folder.resolve("broker"), EmbeddedBroker.ANY_PORT);
        FakeVenue feed =
            new FakeVenue(
                "bitget", new FakeMarket(3), System::currentTimeMillis, Faults.none(), 1);
        VenueLink link = BitgetLink.open(hosts, planted)) {
      KafkaConnection connection = KafkaConnection.of(broker.bootstrap());
      identify(link, said);
      new AccountInspection(link, List.of(ToyVenue.BTC))
          .lines(new VenueIdentity("4711", List.of()))
          .forEach(line -> said.println(line.text()));
      LiveExecution execution = new LiveExecution(settings(), link);
      EdgeRun edge = new EdgeRun(edge(connection, feed), Optional.of(execution));
      CompletableFuture<Void> done =
          CompletableFuture.runAsync(
              () -> edge.run(goesOn::get, ms -> {}), task -> new Thread(task).start());
      await(() -> ControlClient.in(folder).isPresent());
      ControlClient client = ControlClient.in(folder).orElseThrow();
      await(() -> client.status().path("findings").toString().contains("VENUE_REFUSES"));
      client.obey(OperatorAction.HALT, "", "a test");
      said.println(client.status());
      runAJob(connection);
      said.println(link + " " + hosts + " " + ControlFile.in(folder));
      goesOn.set(false);
      done.get(60, TimeUnit.SECONDS);
      readTopics(connection);
      readPage(connection);
    }
    readFiles();
  }

  // ---- the job beside it, as the command line runs it in one process

  /** What Flink shows, and what a savepoint holds, while the edge has the key in this process. */
  private void runAJob(KafkaConnection connection) throws Exception {
    // Of everything that Flink does at DEBUG the log would be too long to look through.
    rootLevel(Level.INFO);
    new RowTopics(connection, TOPIC).ensure();
    try (RunningTrade trade =
        new EmbeddedEngine()
            .trade(
                new TradeRequest<>(
                    connection,
                    TOPIC,
                    TradingOptions.defaults(),
                    Optional.of("main"),
                    1,
                    folder.resolve("checkpoints"),
                    0,
                    0))) {
      await(() -> isRunning(trade.uiAddress()));
      String job = "/jobs/" + jobId(trade.uiAddress());
      takeASavepoint(trade.uiAddress(), job);
      readTheWebUi(trade.uiAddress(), job);
      assertThat(trade.failure()).isEmpty();
    }
    assertThat(bytesUnder(folder.resolve("savepoints")))
        .as("the savepoint holds state")
        .isGreaterThan(1_000);
  }

  private static String jobId(String address) {
    return answer(address + "/jobs").path("jobs").path(0).path("id").asText();
  }

  private static boolean isRunning(String address) {
    JsonNode vertices = answer(address + "/jobs/" + jobId(address)).path("vertices");
    if (vertices.isEmpty()) {
      return false;
    }
    for (JsonNode vertex : vertices) {
      if (!vertex.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return true;
  }

  private void takeASavepoint(String address, String job) throws Exception {
    String body =
        JSON.createObjectNode()
            .put("cancel-job", false)
            .put("target-directory", folder.resolve("savepoints").toUri().toString())
            .toString();
    HttpResponse<String> asked =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(address + job + "/savepoints"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String place =
        address + job + "/savepoints/" + JSON.readTree(asked.body()).path("request-id").asText();
    await(() -> answer(place).path("status").path("id").asText().equals("COMPLETED"));
    assertThat(answer(place).path("operation").has("location")).as(text(place)).isTrue();
  }

  /** Every page with words of this process on it. */
  private static void readTheWebUi(String address, String job) {
    List<String> paths = new ArrayList<>(JOB_MANAGER_PAGES);
    JOB_PAGES.forEach(page -> paths.add(job + page));
    for (JsonNode vertex : answer(address + job).path("vertices")) {
      VERTEX_PAGES.forEach(
          page -> paths.add(job + "/vertices/" + vertex.path("id").asText() + page));
    }
    for (JsonNode log : answer(address + "/jobmanager/logs").path("logs")) {
      paths.add("/jobmanager/logs/" + log.path("name").asText());
    }
    for (JsonNode manager : answer(address + "/taskmanagers").path("taskmanagers")) {
      TASK_MANAGER_PAGES.forEach(
          page -> paths.add("/taskmanagers/" + manager.path("id").asText() + page));
    }
    for (String path : paths) {
      // The one of a task manager in the same process does not always find its file; then it says
      // so.
      boolean mayFail = path.startsWith("/taskmanagers");
      assertClean(path, mayFail ? get(address + path).body() : text(address + path));
    }
    assertThat(text(address + "/jobmanager/log")).as("the page of the log").contains(LOGGED);
    assertThat(text(address + job)).as("the page of the job").contains("lorentz live");
  }

  private static JsonNode answer(String uri) {
    try {
      return JSON.readTree(text(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String uri) {
    HttpResponse<String> response = get(uri);
    assertThat(response.statusCode()).as("%s: %s", uri, response.body()).isEqualTo(200);
    return response.body();
  }

  private static HttpResponse<String> get(String uri) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long bytesUnder(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void identify(VenueLink link, PrintWriter said) {
    try {
      said.println(link.identity());
    } catch (RuntimeException e) {
      e.printStackTrace(said);
    }
  }

  private LiveSettings settings() {
    return new LiveSettings(
        "main", List.of(ToyVenue.BTC), BigDecimal.TEN, DeskOptions.defaults(), "bitget", folder, 0);
  }

  private static EdgeSettings edge(KafkaConnection connection, FakeVenue feed) {
    return new EdgeSettings(
        connection,
        TOPIC,
        List.of(feed.dialect()),
        List.of(ToyVenue.BTC),
        Duration.ofMinutes(5),
        Extras.NONE,
        new Internet(),
        System::currentTimeMillis,
        ms -> {},
        Duration.ofMillis(10),
        new EdgeOptions(250, 10_000, 1_000, true),
        Optional.empty());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void readTopics(KafkaConnection connection) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection.consumer())) {
      List<TopicPartition> places = new ArrayList<>();
      consumer
          .listTopics()
          .forEach((topic, partitions) -> places.add(new TopicPartition(topic, 0)));
      consumer.assign(places);
      consumer.seekToBeginning(places);
      long records = 0;
      for (TopicPartition place : places) {
        long end = consumer.endOffsets(List.of(place)).get(place);
        while (consumer.position(place) < end) {
          for (ConsumerRecord<byte[], byte[]> raw : consumer.poll(Duration.ofMillis(100))) {
            records++;
            assertClean(raw.topic(), new String(raw.value(), StandardCharsets.ISO_8859_1));
          }
        }
      }
      assertThat(records).isGreaterThan(10);
    }
  }

  /** The live page over the same log, down to what is pushed to a browser. */
  private static void readPage(KafkaConnection connection) throws Exception {
    PageModel model = new PageModel(new RunTerms("", Map.of(), false));
    try (PageServer page = PageServer.start(model, new NoRetracing(), 0);
        PageFeed feed = PageFeed.start(connection, "live", model)) {
      URI address = page.address();
      HttpClient browser = HttpClient.newHttpClient();
      String cookie =
          browser
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
              .headers()
              .firstValue("set-cookie")
              .orElseThrow();
      HttpRequest.Builder admitted =
          HttpRequest.newBuilder(address).header("Cookie", cookie.split(";")[0]);
      for (String path : List.of("/", "/live.js", "/retrace?signal=" + KEY)) {
        assertClean(
            path,
            browser
                .send(
                    admitted.uri(address.resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
      }
      HttpResponse<Stream<String>> events =
          browser.send(
              admitted.uri(address.resolve("/events")).build(),
              HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = events.body()) {
        assertThat(
                lines
                    .peek(line -> assertClean("/events", line))
                    .anyMatch(line -> line.contains("VENUE_REFUSES")))
            .isTrue();
      }
    }
  }

  private static final class NoRetracing implements Retracing {
    @Override
    public Retraced retrace(Signal signal, DoubleConsumer progress, BooleanSupplier goesOn) {
      return new Retraced.Missing("there is no signal");
    }

    @Override
    public void close() {}
  }

  /** Kafka's own files among them. */
  private void readFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) < 50_000_000) {
          assertClean(
              file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
  }
}
