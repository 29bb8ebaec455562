package io.lorentz.flink.bars;

import io.lorentz.core.bars.BarBuilder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.group.GroupInputs;
import io.lorentz.flink.state.LiveState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Shell of {@link BarBuilder}. */
public final class BarsFunction
    extends KeyedProcessFunction<String, Tuple2<String, LogRecord>, GroupInput> {

  private final BarOptions options;
  private transient LiveState<BarBuilder, BarState> builders;
  private transient Counter closed;

  /** Builds bars by the given options. */
  public BarsFunction(BarOptions options) {
    this.options = options;
  }

  @Override
  public void open(OpenContext context) {
    builders =
        new LiveState<>(
            getRuntimeContext().getState(LiveState.descriptor("builder", BarState.class)),
            image -> BarBuilder.restore(options, image));
    closed = getRuntimeContext().getMetricGroup().addGroup("bars").counter("closed");
  }

  @Override
  public void processElement(
      Tuple2<String, LogRecord> routed, Context context, Collector<GroupInput> out)
      throws IOException {
    String instrument = routed.f0;
    LogRecord logRecord = routed.f1;
    BarBuilder builder = builders.get(() -> new BarBuilder(instrument, options));
    Closing closing = new Closing(logRecord, out);
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
  }

  /** Numbers the bars that one record closes. */
  private final class Closing {

    private final LogRecord cause;
    private final Collector<GroupInput> out;
    private int sequence;

    Closing(LogRecord cause, Collector<GroupInput> out) {
      this.cause = cause;
      this.out = out;
    }

    void collect(Bar bar) {
      closed.inc();
      out.collect(GroupInputs.bar(cause, bar, sequence));
      sequence++;
    }
  }
}
