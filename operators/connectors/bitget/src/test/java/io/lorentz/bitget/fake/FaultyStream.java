package io.lorentz.bitget.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The private stream as it reaches a client, in virtual time. Logins, acknowledgements and pongs
 * come in order while the stream lives; pushes may be lost, doubled, late or overtaken. Not
 * thread-safe.
 */
public final class FaultyStream {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long SLOWEST_PUSH_MS = 5_000;
  private static final long SHORTEST_SILENCE_MS = 5_000;
  private static final long LONGEST_SILENCE_MS = 60_000;
  private static final int WAY_MS = 40;

  private final FakeBitget venue;
  private final FaultPlan plan;
  private final SplittableRandom random;
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private Optional<FakeStream> open = Optional.empty();
  private boolean silent;
  private long connection;
  private long inOrderMs;
  private long nowMs;
  private long order;

  FaultyStream(FakeBitget venue, FaultPlan plan, SplittableRandom random) {
    this.venue = venue;
    this.plan = plan;
    this.random = random;
  }

  private record Due(long atMs, long order, long connection, StreamEvent event) {}

  /** The client connects; what it had before is gone without a word. */
  public void connect(long atMs) {
    nowMs = atMs;
    drop();
    connection++;
    silent = false;
    inOrderMs = atMs;
    if (plan.happens(Fault.NOT_CONNECTED, random)) {
      later(way(), new StreamEvent.Lost());
      return;
    }
    open = Optional.of(venue.connect(atMs));
    inOrder(atMs, new StreamEvent.Opened());
  }

  /** The client closes it; no event tells of that. */
  public void close(long atMs) {
    nowMs = atMs;
    drop();
    connection++;
  }

  private void drop() {
    open.ifPresent(FakeStream::close);
    open = Optional.empty();
  }

  /** The client sends a text; into a dead stream without notice. */
  public void send(long atMs, String text) {
    gather(atMs);
    if (!silent) {
      open.ifPresent(stream -> stream.receive(atMs, text));
    }
    gather(atMs);
  }

  /** What has come until now, in order. The market must not be ahead of this time. */
  public List<StreamEvent> due(long atMs) {
    gather(atMs);
    List<StreamEvent> due = new ArrayList<>();
    while (!queue.isEmpty() && queue.peek().atMs() <= atMs) {
      Due next = queue.remove();
      if (next.connection() == connection) {
        due.add(next.event());
        if (next.event() instanceof StreamEvent.Lost) {
          drop();
          connection++;
        }
      }
    }
    return due;
  }

  /** When there will be something; empty while nothing is on its way. */
  OptionalLong nextDueMs() {
    gather(nowMs);
    queue.removeIf(due -> due.connection() != connection);
    return queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(queue.peek().atMs());
  }

  private void gather(long atMs) {
    // Pushes left the venue at their own times, which are before this one.
    open.ifPresent(stream -> stream.take().forEach(text -> gathered(text, atMs)));
    nowMs = Math.max(nowMs, atMs);
    if (open.isPresent() && !open.get().isOpen(nowMs)) {
      lose(0);
    }
  }

  private void gathered(String text, long atMs) {
    // What was sent into a stream that is dead, or was lost a frame ago, is gone.
    if (silent || open.isEmpty()) {
      return;
    }
    JsonNode frame = text.equals("pong") ? MAPPER.missingNode() : parsed(text);
    nowMs = Math.max(nowMs, frame.path("ts").asLong(atMs));
    if (frame.has("data")) {
      push(text, frame);
    } else {
      inOrder(nowMs, new StreamEvent.Frame(text));
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The venue has sent no JSON: " + text, e);
    }
  }

  private void push(String text, JsonNode frame) {
    if (isPartialFill(frame) && plan.happens(Fault.LOST_AFTER_PARTIAL_FILL, random)) {
      if (random.nextBoolean()) {
        inOrder(nowMs, new StreamEvent.Frame(text));
      }
      lose(WAY_MS);
    } else if (plan.happens(Fault.STREAM_LOST, random)) {
      lose(0);
    } else if (plan.happens(Fault.HALF_OPEN, random)) {
      silent = true;
      later(between(SHORTEST_SILENCE_MS, LONGEST_SILENCE_MS), new StreamEvent.Lost());
    } else if (!plan.happens(Fault.PUSH_LOST, random)) {
      deliver(new StreamEvent.Frame(text));
    }
  }

  private static boolean isPartialFill(JsonNode frame) {
    return frame.path("data").path(0).path("status").asText().equals("partially_filled");
  }

  private void deliver(StreamEvent.Frame frame) {
    if (plan.happens(Fault.PUSH_LATE, random)) {
      later(between(WAY_MS, SLOWEST_PUSH_MS), frame);
    } else {
      inOrder(nowMs, frame);
    }
    if (plan.happens(Fault.PUSH_TWICE, random)) {
      later(between(0, SLOWEST_PUSH_MS), frame);
    }
  }

  /** The venue's end is gone now; the client hears of it after what is on its way in order. */
  private void lose(long afterMs) {
    open.ifPresent(FakeStream::close);
    open = Optional.empty();
    inOrderMs = Math.max(inOrderMs, nowMs) + afterMs;
    queue.add(new Due(inOrderMs, order++, connection, new StreamEvent.Lost()));
  }

  private void inOrder(long atMs, StreamEvent event) {
    inOrderMs = Math.max(inOrderMs, atMs + way());
    queue.add(new Due(inOrderMs, order++, connection, event));
  }

  private void later(long afterMs, StreamEvent event) {
    queue.add(new Due(nowMs + afterMs, order++, connection, event));
  }

  private long way() {
    return 1L + random.nextInt(WAY_MS);
  }

  private long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }
}
