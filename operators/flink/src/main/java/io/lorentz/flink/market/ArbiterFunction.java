package io.lorentz.flink.market;

import io.lorentz.core.market.Arbiter;
import io.lorentz.core.market.ArbiterSink;
import io.lorentz.core.market.MarketOptions;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.ArbiterState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.VenueBar;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Shell of {@link Arbiter}: venues' bars become the instrument's. What a log made from files holds
 * passes through, and costs no state.
 */
public final class ArbiterFunction
    extends KeyedProcessFunction<String, Tuple2<String, LogRecord>, Tuple2<String, LogRecord>> {

  private final MarketOptions options;
  private final long lengthMs;
  private transient LiveState<Arbiter, ArbiterState> arbiters;
  private transient MetricGroup stage;
  private transient Map<String, ArbiterMeters> meters;

  /**
   * Arbitrates by the given options.
   *
   * @param lengthMs length of the venues' bars, ms
   */
  public ArbiterFunction(MarketOptions options, long lengthMs) {
    this.options = options;
    this.lengthMs = lengthMs;
  }

  @Override
  public void open(OpenContext context) {
    arbiters =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("arbiter", ArbiterState.class)),
            image -> Arbiter.restore(options, lengthMs, image));
    stage = getRuntimeContext().getMetricGroup().addGroup("market");
    meters = new HashMap<>();
  }

  @Override
  public void processElement(
      Tuple2<String, LogRecord> routed, Context context, Collector<Tuple2<String, LogRecord>> out)
      throws IOException {
    Object payload = routed.f1.getPayload();
    Giving giving = new Giving(routed, out);
    if (payload instanceof VenueBar bar) {
      Arbiter arbiter = arbiter(routed.f0);
      arbiter.onBar(bar, giving);
      measure(routed.f0, arbiter);
    } else if (payload instanceof MarketClock clock) {
      Arbiter arbiter = arbiter(routed.f0);
      arbiter.onClock(clock, giving);
      measure(routed.f0, arbiter);
    } else {
      if (payload instanceof Heartbeat heartbeat && arbiters.present()) {
        arbiter(routed.f0).onHeartbeat(heartbeat, giving);
      }
      out.collect(routed);
    }
  }

  private Arbiter arbiter(String instrument) throws IOException {
    return arbiters.get(() -> new Arbiter(instrument, options, lengthMs));
  }

  private void measure(String instrument, Arbiter arbiter) {
    meters
        .computeIfAbsent(instrument, name -> new ArbiterMeters(stage, name, options))
        .after(arbiter);
  }

  /**
   * Sends on what one record leads to. Decisions take the way of the bars: every further edge to
   * the group would carry every watermark of the log.
   */
  private record Giving(Tuple2<String, LogRecord> cause, Collector<Tuple2<String, LogRecord>> out)
      implements ArbiterSink {

    @Override
    public void bar(Bar bar) {
      send(bar);
    }

    @Override
    public void decision(FeedDecision decision) {
      send(decision);
    }

    private void send(Object payload) {
      LogRecord from = cause.f1;
      out.collect(
          Tuple2.of(cause.f0, new LogRecord(from.getLogTimeMs(), from.getPartition(), payload)));
    }
  }
}
