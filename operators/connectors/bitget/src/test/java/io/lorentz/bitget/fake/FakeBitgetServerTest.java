package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.BTC;
import static io.lorentz.bitget.fake.Calls.limit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.Fixtures;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeBitgetServerTest {

  private static final String PLACE = "/api/v2/mix/order/place-order";
  private static final String ACCOUNTS = "/api/v2/mix/account/accounts";

  /** What a listener hears last. */
  private static final String CLOSED = "closed";

  private static final String PRODUCT = "productType=USDT-FUTURES";

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeKey key = FakeKey.usual();
  private final FakeBitget venue = new FakeBitget(1, FakeStart.ready("10000"), FakeContract.btc());
  private FakeBitgetServer server = open(false, FaultPlan.none());

  private FakeBitgetServer open(boolean demo, FaultPlan plan) {
    FakeBitgetServer opened =
        new FakeBitgetServer(venue, key, demo, System::currentTimeMillis, plan, 1);
    opened.act(it -> it.price(BTC, System.currentTimeMillis(), dollars("100"), dollars("100")));
    return opened;
  }

  private void reopen(boolean demo, FaultPlan plan) {
    server.close();
    server = open(demo, plan);
  }

  private static BigDecimal dollars(String amount) {
    return new BigDecimal(amount);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  private HttpRequest.Builder request(
      FakeKey with, String method, String path, String query, String body, long timestampMs) {
    String whole = query.isEmpty() ? path : path + "?" + query;
    return HttpRequest.newBuilder(server.rest().resolve(whole))
        .timeout(Duration.ofSeconds(10))
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .header("ACCESS-KEY", with.key())
        .header("ACCESS-PASSPHRASE", with.passphrase())
        .header("ACCESS-TIMESTAMP", Long.toString(timestampMs))
        .header("ACCESS-SIGN", with.sign(timestampMs + method + whole + body));
  }

  private HttpRequest.Builder get(FakeKey with) {
    return request(with, "GET", ACCOUNTS, PRODUCT, "", System.currentTimeMillis());
  }

  private HttpRequest.Builder post(String clientOid) {
    String body = limit(clientOid, "buy", "1", "90").toString();
    return request(key, "POST", PLACE, "", body, System.currentTimeMillis());
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return response.body();
  }

  @Test
  void aSignedRequestIsCarriedOut() throws Exception {
    assertThat(send(get(key))).contains("\"available\":\"10000");
    assertThat(send(post("a"))).contains("\"00000\"");
    assertThat(server.<Integer>ask(it -> it.acceptedOrders().size())).isEqualTo(1);
  }

  @Test
  void aWrongKeyPassphraseSignatureOrClockIsRefused() throws Exception {
    assertThat(send(get(new FakeKey("x", key.secret(), key.passphrase())))).contains("40006");
    assertThat(send(get(new FakeKey(key.key(), key.secret(), "x")))).contains("40012");
    assertThat(send(get(new FakeKey(key.key(), "x", key.passphrase())))).contains("40009");
    long staleMs = System.currentTimeMillis() - 31_000;
    assertThat(send(request(key, "GET", ACCOUNTS, PRODUCT, "", staleMs))).contains("40008");
  }

  @Test
  void demoWantsItsHeaderEverywhereButAtTheClock() throws Exception {
    URI time = server.rest().resolve("/api/v2/public/time");
    assertThat(send(get(key).header("paptrading", "1"))).contains("40099");
    reopen(true, FaultPlan.none());
    assertThat(send(get(key))).contains("40099");
    assertThat(send(get(key).header("paptrading", "1"))).contains("00000");
    time = server.rest().resolve(time.getPath());
    assertThat(send(HttpRequest.newBuilder(time))).contains("serverTime");
    assertThat(send(HttpRequest.newBuilder(time).header("paptrading", "1"))).contains("40404");
  }

  @Test
  void aLostAnswerClosesTheConnectionAlthoughItWasDone() {
    reopen(false, FaultPlan.none().with(Fault.ANSWER_LOST, 1));
    assertThatThrownBy(() -> send(post("a"))).isInstanceOf(IOException.class);
    assertThat(server.<Integer>ask(it -> it.acceptedOrders().size())).isEqualTo(1);
  }

  @Test
  void aLostRequestClosesTheConnectionAndNothingIsDone() {
    reopen(false, FaultPlan.none().with(Fault.REQUEST_LOST, 1));
    assertThatThrownBy(() -> send(post("a"))).isInstanceOf(IOException.class);
    assertThat(server.<Integer>ask(it -> it.acceptedOrders().size())).isZero();
  }

  @Test
  void everyAnswerThatSaysNothingReachesTheClientAsItIs() throws Exception {
    reopen(false, FaultPlan.none().with(Fault.UNDONE_AND_UNKNOWN, 1));
    Set<String> answers = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      HttpResponse<String> answer = client.send(post("a" + i).build(), BodyHandlers.ofString());
      answers.add(answer.statusCode() + " " + answer.body().replaceAll("(?s)<.*>|,.*", ""));
    }
    assertThat(answers)
        .containsExactlyInAnyOrder(
            "200 ",
            "502 ",
            "200 {\"code\":\"40010\"",
            "400 {\"code\":\"40725\"",
            "500 {\"code\":\"45001\"");
  }

  @Test
  void aStormIsTooManyRequestsByItsStatusToo() throws Exception {
    reopen(false, FaultPlan.none().with(Fault.STORM, 1));
    HttpResponse<String> answer = client.send(post("a").build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(server.turnsAway()).isTrue();
  }

  @Test
  void whoLooksBeforeAnswersSeesWhatTheClientDoesNotKnowYet() throws Exception {
    BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
    CountDownLatch looked = new CountDownLatch(1);
    server.beforeAnswers(
        it -> {
          seen.add(it.acceptedOrders().size());
          await(looked);
        });
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(post("a").build(), BodyHandlers.ofString());
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(answer).isNotDone();
    looked.countDown();
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).contains("00000");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anOutageLosesConnectionsAndNothingElse() throws Exception {
    send(post("a"));
    URI before = server.rest();
    URI streamBefore = server.privateStream();
    server.stop();
    assertThatThrownBy(() -> send(get(key))).isInstanceOf(IOException.class);
    server.start();
    assertThat(server.rest()).isEqualTo(before);
    assertThat(server.privateStream()).isEqualTo(streamBefore);
    assertThat(send(post("a"))).contains("40786");
  }

  @Test
  void theStreamTakesARightLoginOnlyAndPushesWhatHappens() throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    WebSocket socket = connect(frames);
    say(socket, login("wrong"));
    assertThat(next(frames).path("code").asInt()).isEqualTo(30005);
    subscribe(socket, frames);
    send(post("a"));
    assertThat(next(frames).findPath("clientOid").asText()).isEqualTo("a");
    socket.abort();
  }

  @Test
  void aClientThatGoesAwayLeavesTheOthersTheirPushes() throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    WebSocket stays = connect(frames);
    subscribe(stays, frames);
    for (int i = 0; i < 20; i++) {
      BlockingQueue<String> others = new LinkedBlockingQueue<>();
      WebSocket goes = connect(others);
      subscribe(goes, others);
      goes.abort();
      send(post("a" + i));
      assertThat(next(frames).findPath("clientOid").asText()).isEqualTo("a" + i);
    }
    stays.abort();
  }

  @Test
  void anOutageEndsTheStreamAndAnotherCanBeOpenedAtTheSamePlace() throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    subscribe(connect(frames), frames);
    server.stop();
    assertThat(frames.poll(10, TimeUnit.SECONDS)).isEqualTo(CLOSED);
    server.start();
    WebSocket again = connect(frames);
    subscribe(again, frames);
    send(post("a"));
    assertThat(next(frames).findPath("clientOid").asText()).isEqualTo("a");
    again.abort();
  }

  private WebSocket connect(BlockingQueue<String> frames) throws Exception {
    return client
        .newWebSocketBuilder()
        .buildAsync(server.privateStream(), new Listening(frames))
        .get(10, TimeUnit.SECONDS);
  }

  /** Logs in and subscribes to the orders. */
  private void subscribe(WebSocket socket, BlockingQueue<String> frames) throws Exception {
    long seconds = System.currentTimeMillis() / 1_000;
    say(socket, login(key.sign(seconds + "GET/user/verify"), seconds));
    assertThat(next(frames).path("event").asText()).isEqualTo("login");
    say(
        socket,
        "{\"op\":\"subscribe\",\"args\":[{\"instType\":\"USDT-FUTURES\","
            + "\"channel\":\"orders\",\"instId\":\"default\"}]}");
    assertThat(next(frames).path("event").asText()).isEqualTo("subscribe");
  }

  private String login(String sign) {
    return login(sign, System.currentTimeMillis() / 1_000);
  }

  private String login(String sign, long seconds) {
    return String.format(
        "{\"op\":\"login\",\"args\":[{\"apiKey\":\"%s\",\"passphrase\":\"%s\","
            + "\"timestamp\":\"%d\",\"sign\":\"%s\"}]}",
        key.key(), key.passphrase(), seconds, sign);
  }

  private static void say(WebSocket socket, String text) throws Exception {
    socket.sendText(text, true).get(10, TimeUnit.SECONDS);
  }

  private static JsonNode next(BlockingQueue<String> frames) throws InterruptedException {
    String frame = frames.poll(10, TimeUnit.SECONDS);
    assertThat(frame).isNotNull();
    return Calls.read(frame);
  }

  private record Listening(BlockingQueue<String> frames) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      frames.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      frames.add(CLOSED);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      frames.add(CLOSED);
    }
  }

  @Test
  void signaturesAreThoseOfTheFixtures() {
    JsonNode vectors = Fixtures.of("bitget", "signing_vectors.json").path("vectors");
    assertThat(vectors).isNotEmpty();
    for (JsonNode vector : vectors) {
      FakeKey signer = new FakeKey("k", vector.path("secret").asText(), "p");
      assertThat(signer.sign(vector.path("prehash").asText()))
          .isEqualTo(vector.path("sign").asText());
    }
  }
}
