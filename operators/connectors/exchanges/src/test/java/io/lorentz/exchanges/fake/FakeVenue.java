package io.lorentz.exchanges.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A venue on loopback: REST and WebSocket in its own words, with faults drawn from a seed. */
public final class FakeVenue implements AutoCloseable {

  private static final int LATE_FINAL_MS = 300;
  private static final int QUOTE_EVERY_MS = 1_000;
  private static final BigDecimal HALF_SPREAD = new BigDecimal("0.1");

  private final String name;
  private final Speech speech;
  private final FakeRecording.Bars market;
  private final LongSupplier clockMs;
  private final SplittableRandom random;
  private final HttpServer http;
  private final ExecutorService answering = Executors.newFixedThreadPool(2);
  private final Sockets sockets;
  private final ScheduledExecutorService pushing = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> pushes;
  private final Map<WebSocket, Listener> listeners = new ConcurrentHashMap<>();
  private final Map<String, Pushed> pushed = new TreeMap<>();
  private final AtomicLong frames = new AtomicLong();
  private volatile Faults faults;

  /** Somebody who listens. */
  private static final class Listener {
    private final TreeSet<String> symbols = new TreeSet<>();
    private boolean quotes;
    private boolean silent;
    private Optional<String> held = Optional.empty();
  }

  /** What was last shown of a symbol. */
  private static final class Pushed {
    private long startMs = Long.MIN_VALUE;
    private int steps;
    private boolean finalShown = true;
    private long quotedMs;
  }

  /** One with the usual bars. */
  public FakeVenue(String name, FakeMarket market, LongSupplier clockMs, Faults faults, long seed) {
    this(name, market::bar, clockMs, faults, seed);
  }

  /** One that shows bars of somebody's own. */
  public FakeVenue(
      String name, FakeRecording.Bars market, LongSupplier clockMs, Faults faults, long seed) {
    this.name = name;
    this.speech = Speech.of(name);
    this.market = market;
    this.clockMs = clockMs;
    this.faults = faults;
    this.random = new SplittableRandom(seed ^ name.hashCode());
    speech.symbols().keySet().forEach(symbol -> pushed.put(symbol, new Pushed()));
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      http = HttpServer.create(anyPort, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::handle);
    http.setExecutor(answering);
    http.start();
    sockets = new Sockets(anyPort);
    sockets.start();
    sockets.awaitStart();
    pushes = pushing.scheduleWithFixedDelay(this::push, 1, 1, TimeUnit.MILLISECONDS);
  }

  /** The venue's dialect, spoken to this server. */
  public Dialect dialect() {
    return new Elsewhere(
        Dialects.of(name).orElseThrow(),
        URI.create("http://127.0.0.1:" + http.getAddress().getPort()),
        URI.create("ws://127.0.0.1:" + sockets.getPort()));
  }

  /** Changes what goes wrong. */
  public void suffer(Faults other) {
    faults = other;
  }

  /** Frames sent, whole or not. */
  public long frames() {
    return frames.get();
  }

  /** Contracts in base currency, as the venue's bar tells it. */
  public double volume(Shape shape) {
    return speech.contractSize().multiply(BigDecimal.valueOf(shape.contracts())).doubleValue();
  }

  private long nowMs() {
    return clockMs.getAsLong() + faults.skewMs();
  }

  private synchronized boolean drawn(double chance) {
    return chance > 0 && random.nextDouble() < chance;
  }

  private boolean isQuiet(String symbol, long startMs) {
    if (faults.quiet() == 0) {
      return false;
    }
    long seed = symbol.hashCode() * 131L + startMs;
    return new SplittableRandom(seed).nextDouble() < faults.quiet();
  }

  // Frames

  private void push() {
    long now = nowMs();
    for (Map.Entry<String, String> symbol : speech.symbols().entrySet()) {
      try {
        push(symbol.getKey(), symbol.getValue(), now);
      } catch (RuntimeException e) {
        // A connection that went away while it was written to.
        frames.incrementAndGet();
      }
    }
  }

  private void push(String symbol, String instrument, long now) {
    Pushed shown = pushed.get(symbol);
    long startMs = Math.floorDiv(now, FakeMarket.MINUTE_MS) * FakeMarket.MINUTE_MS;
    if (shown.startMs != startMs) {
      if (!shown.finalShown && now < startMs + LATE_FINAL_MS) {
        return;
      }
      if (!shown.finalShown && shown.startMs + FakeMarket.MINUTE_MS == startMs) {
        Shape last = market.bar(name, instrument, shown.startMs, FakeMarket.STEPS);
        show(symbol, shown.startMs, last, true, now);
      }
      shown.startMs = startMs;
      shown.steps = 0;
      shown.finalShown = isQuiet(symbol, startMs);
    }
    int steps =
        (int) Math.min(FakeMarket.STEPS, (now - startMs) * FakeMarket.STEPS / FakeMarket.MINUTE_MS);
    if (steps > shown.steps && !isQuiet(symbol, startMs)) {
      shown.steps = steps;
      show(symbol, startMs, market.bar(name, instrument, startMs, steps), false, now);
    }
    if (steps > 0 && now >= shown.quotedMs + QUOTE_EVERY_MS) {
      shown.quotedMs = now;
      quote(symbol, market.bar(name, instrument, startMs, steps).close(), now);
    }
  }

