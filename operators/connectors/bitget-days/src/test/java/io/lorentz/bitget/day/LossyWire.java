package io.lorentz.bitget.day;

import io.lorentz.bitget.RestCall;
import io.lorentz.bitget.fake.Delivery;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FaultPlan;
import io.lorentz.bitget.fake.FaultyWire;
import io.lorentz.bitget.fake.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A wire that fails by a plan, until it is told to behave. What is on its way stays on its way. */
final class LossyWire implements Wire {

  private final FakeBitget venue;
  private final SplittableRandom random;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<String> frames = new ArrayList<>();
  private FaultyWire now;
  private Optional<FaultyWire> before = Optional.empty();
  private boolean lost;

  LossyWire(FakeBitget venue, SplittableRandom random) {
    this.venue = venue;
    this.random = random;
    this.now = new FaultyWire(venue, FaultPlan.nasty(random.split()), random.nextLong());
  }

  @Override
  public void behave(long nowMs) {
    now.stream().close(nowMs);
    before = Optional.of(now);
    now = new FaultyWire(venue, FaultPlan.none(), random.nextLong());
    lost = true;
  }

  @Override
  public void carry(long nowMs) {
    before.ifPresent(old -> old.due(nowMs).forEach(this::arrived));
    now.due(nowMs).forEach(this::arrived);
    for (StreamEvent event : now.stream().due(nowMs)) {
      if (event instanceof StreamEvent.Frame frame) {
        frames.add(frame.text());
      } else if (event instanceof StreamEvent.Lost) {
        lost = true;
      }
    }
  }

  private void arrived(Delivery delivery) {
    if (delivery instanceof Delivery.Answered answered) {
      arrivals.add(new Answered(answered.requestId(), answered.status(), answered.body()));
    } else if (delivery instanceof Delivery.TimedOut timedOut) {
      arrivals.add(new TimedOut(timedOut.requestId()));
    } else {
      arrivals.add(new NotConnected(delivery.requestId()));
    }
  }

  @Override
  public void send(long nowMs, long id, RestCall call) {
    now.send(nowMs, id, call.method(), call.path(), call.query(), call.body(), nowMs);
  }

  @Override
  public List<Arrival> arrivals(long nowMs) {
    List<Arrival> due = List.copyOf(arrivals);
    arrivals.clear();
    return due;
  }

  @Override
  public void connect(long nowMs) {
    frames.clear();
    lost = false;
    now.stream().connect(nowMs);
  }

  @Override
  public void say(long nowMs, String frame) {
    now.stream().send(nowMs, frame);
  }

  @Override
  public List<String> frames(long nowMs) {
    List<String> due = List.copyOf(frames);
    frames.clear();
    return due;
  }

  @Override
  public boolean streamLost(long nowMs) {
    boolean told = lost;
    lost = false;
    return told;
  }

  @Override
  public boolean isVenueClosed(long nowMs) {
    return now.isClosed(nowMs);
  }

  @Override
  public boolean isIdle() {
    return now.nextDueMs().isEmpty() && before.filter(old -> old.nextDueMs().isPresent()).isEmpty();
  }
}
