package io.lorentz.bitget.day;

import io.lorentz.bitget.RestCall;
import io.lorentz.bitget.fake.FakeAnswer;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A wire that loses nothing and takes no time. */
final class HonestWire implements Wire {

  private final FakeBitget venue;
  private final List<Arrival> arrivals = new ArrayList<>();
  private Optional<FakeStream> stream = Optional.empty();

  HonestWire(FakeBitget venue) {
    this.venue = venue;
  }

  @Override
  public void carry(long nowMs) {
    // All has arrived.
  }

  @Override
  public void behave(long nowMs) {
    // It does.
  }

  @Override
  public void send(long nowMs, long id, RestCall call) {
    FakeAnswer answer = venue.handle(nowMs, call.method(), call.path(), call.query(), call.body());
    arrivals.add(new Answered(id, answer.status(), answer.body()));
  }

  @Override
  public List<Arrival> arrivals(long nowMs) {
    List<Arrival> due = List.copyOf(arrivals);
    arrivals.clear();
    return due;
  }

  @Override
  public void connect(long nowMs) {
    stream.ifPresent(FakeStream::close);
    stream = Optional.of(venue.connect(nowMs));
  }

  @Override
  public void say(long nowMs, String frame) {
    stream.ifPresent(open -> open.receive(nowMs, frame));
  }

  @Override
  public List<String> frames(long nowMs) {
    return stream.map(FakeStream::take).orElse(List.of());
  }

  @Override
  public boolean streamLost(long nowMs) {
    return stream.isPresent() && !stream.get().isOpen(nowMs);
  }

  @Override
  public boolean isVenueClosed(long nowMs) {
    return false;
  }

  @Override
  public boolean isIdle() {
    return arrivals.isEmpty();
  }
}
