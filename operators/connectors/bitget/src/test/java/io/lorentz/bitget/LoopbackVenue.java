package io.lorentz.bitget;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** REST on loopback that answers what it was told to, in turn, and remembers what it was asked. */
final class LoopbackVenue implements AutoCloseable {

  /** What it was asked. */
  record Asked(String method, String target, String body, Headers headers, long atNanos) {}

  /** No answer is given, and the connection is cut. */
  static final int CUT = -1;

  /** No answer is given, and the connection stays. */
  static final int SILENCE = -2;

  private record Told(int status, String body) {}

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, ConcurrentLinkedQueue<Told>> answers = new ConcurrentHashMap<>();
  private final AtomicLong aheadMs = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  LoopbackVenue() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  Hosts hosts(boolean demo) {
    URI rest = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new Hosts(rest, rest, demo);
  }

  /** How much its clock is ahead. */
  void ahead(long ms) {
    aheadMs.set(ms);
  }

  /** The next answer of a path. Without one, it says success and no data. */
  void answer(String path, int status, String body) {
    answers.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(new Told(status, body));
  }

  List<Asked> asked(String path) {
    return asked.stream().filter(each -> each.target().startsWith(path)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            body,
            exchange.getRequestHeaders(),
            System.nanoTime()));
    String path = exchange.getRequestURI().getPath();
    Told told =
        Optional.ofNullable(answers.get(path)).map(ConcurrentLinkedQueue::poll).orElse(usual(path));
    if (told.status() == CUT) {
      exchange.close();
    } else if (told.status() != SILENCE) {
      reply(exchange, told);
    }
  }

  private Told usual(String path) {
    return path.equals(Limits.TIME)
        ? new Told(
            200,
            "{\"code\":\"00000\",\"data\":{\"serverTime\":\""
                + (System.currentTimeMillis() + aheadMs.get())
                + "\"}}")
        : new Told(200, "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"orderId\":\"1\"}}");
  }

  private static void reply(HttpExchange exchange, Told told) throws IOException {
    byte[] bytes = told.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(told.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
