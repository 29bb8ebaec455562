package io.lorentz.command.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A relay on loopback between HTTP/1.1 clients and a server, which tells when the first byte of
 * each request came out of its socket. It relies on clients that wait for the answer before they
 * send the next request on a connection.
 */
final class WireTap implements AutoCloseable {

  /**
   * A request.
   *
   * @param text head and body, as far as they had come by the time when the answer began
   * @param atNanos of {@link System#nanoTime}
   */
  record Request(String text, long atNanos) {}

  private final ServerSocket listening;
  private final URI server;
  private final Consumer<Request> requests;
  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Opens it at a free port.
   *
   * @param requests told on a thread of the connection
   */
  WireTap(URI server, Consumer<Request> requests) {
    this.server = server;
    this.requests = requests;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Where clients come to. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "wire-tap");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = noted(listening.accept());
        Socket behind = noted(new Socket(InetAddress.getLoopbackAddress(), server.getPort()));
        Connection connection = new Connection(client, behind);
        daemon(connection::forth);
        daemon(connection::back);
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket noted(Socket socket) throws SocketException {
    socket.setTcpNoDelay(true);
    synchronized (sockets) {
      sockets.add(socket);
    }
    return socket;
  }

  private final class Connection {
    private final Socket client;
    private final Socket behind;
    private final StringBuilder text = new StringBuilder();
    private long firstNanos;

    Connection(Socket client, Socket behind) {
      this.client = client;
      this.behind = behind;
    }

    void forth() {
      copy(client, behind, this::came);
    }

    void back() {
      copy(behind, client, bytes -> answered());
    }

    private synchronized void came(String bytes) {
      if (text.length() == 0) {
        firstNanos = System.nanoTime();
      }
      text.append(bytes);
    }

    private synchronized void answered() {
      if (text.length() > 0) {
        requests.accept(new Request(text.toString(), firstNanos));
        text.setLength(0);
      }
    }

    private void copy(Socket from, Socket to, Consumer<String> seen) {
      byte[] buffer = new byte[16_384];
      try (from;
          to) {
        OutputStream out = to.getOutputStream();
        for (int n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          seen.accept(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // One side has gone; so does the other.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
