package io.lorentz.bitget;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** The private stream on loopback: it takes every login, and what it is told to. */
final class LoopbackStream implements AutoCloseable {

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch started = new CountDownLatch(1);
  private final Server server = new Server();

  private volatile String login = "{\"event\":\"login\",\"code\":0}";
  private volatile boolean silent;
  private volatile boolean acks = true;

  LoopbackStream() throws InterruptedException {
    server.setReuseAddr(true);
    server.start();
    if (!started.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not start");
    }
  }

  Hosts hosts() {
    URI here = URI.create("ws://127.0.0.1:" + server.getPort());
    return new Hosts(here, here, true);
  }

  List<String> heard() {
    return heard;
  }

  int connections() {
    return connections.get();
  }

  int closed() {
    return closed.get();
  }

  /** What it answers to a login from now on. */
  void login(String answer) {
    login = answer;
  }

  /** Whether it says nothing any more, not even to a ping. */
  void silent(boolean now) {
    silent = now;
  }

  /** Whether it confirms subscriptions. */
  void acks(boolean now) {
    acks = now;
  }

  void say(String frame) {
    server.broadcast(frame);
  }

  void cut() {
    server.getConnections().forEach(WebSocket::close);
  }

  @Override
  public void close() throws InterruptedException {
    server.stop(1_000);
  }

  private void answer(WebSocket from, String text) {
    if (text.equals("ping")) {
      from.send("pong");
    } else if (text.contains("\"login\"")) {
      from.send(login);
    } else if (acks) {
      for (String channel : List.of("orders", "orders-algo", "fill", "positions", "account")) {
        from.send("{\"event\":\"subscribe\",\"arg\":{\"channel\":\"" + channel + "\"}}");
      }
    }
  }

  private final class Server extends WebSocketServer {

    Server() {
      super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public void onOpen(WebSocket from, ClientHandshake handshake) {
      connections.incrementAndGet();
    }

    @Override
    public void onClose(WebSocket from, int code, String reason, boolean remote) {
      closed.incrementAndGet();
    }

    @Override
    public void onMessage(WebSocket from, String text) {
      heard.add(text);
      if (!silent) {
        answer(from, text);
      }
    }

    @Override
    public void onError(WebSocket from, Exception e) {
      // Tells of connections that were cut, which the tests do on purpose.
    }

    @Override
    public void onStart() {
      started.countDown();
    }
  }
}
