package io.lorentz.command.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorentz.command.fault.FaultException;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Serves the live page on loopback to whoever knows its token, and pushes what has changed twice a
 * second by server-sent events. It only answers GET, only under its own name, so that a page of
 * somebody else cannot reach it by a name that is made to mean this machine.
 */
public final class PageServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String FOLDER = "/io/lorentz/command/";
  private static final String COOKIE = "lorentz";
  private static final int TOKEN_BYTES = 32;
  private static final long PUSH_EVERY_MS = 500;
  private static final JsonMapper JSON = new JsonMapper();
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final PageModel model;
  private final String token = token();
  private final Undertow server;
  private final ServerSentEventHandler events;
  private final ScheduledExecutorService pushing =
      Executors.newSingleThreadScheduledExecutor(PageServer::daemon);

  /** What was sent last, by section. */
  private final Map<String, JsonNode> sent = new LinkedHashMap<>();

  private PageServer(PageModel model, int port) {
    this.model = model;
    events = Handlers.serverSentEvents((connection, lastId) -> greet(connection));
    HttpHandler pages =
        Handlers.path()
            .addExactPath("/", file("page/page.html", "text/html; charset=utf-8"))
            .addExactPath("/page.css", file("report/page.css", "text/css; charset=utf-8"))
            .addExactPath("/live.css", file("page/live.css", "text/css; charset=utf-8"))
            .addExactPath("/live.js", file("page/live.js", "text/javascript; charset=utf-8"))
            .addExactPath("/events", events);
    server =
        Undertow.builder()
            .addHttpListener(port, HOST)
            .setIoThreads(1)
            .setWorkerThreads(2)
            .setHandler(exchange -> guard(exchange, pages))
            .build();
  }

  /**
   * Starts it.
   *
   * @param port 0 for any
   * @throws FaultException if the port is taken
   */
  public static PageServer start(PageModel model, int port) {
    PageServer page = new PageServer(model, port);
    try {
      page.server.start();
    } catch (RuntimeException e) {
      throw new FaultException(
          "the live page: cannot listen on port "
              + port
              + " ("
              + e.getMessage()
              + "); give another");
    }
    var unused =
        page.pushing.scheduleWithFixedDelay(
            page::push, PUSH_EVERY_MS, PUSH_EVERY_MS, TimeUnit.MILLISECONDS);
    return page;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "live-page");
    thread.setDaemon(true);
    return thread;
  }

  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Where it is, with the token: for the person who started it alone. */
  public URI address() {
    return URI.create("http://" + HOST + ":" + port() + "/?token=" + token);
  }

  // ---- who may look

  private void guard(HttpServerExchange exchange, HttpHandler pages) throws Exception {
    exchange
        .getResponseHeaders()
        .put(HttpString.tryFromString("Content-Security-Policy"), POLICY)
        .put(HttpString.tryFromString("X-Content-Type-Options"), "nosniff")
        .put(HttpString.tryFromString("Referrer-Policy"), "no-referrer")
        .put(Headers.CACHE_CONTROL, "no-store");
    Set<String> names = Set.of(HOST + ":" + port(), "localhost:" + port());
    if (!names.contains(exchange.getHostAndPort())) {
      refuse(
          exchange, StatusCodes.FORBIDDEN, "This is the page of one machine, under its own name.");
    } else if (!exchange.getRequestMethod().equals(Methods.GET)) {
      refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "This page is only looked at.");
    } else if (isToken(parameter(exchange))) {
      admit(exchange);
    } else if (isToken(cookie(exchange))) {
      pages.handleRequest(exchange);
    } else {
      refuse(
          exchange,
          StatusCodes.FORBIDDEN,
          "Open the address that the command has shown, token and all.");
    }
  }

  private static Optional<String> parameter(HttpServerExchange exchange) {
    return Optional.ofNullable(exchange.getQueryParameters().get("token")).map(each -> each.peek());
  }

  private static Optional<String> cookie(HttpServerExchange exchange) {
    return Optional.ofNullable(exchange.getRequestCookie(COOKIE)).map(Cookie::getValue);
  }

  private boolean isToken(Optional<String> given) {
    return given.isPresent()
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), given.get().getBytes(StandardCharsets.UTF_8));
  }

  /** The token leaves the address, and with it the browser's history. */
  private void admit(HttpServerExchange exchange) {
    exchange.setResponseCookie(
        new CookieImpl(COOKIE, token)
            .setHttpOnly(true)
            .setSameSite(true)
            .setSameSiteMode("Strict")
            .setPath("/"));
    exchange.setStatusCode(StatusCodes.SEE_OTHER);
    exchange.getResponseHeaders().put(Headers.LOCATION, "/");
    exchange.endExchange();
  }

  private static void refuse(HttpServerExchange exchange, int status, String why) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.getResponseSender().send(why + "\n");
  }

  private static HttpHandler file(String name, String type) {
    byte[] bytes = resource(name);
    return exchange -> {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
      exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
    };
  }

  private static byte[] resource(String name) {
    try (InputStream in = PageServer.class.getResourceAsStream(FOLDER + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- what is pushed

  private void greet(ServerSentEventConnection connection) {
    connection.setKeepAliveTime(TimeUnit.SECONDS.toMillis(5));
    connection.send(text(model.sections()));
  }

  private void push() {
    Map<String, JsonNode> changed = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> section : model.sections().entrySet()) {
      if (!section.getValue().equals(sent.put(section.getKey(), section.getValue()))) {
        changed.put(section.getKey(), section.getValue());
      }
    }
    if (!changed.isEmpty() && !events.getConnections().isEmpty()) {
      String text = text(changed);
      events.getConnections().forEach(connection -> connection.send(text));
    }
  }

  private static String text(Map<String, JsonNode> sections) {
    ObjectNode node = JSON.createObjectNode();
    sections.forEach(node::set);
    return node.toString();
  }

  @Override
  public void close() {
    pushing.shutdownNow();
    server.stop();
  }
}
