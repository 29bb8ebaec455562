package io.lorentz.command.page;

import static io.lorentz.command.page.TestingRun.NOON_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may look, and what is pushed to whom. */
class PageServerTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final PageModel model = new PageModel(TestingRun.terms(), () -> NOON_MS);
  private final TestingRetracing retracing = new TestingRetracing();
  private final PageServer page = PageServer.start(model, retracing, 0);
  private final HttpClient client = HttpClient.newHttpClient();

  /** Knows one reading of every signal, and waits before it tells. */
  private static final class TestingRetracing implements Retracing {
    private final CountDownLatch mayTell = new CountDownLatch(1);
    private int asked;

    @Override
    public Retraced retrace(Signal signal, DoubleConsumer progress, BooleanSupplier goesOn) {
      asked++;
      progress.accept(0.25);
      try {
        mayTell.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new Retraced.Found(signal, List.of(reading(signal)));
    }

    private static Retraced.Reading reading(Signal signal) {
      FeatureVector vector =
          FeatureVector.newBuilder()
              .setLogTimeMs(1)
              .setPartition(0)
              .setInstrument(signal.getInstrument())
              .setTimeframeMs(60_000)
              .setCloseTimeMs(NOON_MS)
              .setRowIndex(7)
              .setRsi14(0.5)
              .setWaveTrend(0.4)
              .setCci20(0.3)
              .setAdx20(0.2)
              .setRsi9(0.1)
              .setChandelierDirection(1)
              .setAtr14(41.25)
              .setClose(60_000)
              .setQuality(BarQuality.COMPLETE)
              .setCorrected(false)
              .setMaturedRowIndex(3)
              .setMaturedLabel(1)
              .build();
      Prediction prediction =
          new Prediction(
              1L,
              0,
              signal.getInstrument(),
              60_000L,
              NOON_MS,
              0.7312,
              1.0,
              0.5,
              1.0,
              41.25,
              60_000.0,
              BarQuality.COMPLETE,
              "",
              0.5,
              0.0);
      return new Retraced.Reading(
          TestingRun.bar(signal.getInstrument(), NOON_MS, 60_000),
          vector,
          prediction,
          Map.of("lorentzian", 0.6),
          List.of(
              new Retraced.Neighbour(
                  3,
                  Optional.of(new Retraced.PastBar(NOON_MS - 60_000, 59_999.5)),
                  0.125,
                  1,
                  List.of(0.1, 0.2, 0.3, 0.4, 0.5))));
    }

    @Override
    public void close() {
      mayTell.countDown();
    }
  }

  @AfterEach
  void stop() {
    retracing.mayTell.countDown();
    page.close();
  }

  private URI bare(String path) {
    return URI.create("http://127.0.0.1:" + page.address().getPort() + path);
  }

  private HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String cookie() throws Exception {
    HttpResponse<String> admitted = get(HttpRequest.newBuilder(page.address()));
    assertThat(admitted.statusCode()).isEqualTo(303);
    assertThat(admitted.headers().firstValue("location")).hasValue("/");
    return admitted.headers().firstValue("set-cookie").orElseThrow();
  }

  private HttpRequest.Builder known(String path) throws Exception {
    String cookie = cookie();
    return HttpRequest.newBuilder(bare(path))
        .header("Cookie", cookie.substring(0, cookie.indexOf(';')));
  }

  @Test
  void aStrangerSeesNothing() throws Exception {
    String token = page.address().getQuery().substring("token=".length());
    assertThat(token).hasSize(64);
    for (String path :
        List.of(
            "/",
            "/events",
            "/live.js",
            "/retrace?signal=x",
            "/nothing",
            "/?token=",
            "/?token=" + "0".repeat(token.length()),
            "/?token=" + token.substring(1))) {
      HttpResponse<String> refused = get(HttpRequest.newBuilder(bare(path)));
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(refused.headers().firstValue("set-cookie")).as(path).isEmpty();
      assertThat(refused.body()).as(path).doesNotContain("equity").doesNotContain(token);
    }
  }

  @Test
  void whoHasTheTokenGetsItAsACookieThatScriptsAndOtherSitesCannotUse() throws Exception {
    assertThat(cookie())
        .startsWith("lorentz-" + page.address().getPort() + "=")
        .containsIgnoringCase("httponly")
        .containsIgnoringCase("samesite=strict");
    HttpResponse<String> seen = get(known("/"));
    assertThat(seen.statusCode()).isEqualTo(200);
    assertThat(seen.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(seen.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(seen.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(seen.body()).doesNotContain("<script>", "style=", "onclick");
    assertThat(get(known("/nothing")).statusCode()).isEqualTo(404);
  }

  @Test
  void nothingButGetIsAnswered() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")) {
      HttpResponse<String> refused =
          get(known("/").method(method, HttpRequest.BodyPublishers.noBody()));
      assertThat(refused.statusCode()).as(method).isEqualTo(405);
      assertThat(refused.headers().firstValue("allow")).as(method).hasValue("GET");
    }
  }

  /** As by a name of another's that is made to mean this machine. */
  @Test
  void nobodyReachesItUnderAnotherName() throws Exception {
    for (String host : List.of("evil.example", "evil.example:" + page.address().getPort(), "")) {
      String answer = asked("GET /?" + page.address().getQuery() + " HTTP/1.1", host);
      assertThat(answer).as(host).startsWith("HTTP/1.1 4").doesNotContain("Set-Cookie");
    }
    assertThat(
            asked(
                "GET /?" + page.address().getQuery() + " HTTP/1.1",
                "localhost:" + page.address().getPort()))
        .startsWith("HTTP/1.1 303");
  }

  private String asked(String line, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.address().getPort())) {
      String request = line + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aPortThatIsTakenIsAFaultWithItsMend() {
    int port = page.address().getPort();
    assertThatThrownBy(() -> PageServer.start(model, new TestingRetracing(), port))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("cannot listen on port " + port)
        .hasMessageContaining("give another");
  }

  @Test
  void aBrowserIsToldAllAtFirstAndThenWhatHasChanged() throws Exception {
    model.onRow(TestingRun.point("main", NOON_MS, "10000"));
    model.onRow(TestingRun.entry(1, "BTCUSDT", NOON_MS, false));
    HttpResponse<InputStream> response =
        client.send(known("/events").build(), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      JsonNode first = next(lines);
      assertThat(first.at("/tables/orders/all").asBoolean()).isTrue();
      assertThat(first.at("/tables/accounts/rows/0/equity").asText()).isEqualTo("10000");

      model.onRow(TestingRun.outcome(1, NOON_MS, false));
      JsonNode second = next(lines);
      while (second.path("tables").isEmpty()) {
        second = next(lines);
      }
      assertThat(second.at("/tables/orders/rows/0/outcome").asText()).isEqualTo("FILLED");
      assertThat(second.at("/tables/orders/all").asBoolean()).isFalse();
      assertThat(second.path("tables").has("accounts")).isFalse();
      // With nothing new it still says that it is there.
      assertThat(next(lines).path("tables")).isEmpty();
    }
  }

  private static JsonNode next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (!line.startsWith("data:")) {
      line = lines.readLine();
    }
    return JSON.readTree(line.substring("data:".length()));
  }

  @Test
  void aSignalIsRetracedOnceAndWhoeverAsksSeesHowFarItIs() throws Exception {
    model.onRow(TestingRun.row(TestingRun.signal("BTCUSDT", NOON_MS, 1)));
    String path =
        "/retrace?signal=" + URLEncoder.encode("main|BTCUSDT|" + NOON_MS, StandardCharsets.UTF_8);
    assertThat(get(known("/retrace?signal=unknown")).statusCode()).isEqualTo(404);
    JsonNode answer = JSON.readTree(get(known(path)).body());
    assertThat(answer.path("state").asText()).isEqualTo("working");

    retracing.mayTell.countDown();
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (answer.path("state").asText().equals("working")) {
      answer = JSON.readTree(get(known(path)).body());
      assertThat(System.nanoTime()).isLessThan(deadlineNanos);
    }
    assertThat(answer.path("state").asText()).isEqualTo("found");
    assertThat(answer.path("same").asBoolean()).isTrue();
    assertThat(answer.at("/readings/0/features/cci20").asDouble()).isEqualTo(0.3);
    assertThat(answer.at("/readings/0/weights/lorentzian").asDouble()).isEqualTo(0.6);
    assertThat(answer.at("/readings/0/neighbours/0/distance").asDouble()).isEqualTo(0.125);
    assertThat(JSON.readTree(get(known(path)).body())).isEqualTo(answer);
    assertThat(retracing.asked).isEqualTo(1);
  }
}