  private void quote(String symbol, BigDecimal last, long now) {
    for (Map.Entry<WebSocket, Listener> each : listeners.entrySet()) {
      Listener listener = each.getValue();
      if (listener.quotes && !listener.silent && listener.symbols.contains(symbol)) {
        each.getKey()
            .send(speech.quote(symbol, last.subtract(HALF_SPREAD), last.add(HALF_SPREAD), now));
      }
    }
  }

  private void show(String symbol, long startMs, Shape shape, boolean closed, long now) {
    String frame = speech.bar(symbol, startMs, shape, closed, now);
    for (Map.Entry<WebSocket, Listener> each : listeners.entrySet()) {
      Listener listener = each.getValue();
      if (!listener.symbols.contains(symbol) || listener.silent) {
        continue;
      }
      frames.incrementAndGet();
      if (drawn(faults.cut())) {
        each.getKey().closeConnection(CloseFrame.ABNORMAL_CLOSE, "cut");
      } else if (drawn(faults.halfOpen())) {
        listener.silent = true;
      } else if (drawn(faults.later()) && listener.held.isEmpty()) {
        listener.held = Optional.of(frame);
      } else {
        send(each.getKey(), listener, frame);
      }
    }
  }

  private void send(WebSocket socket, Listener listener, String frame) {
    if (drawn(faults.torn())) {
      socket.send(frame.substring(0, frame.length() * 2 / 3));
    } else {
      socket.send(frame);
    }
    if (drawn(faults.twice())) {
      socket.send(frame);
    }
    listener.held.ifPresent(socket::send);
    listener.held = Optional.empty();
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
          throw new IllegalStateException("the sockets of " + name + " did not open");
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
      listeners.put(socket, new Listener());
      speech.greeting().ifPresent(socket::send);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
      listeners.remove(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
      Listener listener = listeners.get(socket);
      if (listener == null || listener.silent) {
        return;
      }
      speech.reply(text).ifPresent(socket::send);
      List<String> symbols = speech.subscribed(text);
      if (!symbols.isEmpty() && !drawn(faults.mute())) {
        boolean quotes = speech.wantsQuotes(text);
        pushing.execute(
            () -> {
              listener.symbols.addAll(symbols);
              listener.quotes |= quotes;
            });
      }
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
      Listener listener = listeners.get(socket);
      if (listener != null && !listener.silent) {
        super.onWebsocketPing(socket, ping);
      }
    }

    @Override
    public void onError(WebSocket socket, Exception failure) {
      // A client that went away.
    }
  }

  // Answers

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (drawn(faults.tooMany())) {
        exchange.getResponseHeaders().add("Retry-After", "1");
        answer(exchange, 429, "{\"code\":\"429\",\"msg\":\"Too many requests\"}");
      } else if (drawn(faults.broken())) {
        answer(exchange, 500, "<html>Internal Server Error</html>");
      } else {
        answer(exchange, 200, body(exchange));
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String body(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = new TreeMap<>();
    String text = exchange.getRequestURI().getQuery();
    if (text != null) {
      for (String pair : text.split("&", -1)) {
        query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
    }
    return switch (speech.asked(path)) {
      case CLOCK -> speech.clock(nowMs());
      case TICKET -> speech.ticket(sockets.getPort());
      case SPEC -> speech.spec(speech.symbol(path, query));
      case FUNDINGS -> speech.fundings(speech.symbol(path, query), fundings());
      case BARS -> bars(speech.symbol(path, query), speech.range(query));
    };
  }

  private String bars(String symbol, long[] range) {
    long now = nowMs();
    TreeMap<Long, Shape> bars = new TreeMap<>();
    long fromMs = Math.floorDiv(range[0] + FakeMarket.MINUTE_MS - 1, FakeMarket.MINUTE_MS);
    for (long minute = fromMs; minute * FakeMarket.MINUTE_MS <= range[1]; minute++) {
      long startMs = minute * FakeMarket.MINUTE_MS;
      int steps = (int) Math.min(FakeMarket.STEPS, (now - startMs) / 5_000);
      if (steps > 0 && bars.size() < range[2]) {
        bars.put(startMs, market.bar(name, speech.symbols().get(symbol), startMs, steps));
      }
    }
    return speech.bars(symbol, bars, now);
  }

  private NavigableMap<Long, BigDecimal> fundings() {
    NavigableMap<Long, BigDecimal> fundings = new TreeMap<>();
    long eightHoursMs = 8L * 3_600_000;
    long last = Math.floorDiv(nowMs(), eightHoursMs);
    for (long i = last - 3; i <= last; i++) {
      fundings.put(i * eightHoursMs, BigDecimal.valueOf(i % 7 - 3, 5));
    }
    return fundings;
  }

  @Override
  public void close() {
    pushes.cancel(false);
    pushing.shutdownNow();
    http.stop(0);
    answering.shutdownNow();
    try {
      sockets.stop(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
