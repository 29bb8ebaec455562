package io.lorentz.command.page;

import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.Signal;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
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
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the live page on loopback to whoever knows its token, and pushes what has changed twice a
 * second by server-sent events; who is slow gets several changes as one. It only answers GET, only
 * under its own name, so that a page of somebody else cannot reach it by a name that is made to
 * mean this machine.
 */
public final class PageServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);
  private static final String HOST = "127.0.0.1";
  private static final String FOLDER = "/io/lorentz/command/";
  private static final int TOKEN_BYTES = 32;
  private static final long PUSH_EVERY_MS = 500;

  /** However little happens, so that a page can tell silence from a broken line. */
  private static final long BEAT_EVERY_MS = 2_000;

  private static final int VIEWERS = 8;
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final PageModel model;
  private final RetraceDesk desk;
  private final String token = token();
  private final Undertow server;
  private final Map<ServerSentEventConnection, Viewer> viewers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService pushing =
      Executors.newSingleThreadScheduledExecutor(PageServer::daemon);

  private PageServer(PageModel model, Retracing retracing, int port) {
    this.model = model;
    desk = new RetraceDesk(retracing);
    HttpHandler events = Handlers.serverSentEvents((connection, lastId) -> greet(connection));
    HttpHandler pages =
        Handlers.path()
            .addExactPath("/", file("page/page.html", "text/html; charset=utf-8"))
            .addExactPath("/page.css", file("report/page.css", "text/css; charset=utf-8"))
            .addExactPath("/live.css", file("page/live.css", "text/css; charset=utf-8"))
            .addExactPath("/live.js", file("page/live.js", "text/javascript; charset=utf-8"))
            .addExactPath(
                "/element.js", file("report/element.js", "text/javascript; charset=utf-8"))
            .addExactPath("/table.js", file("page/table.js", "text/javascript; charset=utf-8"))
            .addExactPath("/chain.js", file("page/chain.js", "text/javascript; charset=utf-8"))
            .addExactPath("/retrace", this::retrace)
            .addExactPath("/events", exchange -> admitViewer(exchange, events));
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
   * @param retracing works the log off again for the chain of an order; taken over
   * @param port 0 for any
   * @throws FaultException if the port is taken
   */
  public static PageServer start(PageModel model, Retracing retracing, int port) {
    PageServer page = new PageServer(model, retracing, port);
    try {
      page.server.start();
    } catch (RuntimeException e) {
      page.desk.close();
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
          exchange,
          StatusCodes.FORBIDDEN,
          "This page answers as "
              + HOST
              + ":"
              + port()
              + " only; from another machine: ssh -L "
              + port()
              + ":"
              + HOST
              + ":"
              + port()
              + " and that address.");
    } else if (!exchange.getRequestMethod().equals(Methods.GET)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET");
      refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "This page is only looked at.");
    } else if (isToken(parameter(exchange, "token"))) {
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

  private static Optional<String> parameter(HttpServerExchange exchange, String name) {
    return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::peek);
  }

  private Optional<String> cookie(HttpServerExchange exchange) {
    return Optional.ofNullable(exchange.getRequestCookie(cookieName())).map(Cookie::getValue);
  }

  /** Cookies know no ports: another page on this machine must not take the place of this one's. */
  private String cookieName() {
    return "lorentz-" + port();
  }

  private boolean isToken(Optional<String> given) {
    return given.isPresent()
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), given.get().getBytes(StandardCharsets.UTF_8));
  }

  /** The token leaves the address, and with it the browser's history. */
  private void admit(HttpServerExchange exchange) {
    exchange.setResponseCookie(
        new CookieImpl(cookieName(), token)
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
      exchange.getResponseSender().send(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    };
  }

  private static byte[] resource(String name) {
    try (InputStream in = PageServer.class.getResourceAsStream(FOLDER + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- what led to a signal

  private void retrace(HttpServerExchange exchange) {
    Optional<String> key = parameter(exchange, "signal");
    Optional<Signal> signal = key.flatMap(model::signal);
    if (signal.isEmpty()) {
      refuse(exchange, StatusCodes.NOT_FOUND, "This signal is no longer among the last.");
      return;
    }
    String answer = desk.ask(key.get(), signal.get()).toString();
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
    exchange.getResponseSender().send(answer);
  }

  // ---- what is pushed

  /** What one browser has been told. */
  private static final class Viewer {
    private final AtomicBoolean sending = new AtomicBoolean();
    private long revision;
    private long toldNanos;

    boolean isDue(long nowNanos) {
      return nowNanos - toldNanos >= TimeUnit.MILLISECONDS.toNanos(BEAT_EVERY_MS);
    }
  }

  private void admitViewer(HttpServerExchange exchange, HttpHandler events) throws Exception {
    if (viewers.size() >= VIEWERS) {
      refuse(
          exchange,
          StatusCodes.SERVICE_UNAVAILABLE,
          "As many as " + VIEWERS + " browsers look already; close one.");
      return;
    }
    events.handleRequest(exchange);
  }

  private void greet(ServerSentEventConnection connection) {
    Viewer viewer = new Viewer();
    viewers.put(connection, viewer);
    connection.addCloseTask(viewers::remove);
    // From the one thread that sends, so that what is told stays in order.
    pushing.execute(() -> tell(connection, viewer));
  }

  private void push() {
    try {
      viewers.forEach(this::tell);
    } catch (RuntimeException e) {
      // Or nobody would ever be told anything again.
      LOG.warn("live page: a push has failed", e);
    }
  }

  private void tell(ServerSentEventConnection connection, Viewer viewer) {
    if (!connection.isOpen()) {
      viewers.remove(connection);
      return;
    }
    // Who has not taken the last message gets the next with all that has changed by then.
    if (viewer.sending.get()) {
      return;
    }
    PageModel.Changes changes = model.changesSince(viewer.revision);
    long nowNanos = System.nanoTime();
    if (!changes.news() && viewer.revision > 0 && !viewer.isDue(nowNanos)) {
      return;
    }
    viewer.sending.set(true);
    viewer.revision = changes.revision();
    viewer.toldNanos = nowNanos;
    connection.send(
        changes.message().toString(),
        new ServerSentEventConnection.EventCallback() {
          @Override
          public void done(ServerSentEventConnection to, String data, String event, String id) {
            viewer.sending.set(false);
          }

          @Override
          public void failed(
              ServerSentEventConnection to, String data, String event, String id, IOException e) {
            viewers.remove(to);
          }
        });
  }

  @Override
  public void close() {
    pushing.shutdownNow();
    server.stop();
    desk.close();
  }
}
