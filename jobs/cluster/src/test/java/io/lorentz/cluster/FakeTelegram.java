package io.lorentz.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes messages as Telegram's bot interface does, for one token and one chat. */
final class FakeTelegram implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final String token;
  private final long chat;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  private FakeTelegram(HttpServer server, String token, long chat) {
    this.server = server;
    this.token = token;
    this.chat = chat;
  }

  static FakeTelegram start(String token, long chat) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeTelegram telegram = new FakeTelegram(server, token, chat);
    server.createContext("/", telegram::answer);
    server.start();
    return telegram;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The next message with these words in it; those before it are passed over. */
  String await(String words, Duration patience) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    String message = "";
    while (!message.contains(words)) {
      message = messages.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(message).as("message with '%s' within %s", words, patience).isNotNull();
    }
    return message;
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    boolean known =
        exchange.getRequestURI().getPath().equals("/bot" + token + "/sendMessage")
            && body.path("chat_id").asText().equals(String.valueOf(chat));
    String said =
        known
            ? "{\"ok\":true,\"result\":{\"message_id\":1,\"date\":1,\"chat\":{\"id\":"
                + chat
                + ",\"type\":\"private\"}}}"
            : "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}";
    if (known) {
      messages.add(body.path("text").asText());
    }
    byte[] bytes = said.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
