package io.lorentz.flink.market;

import io.lorentz.core.market.Arbiter;
import io.lorentz.flink.exchange.MessageType;
import io.lorentz.flink.metrics.MeterClock;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/**
 * Gives each log record the instruments it concerns; records that concern none are left out.
 *
 * <p>A heartbeat concerns the instruments of which a whole bar is missing up to its progress: the
 * others have nothing to learn from it. Live ones come four times a second, and hundreds of
 * instruments must not be asked each time. What has closed is remembered on the heap only: after a
 * restart all heartbeats go to all instruments until their next bar, which changes nothing. An
 * instrument that venues feed gets every heartbeat: what is held for it may be decided by it.
 */
public final class InstrumentFanOut
    extends RichFlatMapFunction<LogRecord, Tuple2<String, LogRecord>> {

  /** Type of what it gives: (instrument, record). */
  public static final TypeInformation<Tuple2<String, LogRecord>> TYPE =
      Types.TUPLE(Types.STRING, MessageType.message(LogRecord.class));

  private final List<String> instruments;
  private final Set<String> known;
  private final long shortestMs;
  private final Map<String, Long> closedMs = new HashMap<>();
  private final Set<String> fedByVenues = new HashSet<>();
  private final MeterClock clock;
  private transient MarketMeters meters;

  /**
   * Fans out to the given instruments.
   *
   * @param instruments every instrument of the run; a record of another one is a broken invariant
   * @param shortestMs length of the bars in the log, ms
   * @param clock what metrics are measured by
   */
  public InstrumentFanOut(List<String> instruments, long shortestMs, MeterClock clock) {
    this.shortestMs = shortestMs;
    this.clock = clock;
    this.instruments = instruments.stream().sorted().toList();
    this.known = Set.copyOf(instruments);
  }

  @Override
  public void open(OpenContext context) {
    measureBy(getRuntimeContext().getMetricGroup());
  }

  /** Registers the meters. */
  void measureBy(MetricGroup group) {
    meters = new MarketMeters(group, clock);
  }

  @Override
  public void flatMap(LogRecord logRecord, Collector<Tuple2<String, LogRecord>> out) {
    meters.on(logRecord);
    Object payload = logRecord.getPayload();
    if (payload instanceof Bar bar) {
      closedMs.put(bar.getInstrument(), bar.getCloseTimeMs());
      out.collect(Tuple2.of(known(bar.getInstrument()), logRecord));
    } else if (payload instanceof Heartbeat heartbeat) {
      for (String instrument : instruments) {
        Long closed = closedMs.get(instrument);
        if (closed == null
            || closed + shortestMs <= heartbeat.getProgressMs()
            || fedByVenues.contains(instrument)) {
          out.collect(Tuple2.of(instrument, logRecord));
        }
      }
    } else if (payload instanceof VenueBar bar) {
      fedByVenues.add(bar.getBar().getInstrument());
      out.collect(Tuple2.of(known(bar.getBar().getInstrument()), logRecord));
    } else if (payload instanceof MarketClock clock) {
      onClock(logRecord, clock, out);
    } else if (payload instanceof Trade trade) {
      out.collect(Tuple2.of(known(trade.getInstrument()), logRecord));
    } else if (payload instanceof SeriesEnded ended) {
      out.collect(Tuple2.of(known(ended.getInstrument()), logRecord));
    } else if (payload instanceof ModelVersion) {
      instruments.forEach(instrument -> out.collect(Tuple2.of(instrument, logRecord)));
    }
  }

  /**
   * Tells the instruments of which a venue owes a bar; nobody else waits for the clock. Each gets
   * what concerns it: a clock names all of hundreds when a minute ends.
   */
  private void onClock(
      LogRecord logRecord, MarketClock clock, Collector<Tuple2<String, LogRecord>> out) {
    Map<String, List<VenueProgress>> owing = new TreeMap<>();
    for (VenueProgress progress : clock.getVenues()) {
      if (known.contains(progress.getInstrument())
          && Arbiter.concerns(clock, progress, shortestMs)) {
        owing.computeIfAbsent(progress.getInstrument(), none -> new ArrayList<>()).add(progress);
      }
    }
    owing.forEach(
        (instrument, venues) ->
            out.collect(
                Tuple2.of(
                    instrument,
                    new LogRecord(
                        logRecord.getLogTimeMs(),
                        logRecord.getPartition(),
                        new MarketClock(clock.getClockMs(), venues)))));
  }

  private String known(String instrument) {
    if (!known.contains(instrument)) {
      throw new IllegalStateException("the log holds an unknown instrument=" + instrument);
    }
    return instrument;
  }
}
