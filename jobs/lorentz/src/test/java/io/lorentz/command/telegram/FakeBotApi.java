package io.lorentz.command.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Telegram's bot interface for one token: it keeps updates until they are confirmed. */
public final class FakeBotApi implements AutoCloseable {

  /** A token of the form that Telegram gives. */
  public static final String TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

  /** The bot's name. */
  static final String NAME = "Lorentz_bot";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_S = 60;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<ObjectNode> updates = new ArrayList<>();
  private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
  private boolean forgetful = true;
  private boolean refuses;
  private boolean stalls;
  private boolean closed;

  /**
   * What the bot sent.
   *
   * @param chat chat
   * @param text text
   */
  public record Sent(long chat, String text) {}

  private FakeBotApi(HttpServer server) {
    this.server = server;
  }

  /** Listens on loopback. */
  public static FakeBotApi start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeBotApi api = new FakeBotApi(server);
    server.createContext("/", api::answer);
    server.setExecutor(api.threads);
    server.start();
    return api;
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Writes the token as a person shall keep it. */
  public static Path tokenFile(Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return file;
  }

  /** Somebody writes to the bot. */
  public synchronized void written(long id, long chat, long timeS, String text) {
    ObjectNode update = JSON.createObjectNode().put("update_id", id);
    ObjectNode message = update.putObject("message").put("date", timeS).put("text", text);
    message.putObject("chat").put("id", chat).put("type", "private");
    updates.add(update);
    notifyAll();
  }

  /** From now on it gives again what was confirmed, whatever it is asked for. */
  synchronized void repeatEverything() {
    forgetful = false;
  }

  /** Whether it refuses to send what the bot wants to say. */
  public synchronized void refuse(boolean all) {
    refuses = all;
  }

  /** From now on it begins to answer what the bot wants to say, and does not end. */
  synchronized void stall() {
    stalls = true;
  }

  /** What the bot says next. */
  public Sent await() throws InterruptedException {
    Sent next = sent.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertThat(next).as("a message of the bot in time").isNotNull();
    return next;
  }

  /** What it has said since it was last asked. */
  public List<Sent> sent() {
    List<Sent> all = new ArrayList<>();
    sent.drainTo(all);
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/bot" + TOKEN + "/getUpdates")) {
        say(exchange, 200, updates(body.path("offset").asLong(), body.path("timeout").asLong()));
      } else if (path.equals("/bot" + TOKEN + "/sendMessage")) {
        say(exchange, body);
      } else if (path.equals("/bot" + TOKEN + "/getMe")) {
        ObjectNode result = JSON.createObjectNode().put("ok", true);
        result.putObject("result").put("username", NAME);
        say(exchange, 200, result);
      } else {
        say(exchange, 401, JSON.createObjectNode().put("description", "Unauthorized"));
      }
    }
  }

  private void say(HttpExchange exchange, JsonNode message) throws IOException {
    boolean refused;
    synchronized (this) {
      refused = refuses;
    }
    if (stalled(exchange)) {
      return;
    }
    if (refused) {
      say(exchange, 400, JSON.createObjectNode().put("description", "Bad Request: chat not found"));
      return;
    }
    sent.add(new Sent(message.path("chat_id").asLong(), message.path("text").asText()));
    ObjectNode result = JSON.createObjectNode().put("ok", true);
    result.putObject("result").put("message_id", 1);
    say(exchange, 200, result);
  }

  /** Whether it began to answer and left it at that. */
  private synchronized boolean stalled(HttpExchange exchange) throws IOException {
    if (!stalls) {
      return false;
    }
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
    try {
      while (!closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private synchronized ObjectNode updates(long offset, long timeoutS) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
    if (forgetful) {
      updates.removeIf(update -> update.path("update_id").asLong() < offset);
    }
    try {
      while (updates.isEmpty() && !closed && System.nanoTime() < deadlineNanos) {
        TimeUnit.NANOSECONDS.timedWait(this, deadlineNanos - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ObjectNode answer = JSON.createObjectNode().put("ok", true);
    ArrayNode result = answer.putArray("result");
    result.addAll(updates);
    return answer;
  }

  private static void say(HttpExchange exchange, int status, ObjectNode said) throws IOException {
    byte[] bytes = said.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
