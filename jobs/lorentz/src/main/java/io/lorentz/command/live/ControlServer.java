package io.lorentz.command.live;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.OperatorAction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a person's commands on loopback: {@code POST /halt}, {@code /resume}, {@code /flatten} with
 * {@code {"account", "reason"}}, {@code GET /status}. Whoever asks shows the token of the {@link
 * ControlFile}. It has threads of its own, so it answers while the feed or the job is dead.
 */
final class ControlServer implements AutoCloseable {

  static final String TOKEN_HEADER = "X-Lorentz-Token";

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int TOKEN_BYTES = 32;
  private static final int MAX_BODY_BYTES = 65_536;
  private static final int THREADS = 4;
  private static final long LOOP_ANSWERS_WITHIN_SECONDS = 30;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Control control;
  private final ControlFile file;
  private final Path folder;

  private ControlServer(
      HttpServer server, ExecutorService threads, Control control, ControlFile file, Path folder) {
    this.server = server;
    this.threads = threads;
    this.control = control;
    this.file = file;
    this.folder = folder;
  }

  /**
   * Begins to listen and says where, in the file.
   *
   * @throws FaultException if the port is taken or the file cannot be written
   */
  static ControlServer start(Control control, String topic, LiveSettings settings) {
    try {
      InetSocketAddress place =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.controlPort());
      HttpServer server = HttpServer.create(place, 0);
      ControlFile file = new ControlFile(server.getAddress().getPort(), token(), topic);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS, ControlServer::daemon);
      ControlServer started =
          new ControlServer(server, threads, control, file, settings.controlFolder());
      server.setExecutor(threads);
      server.createContext("/", started::handle);
      server.start();
      file.write(settings.controlFolder());
      return started;
    } catch (IOException e) {
      throw new FaultException(
          "live.control-port "
              + settings.controlPort()
              + ": cannot be listened at ("
              + e.getMessage()
              + "); choose another, 0 takes any");
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "control");
    thread.setDaemon(true);
    return thread;
  }

  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isAllowed(exchange)) {
        answer(exchange, 403, said("the token of " + ControlFile.NAME + " is needed"));
        return;
      }
      String path = exchange.getRequestURI().getPath();
      Optional<OperatorAction> action = action(path);
      if (exchange.getRequestMethod().equals("GET") && path.equals("/status")) {
        await(exchange, control.status().thenApply(ControlServer::json));
      } else if (exchange.getRequestMethod().equals("POST") && action.isPresent()) {
        obey(exchange, action.get());
      } else {
        answer(exchange, 404, said("is POST /halt, /resume, /flatten or GET /status"));
      }
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    String shown =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(TOKEN_HEADER)).orElse("");
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), file.token().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<OperatorAction> action(String path) {
    for (OperatorAction action : OperatorAction.values()) {
      if (path.equals("/" + action.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  private void obey(HttpExchange exchange, OperatorAction action) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES));
    String account = body.path("account").asText("");
    String reason = body.path("reason").asText("");
    await(
        exchange,
        control.obey(account, action, reason).thenApply(nothing -> said("is in the log")));
  }

  private void await(HttpExchange exchange, CompletableFuture<ObjectNode> answer)
      throws IOException {
    try {
      answer(exchange, 200, answer.get(LOOP_ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      answer(exchange, 503, said("the edge could not do it; see its log"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectNode said(String text) {
    return JSON.createObjectNode().put("said", text);
  }

  /** Numbers as text, as they stand in the ledger. */
  private static ObjectNode json(EdgeStatus status) {
    ObjectNode json = JSON.createObjectNode();
    json.put("account", status.account());
    json.put("halted", status.halted());
    json.put("agrees", status.agrees());
    json.put("balance", status.balance().toPlainString());
    ObjectNode positions = json.putObject("positions");
    status
        .positions()
        .forEach((instrument, size) -> positions.put(instrument, size.toPlainString()));
    status.openOrders().forEach(json.putArray("open_orders")::add);
    status.findings().forEach(json.putArray("findings")::add);
    json.put("stream", status.stream());
    json.put("clock_offset_ms", status.clockOffsetMs());
    json.put("time_ms", status.timeMs());
    return json;
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode json)
      throws IOException {
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  int port() {
    return file.port();
  }

  @Override
  public void close() {
    file.remove(folder);
    server.stop(0);
    threads.shutdownNow();
    LOG.info("live: takes no commands any more");
  }
}
