package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WireTest {

  private static final Credentials KEY =
      new Credentials("bg_fake_api_key", "fake-secret-for-tests", "fake-passphrase");
  private static final Duration WAIT = Duration.ofMillis(500);

  @Test
  void anAnswerThatStopsInTheMiddleIsNoneAndItsConnectionIsGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI rest = URI.create("http://127.0.0.1:" + server.getLocalPort());
      Wire wire = new Wire(new Hosts(rest, rest, false), KEY, new Wire.Waits(WAIT, WAIT));
      CompletableFuture<Delivery> delivery =
          wire.send(RestCall.get(Limits.DETAIL, Urgency.ASK, Map.of()), 0);
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(30_000);
        readHead(socket.getInputStream());
        socket.getOutputStream().write(head("{\"code\""));
        socket.getOutputStream().flush();
        assertThat(delivery.get(30, TimeUnit.SECONDS))
            .isEqualTo(new Delivery.NoAnswer("no whole answer within 500 ms"));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  /** A body of 100 characters is announced, and a few come. */
  private static byte[] head(String some) {
    return ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + some)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
  }
}
