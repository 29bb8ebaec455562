package io.lorentz.flink.bars;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.flink.metrics.TimeframeCounters;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Shell of {@link BarBuilder}. Decisions of the market stage and versions of the models pass
 * through in their order.
 */
public final class BarsFunction
    extends KeyedProcessFunction<String, Tuple2<String, LogRecord>, GroupInput> {

  private final BarOptions options;
  private transient LiveState<BarBuilder, BarState> builders;
  private final MeterClock clock;
  private transient MetricGroup stage;
  private transient TimeframeCounters closed;
  private transient Map<String, BarMeters> meters;

  /** Builds bars by the given options; metrics are measured by the clock. */
  public BarsFunction(BarOptions options, MeterClock clock) {
    this.clock = clock;
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    builders =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("builder", BarState.class)),
            image -> BarBuilder.restore(options, image));
    stage = getRuntimeContext().getMetricGroup().addGroup("bars");
    closed = new TimeframeCounters(stage, "closed_total");
    meters = new HashMap<>();
  }

  @Override
  public void processElement(
      Tuple2<String, LogRecord> routed, Context context, Collector<GroupInput> out)
      throws IOException {
    String instrument = routed.f0;
    LogRecord logRecord = routed.f1;
    if (logRecord.getPayload() instanceof FeedDecision decision) {
      out.collect(GroupInputs.decision(logRecord, decision));
      return;
    }
    if (logRecord.getPayload() instanceof ModelVersion version) {
      out.collect(GroupInputs.model(logRecord, instrument, version));
      return;
    }
    BarBuilder builder = builders.get(() -> new BarBuilder(instrument, options));
    BarMeters measured = meters(builder, instrument);
    Closing closing = new Closing(logRecord, measured, out);
    Object payload = logRecord.getPayload();
    if (payload instanceof Bar bar) {
      builder.onBar(bar, closing::collect);
    } else if (payload instanceof Heartbeat heartbeat) {
      builder.onHeartbeat(heartbeat, closing::collect);
    } else if (payload instanceof Trade trade) {
      builder.onTrade(trade, closing::collect);
    } else if (payload instanceof SeriesEnded ended) {
      builder.onSeriesEnded(ended);
    }
    measured.after(builder);
  }

  private BarMeters meters(BarBuilder builder, String instrument) {
    BarMeters found = meters.get(instrument);
    if (found == null) {
      found = new BarMeters(stage, closed, builder, options.shortestMs(), clock);
      meters.put(instrument, found);
    }
    return found;
  }

  /** Numbers the bars that one record closes. */
  private static final class Closing {

    private final LogRecord cause;
    private final BarMeters measured;
    private final Collector<GroupInput> out;
    private int sequence;

    Closing(LogRecord cause, BarMeters measured, Collector<GroupInput> out) {
      this.measured = measured;
      this.cause = cause;
      this.out = out;
    }

    void collect(Bar bar) {
      measured.given(bar);
      out.collect(GroupInputs.bar(cause, bar, sequence));
      sequence++;
    }
  }
}
