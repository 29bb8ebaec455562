package io.lorentz.bitget.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * The fake venue on loopback, by HTTP and WebSocket, with keys and signatures checked. It can be
 * stopped and started again at the same ports, and has forgotten nothing. Safe for threads: all
 * that touches the venue holds one lock.
 */
public final class FakeBitgetServer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PUMP_MS = 5;
  private static final long LOGIN_STALE_S = 30;

  private final Object lock = new Object();
  private final FakeBitget venue;
  private final FakeKey key;
  private final boolean demo;
  private final LongSupplier clockMs;
  private final FaultPlan plan;
  private final SplittableRandom random;
  private final FaultyGate gate;
  private final Map<WebSocket, FaultyStream> streams = new LinkedHashMap<>();
  private int httpPort;
  private int socketPort;
  private Optional<Running> running = Optional.empty();
  private Consumer<FakeBitget> beforeAnswers = none -> {};

  /**
   * Opens it at free ports.
   *
   * @param demo whether the header paptrading must be there; else it must not
   * @param clockMs the venue's clock, ms since 1970 UTC; pushes come as it goes on
   * @param plan of what goes wrong; a lost request or answer closes the connection, and none is
   *     late: for that there is {@link FaultyWire}
   */
  public FakeBitgetServer(
      FakeBitget venue,
      FakeKey key,
      boolean demo,
      LongSupplier clockMs,
      FaultPlan plan,
      long seed) {
    this.venue = venue;
    this.key = key;
    this.demo = demo;
    this.clockMs = clockMs;
    this.plan = plan;
    this.random = new SplittableRandom(seed);
    this.gate = new FaultyGate(venue, plan, random);
    start();
  }

  private record Running(
      HttpServer http, Sockets sockets, ExecutorService answering, ScheduledExecutorService pump) {}

  /** Where REST is. */
  public URI rest() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  /** Where the private stream is. */
  public URI privateStream() {
    return URI.create("ws://127.0.0.1:" + socketPort + "/v2/ws/private");
  }

  /** Does something with the venue while nobody else does. */
  public <T> T ask(Function<FakeBitget, T> question) {
    synchronized (lock) {
      return question.apply(venue);
    }
  }

  /** Does something with the venue while nobody else does. */
  public void act(Consumer<FakeBitget> action) {
    synchronized (lock) {
      action.accept(venue);
    }
  }

  /**
   * Has something done, while nobody else does anything with the venue, whenever a request has been
   * carried out and its client does not know yet.
   */
  public void beforeAnswers(Consumer<FakeBitget> action) {
    synchronized (lock) {
      beforeAnswers = action;
    }
  }

  /** Whether every request of now is turned away: the venue is closed, or it is asked too often. */
  public boolean turnsAway() {
    synchronized (lock) {
      return gate.turnsAway(clockMs.getAsLong());
    }
  }

  /** Opens it again, at the same ports; nothing happens if it is open. */
  public void start() {
    if (running.isPresent()) {
      return;
    }
    HttpServer http = http();
    ExecutorService answering = Executors.newFixedThreadPool(4);
    http.createContext("/", this::handle);
    http.setExecutor(answering);
    http.start();
    httpPort = http.getAddress().getPort();
    Sockets sockets =
        new Sockets(new InetSocketAddress(InetAddress.getLoopbackAddress(), socketPort));
    sockets.start();
    sockets.awaitStart();
    socketPort = sockets.getPort();
    ScheduledExecutorService pump = Executors.newSingleThreadScheduledExecutor();
    var unused = pump.scheduleWithFixedDelay(this::pump, PUMP_MS, PUMP_MS, TimeUnit.MILLISECONDS);
    running = Optional.of(new Running(http, sockets, answering, pump));
  }

  private HttpServer http() {
    try {
      return HttpServer.create(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An outage: every connection breaks, none can be opened; the market goes on. */
  public void stop() {
    running.ifPresent(FakeBitgetServer::stop);
    running = Optional.empty();
    synchronized (lock) {
      streams.values().forEach(stream -> stream.close(clockMs.getAsLong()));
      streams.clear();
    }
  }

  private static void stop(Running running) {
    running.pump().shutdownNow();
    running.http().stop(0);
    running.answering().shutdownNow();
    try {
      running.sockets().stop(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }

  // REST

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Optional<FakeAnswer> answer = answered(exchange, body);
      if (answer.isPresent()) {
        byte[] bytes = answer.get().body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.get().status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  /** Empty if the connection is to be closed without an answer. */
  private Optional<FakeAnswer> answered(HttpExchange exchange, String body) {
    synchronized (lock) {
      if (plan.happens(Fault.REQUEST_LOST, random)) {
        return Optional.empty();
      }
      FakeAnswer answer = answer(exchange, body, clockMs.getAsLong());
      beforeAnswers.accept(venue);
      return plan.happens(Fault.ANSWER_LOST, random) ? Optional.empty() : Optional.of(answer);
    }
  }

  private FakeAnswer answer(HttpExchange exchange, String body, long nowMs) {
    URI uri = exchange.getRequestURI();
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    Headers headers = exchange.getRequestHeaders();
    String timestamp = header(headers, "ACCESS-TIMESTAMP");
    long timestampMs = timestamp.matches("[0-9]{1,15}") ? Long.parseLong(timestamp) : 0;
    FaultyGate.Asked asked =
        new FaultyGate.Asked(
            exchange.getRequestMethod(), uri.getRawPath(), query, body, timestampMs);
    try {
      check(asked, headers);
    } catch (Refused e) {
      return FakeBitget.refusal(e.status(), e.code(), e.getMessage(), nowMs);
    }
    return gate.answer(asked, nowMs);
  }

  private void check(FaultyGate.Asked asked, Headers headers) {
    boolean saysDemo = header(headers, "paptrading").equals("1");
    if (!asked.isSigned()) {
      // Seen in demo: the clock is not there under this header.
      if (saysDemo) {
        throw new Refused(404, "40404", "Request URL NOT FOUND");
      }
      return;
    }
    if (!header(headers, "ACCESS-KEY").equals(key.key())) {
      throw new Refused("40006", "Invalid ACCESS_KEY");
    }
    if (saysDemo != demo) {
      throw new Refused("40099", "exchange environment is incorrect");
    }
    if (!header(headers, "ACCESS-PASSPHRASE").equals(key.passphrase())) {
      throw new Refused("40012", "apikey/password is incorrect");
    }
    String path = asked.query().isEmpty() ? asked.path() : asked.path() + "?" + asked.query();
    String signed = header(headers, "ACCESS-TIMESTAMP") + asked.method() + path + asked.body();
    if (!header(headers, "ACCESS-SIGN").equals(key.sign(signed))) {
      throw new Refused("40009", "sign signature error");
    }
  }

  private static String header(Headers headers, String name) {
    return Optional.ofNullable(headers.getFirst(name)).orElse("");
  }

  // Stream

  private void pump() {
    synchronized (lock) {
      long nowMs = clockMs.getAsLong();
      streams.forEach((socket, stream) -> stream.due(nowMs).forEach(event -> tell(socket, event)));
    }
  }

  private static void tell(WebSocket socket, StreamEvent event) {
    if (event instanceof StreamEvent.Lost) {
      socket.close(CloseFrame.ABNORMAL_CLOSE);
    } else if (event instanceof StreamEvent.Frame frame) {
      send(socket, frame.text());
    }
  }

  private static void send(WebSocket socket, String text) {
    try {
      socket.send(text);
    } catch (WebsocketNotConnectedException e) {
      // It went away a moment ago. Thrown on, this would end the pushes of all the others.
      return;
    }
  }

  private void heard(WebSocket socket, String text) {
    synchronized (lock) {
      long nowMs = clockMs.getAsLong();
      Optional.ofNullable(streams.get(socket))
          .ifPresent(stream -> stream.send(nowMs, checked(text, nowMs)));
    }
  }

  /** A login by a wrong key or signature is passed on without them, which refuses it. */
  private String checked(String text, long nowMs) {
    if (!text.contains("\"login\"")) {
      return text;
    }
    JsonNode arg = parsed(text).path("args").path(0);
    String timestamp = arg.path("timestamp").asText();
    boolean right =
        timestamp.matches("[0-9]{10}")
            && Math.abs(Long.parseLong(timestamp) - nowMs / 1_000) <= LOGIN_STALE_S
            && arg.path("apiKey").asText().equals(key.key())
            && arg.path("passphrase").asText().equals(key.passphrase())
            && arg.path("sign").asText().equals(key.sign(timestamp + "GET/user/verify"));
    return right ? text : "{\"op\":\"login\",\"args\":[{}]}";
  }

  private static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }

  private final class Sockets extends WebSocketServer {

    private final CountDownLatch started = new CountDownLatch(1);

    Sockets(InetSocketAddress address) {
      super(address, 1);
      setConnectionLostTimeout(0);
      setReuseAddr(true);
      setTcpNoDelay(true);
    }

    void awaitStart() {
      try {
        if (!started.await(10, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the private stream did not open");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
      synchronized (lock) {
        FaultyStream stream = new FaultyStream(venue, plan, random.split());
        stream.connect(clockMs.getAsLong());
        streams.put(socket, stream);
      }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
      synchronized (lock) {
        Optional.ofNullable(streams.remove(socket))
            .ifPresent(stream -> stream.close(clockMs.getAsLong()));
      }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      heard(socket, text);
    }

    @Override
    public void onError(WebSocket socket, Exception failure) {
      // A client that went away.
    }
  }
}
