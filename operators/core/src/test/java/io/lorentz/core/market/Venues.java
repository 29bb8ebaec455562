package io.lorentz.core.market;

import io.lorentz.schemas.ArbiterState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueProgress;
import io.lorentz.schemas.wire.WireCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Venues that feed one arbiter, and what it gives. Minutes are numbers: bar 1 closes at 00:01. */
final class Venues implements ArbiterSink {

  static final long MINUTE_MS = 60_000;

  private final MarketOptions options;
  final List<Bar> bars = new ArrayList<>();
  final List<FeedDecision> decisions = new ArrayList<>();
  private Arbiter arbiter;

  Venues(MarketOptions options) {
    this.options = options;
    arbiter = new Arbiter("BTCUSDT", options, MINUTE_MS);
  }

  static Bar bar(int minute, double close) {
    return new Bar(
        "BTCUSDT",
        MINUTE_MS,
        minute * MINUTE_MS,
        close,
        close,
        close,
        close,
        1.0,
        BarQuality.COMPLETE,
        false,
        0);
  }

  Arbiter arbiter() {
    return arbiter;
  }

  /** A bar that comes this long after its close. */
  Venues gives(String venue, int minute, double close, long delayMs) {
    arbiter.onBar(new VenueBar(venue, bar(minute, close), minute * MINUTE_MS + delayMs), this);
    return this;
  }

  Venues gives(String venue, int minute, double close) {
    return gives(venue, minute, close, 300);
  }

  Venues clock(int minute, long afterMs) {
    // Somebody owes a bar; who, the arbiter knows itself.
    VenueProgress owing = new VenueProgress("bybit", "BTCUSDT", Long.MIN_VALUE, false);
    arbiter.onClock(new MarketClock(minute * MINUTE_MS + afterMs, List.of(owing)), this);
    return this;
  }

  Venues progress(int minute) {
    arbiter.onHeartbeat(new Heartbeat(minute * MINUTE_MS), this);
    return this;
  }

  /** Goes on from the state as a savepoint holds it. */
  Venues restored() {
    WireCodec<ArbiterState> codec = WireCodec.of(ArbiterState.class);
    try {
      arbiter = Arbiter.restore(options, MINUTE_MS, codec.decode(codec.encode(arbiter.image())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  List<Double> closes() {
    return bars.stream().map(Bar::getClose).toList();
  }

  List<Long> minutes() {
    return bars.stream().map(bar -> bar.getCloseTimeMs() / MINUTE_MS).toList();
  }

  List<String> told() {
    return decisions.stream()
        .map(
            decision ->
                decision.getKind()
                    + " "
                    + decision.getCloseTimeMs() / MINUTE_MS
                    + " "
                    + decision.getOther()
                    + ">"
                    + decision.getVenue())
        .toList();
  }

  @Override
  public void bar(Bar bar) {
    bars.add(bar);
  }

  @Override
  public void decision(FeedDecision decision) {
    decisions.add(decision);
  }
}
