package io.lorentz.exchanges.feed;

import io.github.bucket4j.Bucket;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Json;
import io.lorentz.exchanges.dialect.RestLimit;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The real network, by {@code java.net.http}: sockets with one text under way at a time, requests
 * within the venue's limit. Calls come on the feed's thread.
 */
final class JdkNetwork implements RunningFeed.ClosableNetwork {

  private static final Duration HANDSHAKE_WITHIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** No frame of a venue is longer; a longer one is a fault of somebody. */
  private static final int MAX_FRAME_CHARS = 8 << 20;

  private static final int BAD_REQUEST = 400;

  private final HttpClient client;
  private final URI restAddress;
  private final ScheduledExecutorService thread;
  private final RunningFeed.Ears ears;
  private final Bucket limit;
  private final Map<Integer, Connection> connections = new HashMap<>();
  private long connectionNumber;

  JdkNetwork(
      HttpClient client, Dialect dialect, ScheduledExecutorService thread, RunningFeed.Ears ears) {
    this.client = client;
    this.restAddress = dialect.restAddress();
    this.thread = thread;
    this.ears = ears;
    limit = dialect.limit().bucket();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are told to the feed
  public void open(int link, URI address, Map<String, String> headers) {
    cut(link);
    Connection connection = new Connection(link, ++connectionNumber);
    connections.put(link, connection);
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(HANDSHAKE_WITHIN);
    headers.forEach(builder::header);
    builder
        .buildAsync(address, connection)
        .whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                connection.gone(failure.toString());
              }
            });
  }

  @Override
  public void send(int link, String text) {
    Connection connection = connections.get(link);
    if (connection != null) {
      connection.send(text);
    }
  }

  @Override
  public void ping(int link) {
    Connection connection = connections.get(link);
    if (connection != null) {
      connection.ping();
    }
  }

  @Override
  public void cut(int link) {
    Connection connection = connections.remove(link);
    if (connection != null) {
      connection.abort();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // every outcome is an answer
  public void ask(RestRequest request, AnswerSink sink) {
    limit
        .asScheduler()
        .consume(request.weight(), thread)
        .thenCompose(
            granted ->
                client.sendAsync(
                    request.http(restAddress, ANSWER_WITHIN), HttpResponse.BodyHandlers.ofString()))
        .handle(JdkNetwork::answer)
        .thenAccept(answer -> thread.execute(() -> ears.onAnswer(sink, answer)));
  }

  private static Answer answer(HttpResponse<String> response, Throwable failure) {
    if (failure != null) {
      return new Answer.Failed(failure.toString(), OptionalLong.empty());
    }
    if (response.statusCode() >= BAD_REQUEST) {
      return new Answer.Failed("status=" + response.statusCode(), RestLimit.retryAfterMs(response));
    }
    try {
      return new Answer.Got(Json.parse(response.body()));
    } catch (UnreadableFrameException e) {
      return new Answer.Failed(e.getMessage(), OptionalLong.empty());
    }
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::abort);
  }

  /** One socket; told apart from those that were opened for its link before and after. */
  private final class Connection implements WebSocket.Listener {

    private final int link;
    private final long number;
    private final StringBuilder parts = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);
    private volatile WebSocket socket;
    private volatile boolean aborted;

    Connection(int link, long number) {
      this.link = link;
      this.number = number;
    }

    private void tell(Runnable step) {
      thread.execute(
          () -> {
            Connection current = connections.get(link);
            if (current != null && current.number == number) {
              step.run();
            }
          });
    }

    void gone(String told) {
      tell(() -> ears.onClosed(link, told));
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      if (aborted) {
        opened.abort();
        return;
      }
      tell(() -> ears.onOpen(link));
      opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (parts.length() > MAX_FRAME_CHARS) {
        from.abort();
        gone("a frame longer than " + MAX_FRAME_CHARS);
        return null;
      }
      if (last) {
        String text = parts.toString();
        parts.setLength(0);
        tell(() -> ears.onText(link, text));
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] some = new byte[data.remaining()];
      data.get(some);
      bytes.writeBytes(some);
      if (bytes.size() > MAX_FRAME_CHARS) {
        from.abort();
        gone("a frame longer than " + MAX_FRAME_CHARS);
        return null;
      }
      if (last) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        tell(() -> ears.onText(link, text));
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      tell(() -> ears.onSign(link));
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      tell(() -> ears.onSign(link));
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      gone(status + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      gone(failure.toString());
    }

    /** One after the other, as the client demands; what cannot be sent is noticed by the reader. */
    void send(String text) {
      WebSocket open = socket;
      if (open != null) {
        lastSend =
            lastSend.handle((done, failure) -> done).thenCompose(done -> open.sendText(text, true));
      }
    }

    void ping() {
      WebSocket open = socket;
      if (open != null) {
        lastSend =
            lastSend
                .handle((done, failure) -> done)
                .thenCompose(done -> open.sendPing(ByteBuffer.allocate(0)));
      }
    }

    void abort() {
      aborted = true;
      WebSocket open = socket;
      if (open != null) {
        open.abort();
      }
    }
  }
}
