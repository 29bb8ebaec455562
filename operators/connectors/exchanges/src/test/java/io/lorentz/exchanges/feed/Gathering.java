package io.lorentz.exchanges.feed;

import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.edge.EdgeWriter;
import io.lorentz.exchanges.edge.LogTail;
import io.lorentz.schemas.VenueBar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** An edge without a log: what would be appended, in order. Runs on the caller's thread. */
public final class Gathering implements Consumer<FeedMessage> {

  private final BlockingQueue<FeedMessage> queue = new LinkedBlockingQueue<>();
  private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
  private final EdgeWriter writer;
  private final LongSupplier clockMs;

  public Gathering(
      EdgeOptions options, List<String> venues, List<String> instruments, LongSupplier clockMs) {
    this.writer = new EdgeWriter(options, venues, instruments, new LogTail());
    this.clockMs = clockMs;
  }

  @Override
  public void accept(FeedMessage message) {
    queue.add(message);
  }

  /** Writes until the condition holds; fails after that long. */
  public void until(BooleanSupplier condition, long withinSeconds, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(withinSeconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come within " + withinSeconds + " s: " + what);
      }
      step();
    }
  }

  private void step() {
    try {
      FeedMessage first = queue.poll(2, TimeUnit.MILLISECONDS);
      List<FeedMessage> more = new ArrayList<>();
      if (first != null) {
        more.add(first);
        queue.drainTo(more);
      }
      more.forEach(writer::on);
      writer.onTick(clockMs.getAsLong());
      log.addAll(writer.drain());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public EdgeWriter writer() {
    return writer;
  }

  /** Everything written. */
  public List<Object> log() {
    return List.copyOf(log);
  }

  /** The bars of one venue and instrument, in order. */
  public List<VenueBar> bars(String venue, String instrument) {
    return log().stream()
        .filter(VenueBar.class::isInstance)
        .map(VenueBar.class::cast)
        .filter(bar -> bar.getVenue().equals(venue))
        .filter(bar -> bar.getBar().getInstrument().equals(instrument))
        .toList();
  }
}
