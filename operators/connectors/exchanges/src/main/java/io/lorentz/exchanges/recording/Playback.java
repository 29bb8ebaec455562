package io.lorentz.exchanges.recording;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.feed.Network;
import io.lorentz.exchanges.feed.RunningFeed;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Networks on which a recording plays: each frame comes when the clock has reached its time, over
 * the connection that stands then. What was not recorded does not come.
 */
public final class Playback implements RunningFeed.Networks {

  private static final long SKIPPED_BEFORE_MS = 60_000;

  private final Recording recording;
  private final LongSupplier clockMs;

  /**
   * Plays a recording.
   *
   * @param clockMs the clock of the feeds; however fast it runs, nothing comes before its time
   */
  public Playback(Recording recording, LongSupplier clockMs) {
    this.recording = recording;
    this.clockMs = clockMs;
  }

  /** The venue as the recording knows it; give this to the feed. */
  public Dialect dialect(Dialect dialect, List<String> instruments) {
    return new RecordedDialect(
        dialect, instruments.stream().map(dialect::symbol).toList(), recording.of(dialect.venue()));
  }

  @Override
  public RunningFeed.ClosableNetwork make(
      Dialect dialect, ScheduledExecutorService thread, RunningFeed.Ears ears) {
    return new PlayedNetwork(
        (RecordedDialect) dialect, recording.of(dialect.venue()), thread, ears);
  }

  private final class PlayedNetwork implements RunningFeed.ClosableNetwork {

    private final RecordedDialect dialect;
    private final List<RecordedLine> lines;
    private final ScheduledExecutorService thread;
    private final RunningFeed.Ears ears;
    private final TreeSet<Integer> standing = new TreeSet<>();
    private final ScheduledFuture<?> ticks;
    private int next;

    PlayedNetwork(
        RecordedDialect dialect,
        List<RecordedLine> lines,
        ScheduledExecutorService thread,
        RunningFeed.Ears ears) {
      this.dialect = dialect;
      this.lines = lines;
      this.thread = thread;
      this.ears = ears;
      ticks = thread.scheduleWithFixedDelay(this::play, 1, 1, TimeUnit.MILLISECONDS);
    }

    private void play() {
      long nowMs = clockMs.getAsLong();
      if (next == 0) {
        // Played before, by an earlier run: what of it is missing is asked for.
        while (next < lines.size() && lines.get(next).ms() < nowMs - SKIPPED_BEFORE_MS) {
          next++;
        }
      }
      while (next < lines.size() && lines.get(next).ms() <= nowMs) {
        RecordedLine line = lines.get(next);
        next++;
        if (line.kind() == RecordedLine.Kind.FRAME && standing.contains(line.link())) {
          ears.onText(line.link(), line.data());
        }
      }
    }

    @Override
    public void open(int link, URI address, Map<String, String> headers) {
      thread.execute(
          () -> {
            standing.add(link);
            ears.onOpen(link);
          });
    }

    @Override
    public void send(int link, String text) {
      // What the venue said to it was recorded.
    }

    @Override
    public void ping(int link) {
      thread.execute(() -> ears.onSign(link));
    }

    @Override
    public void cut(int link) {
      standing.remove(link);
    }

    @Override
    public void ask(RestRequest request, AnswerSink sink) {
      Optional<JsonNode> known = dialect.answer(request, clockMs.getAsLong());
      Network.Answer answer =
          known.isPresent()
              ? new Answer.Got(known.get())
              : new Answer.Failed("not recorded", OptionalLong.empty());
      thread.execute(() -> ears.onAnswer(sink, answer));
    }

    @Override
    public void close() {
      ticks.cancel(false);
    }
  }
}
