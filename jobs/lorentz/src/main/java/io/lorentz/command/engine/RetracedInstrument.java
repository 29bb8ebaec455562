package io.lorentz.command.engine;

import io.lorentz.command.page.NewestMap;
import io.lorentz.command.page.Retraced;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.inference.NearestRows;
import io.lorentz.core.inference.Query;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.FeatureVector;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarketClock;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.VenueBar;
import io.lorentz.trading.BareLoop;
import io.lorentz.trading.JobEnsembles;
import io.lorentz.trading.LoopWatcher;
import io.lorentz.trading.TradingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bare loop over one instrument, from bars to signals, with what led to each of its last
 * signals. No account trades in it: a signal depends on none.
 *
 * <p>Memory: the state of the stages of one instrument, the times of the bars that can be
 * neighbours, and {@value #SIGNALS} signals.
 */
final class RetracedInstrument implements LoopWatcher, AutoCloseable {

  /** More than the page lists. */
  private static final int SIGNALS = 1_000;

  private final TradingOptions options;
  private final String instrument;
  private final Ensemble ensemble;
  private final JvmNeighbours neighbours;
  private final BareLoop loop;
  private final Map<Long, Series> series = new TreeMap<>();
  private final Map<SignalKey, Retraced.Found> found = new NewestMap<>(SIGNALS);

  private long nextOffset;
  private long reachedMs = Long.MIN_VALUE;

  private record SignalKey(String source, long marketTimeMs) {

    static SignalKey of(Signal signal) {
      return new SignalKey(signal.getSource(), signal.getMarketTimeMs());
    }
  }

  RetracedInstrument(TradingOptions options, String instrument, JobEnsembles ensembles) {
    this.options = options;
    this.instrument = instrument;
    this.ensemble = ensembles.create(options.inference(), reason -> {});
    this.neighbours = new JvmNeighbours(options.inference());
    this.loop = new BareLoop(options, List.of(instrument), ensemble, ensembles.store(), this::row);
    loop.watchedBy(this);
  }

  /** Offset behind the last record that was worked off. */
  long nextOffset() {
    return nextOffset;
  }

  /** Log time of the last record that was worked off; Long.MIN_VALUE before the first. */
  long reachedMs() {
    return reachedMs;
  }

  boolean keeps(Signal signal) {
    return found.containsKey(SignalKey.of(signal));
  }

  /** What led to a signal that lies behind. */
  Retraced found(Signal signal) {
    Retraced.Found one = found.get(SignalKey.of(signal));
    return one == null
        ? new Retraced.Missing(
            "the log worked off again gives no such signal: configuration or code are not the"
                + " run's, or the run did not begin where the log does")
        : one;
  }

  /** Works off the next record of the log. */
  void on(long offset, LogRecord logRecord) {
    if (concerns(logRecord.getPayload())) {
      loop.on(logRecord);
    }
    nextOffset = offset + 1;
    reachedMs = logRecord.getLogTimeMs();
  }

  private boolean concerns(Object payload) {
    if (payload instanceof Bar bar) {
      return bar.getInstrument().equals(instrument);
    } else if (payload instanceof VenueBar bar) {
      return bar.getBar().getInstrument().equals(instrument);
    } else if (payload instanceof Trade trade) {
      return trade.getInstrument().equals(instrument);
    } else if (payload instanceof SeriesEnded ended) {
      return ended.getInstrument().equals(instrument);
    }
    return payload instanceof Heartbeat
        || payload instanceof MarketClock
        || payload instanceof ModelVersion;
  }

  // ---- what the stages show

  @Override
  public void bar(Bar bar) {
    series.computeIfAbsent(bar.getLengthMs(), lengthMs -> new Series()).bar = bar;
  }

  @Override
  public void vector(FeatureVector vector) {
    Series of = series.get(vector.getTimeframeMs());
    of.vector = vector;
    of.times[of.slot(vector.getRowIndex())] = vector.getCloseTimeMs();
    of.closes[of.slot(vector.getRowIndex())] = vector.getClose();
  }

  @Override
  public void query(Query query) {
    series.get(query.vector().getTimeframeMs()).query(query);
  }

  @Override
  public void prediction(Prediction prediction) {
    series.get(prediction.getTimeframeMs()).predicted(prediction);
  }

  private void row(RunOutput row) {
    if (row.getPayload() instanceof Signal signal) {
      Optional<ConfirmationOptions> rule =
          Optional.ofNullable(options.rules().get(signal.getSource()));
      List<Retraced.Reading> readings = new ArrayList<>();
      rule.ifPresent(
          of -> {
            reading(of.fastTimeframeMs(), signal, signal.getFastConfidence())
                .ifPresent(readings::add);
            reading(of.slowTimeframeMs(), signal, signal.getSlowConfidence())
                .ifPresent(readings::add);
            if (signal.getTierMs() > of.slowTimeframeMs()) {
              Optional.ofNullable(series.get(signal.getTierMs()))
                  .flatMap(Series::last)
                  .ifPresent(readings::add);
            }
          });
      found.put(SignalKey.of(signal), new Retraced.Found(signal, readings));
    }
  }

  /** Of the two predictions that agreed, that of a timeframe. */
  private Optional<Retraced.Reading> reading(long timeframeMs, Signal signal, double confidence) {
    Series of = series.get(timeframeMs);
    return of == null
        ? Optional.empty()
        : of.readings.values().stream()
            .filter(
                one ->
                    one.prediction().getMarketTimeMs() == signal.getMarketTimeMs()
                        || one.prediction().getMarketTimeMs() == signal.getEarlierTimeMs())
            .filter(one -> Math.abs(one.prediction().getScore()) == confidence)
            .findFirst();
  }

  @Override
  public void close() {
    ensemble.close();
  }

  /** What was last seen of one timeframe. */
  private final class Series {

    /** As many predictions as can lie between the two that agree, and some. */
    private static final int READINGS = 32;

    private final EnsembleOptions members = options.inference();

    /** By row, those that a query can name. */
    private final long[] times =
        new long[members.windowRows() + 2 * members.labelHorizonBars() + 1];

    private final double[] closes = new double[times.length];

    private final Map<Long, Retraced.Reading> readings = new NewestMap<>(READINGS);

    private Bar bar;
    private FeatureVector vector;
    private Map<String, Double> weights = Map.of();
    private List<Retraced.Neighbour> voted = List.of();

    int slot(long row) {
      return (int) (row % times.length);
    }

    void query(Query query) {
      weights = weights(query);
      voted = weights.containsKey(Member.LORENTZIAN.key()) ? voters(query) : List.of();
    }

    void predicted(Prediction prediction) {
      readings.put(
          prediction.getMarketTimeMs(),
          new Retraced.Reading(bar, vector, prediction, weights, voted));
    }

    Optional<Retraced.Reading> last() {
      return readings.values().stream().reduce((before, after) -> after);
    }

    private Map<String, Double> weights(Query query) {
      Map<String, Double> all = new LinkedHashMap<>();
      for (Member member : Member.values()) {
        double weight =
            query.trained().isPresent()
                ? trained(query.trained().get().weights(), member)
                : members.weight(member);
        if (weight > 0 && members.has(member)) {
          all.put(member.key(), weight);
        }
      }
      return all;
    }

    private double trained(MemberWeights of, Member member) {
      return switch (member) {
        case LORENTZIAN -> of.lorentzian();
        case LOGISTIC -> of.logistic();
        case CHANDELIER -> of.chandelier();
        case LORENTZIAN_TRADINGVIEW, TORCHSCRIPT -> 0;
      };
    }

    private List<Retraced.Neighbour> voters(Query query) {
      NearestRows nearest = neighbours.search(query);
      List<Retraced.Neighbour> all = new ArrayList<>(nearest.size());
      for (int rank = 0; rank < nearest.size(); rank++) {
        long row = nearest.row(rank);
        List<Double> features = new ArrayList<>(FeatureRing.FEATURES);
        for (int feature = 0; feature < FeatureRing.FEATURES; feature++) {
          features.add(query.ring().column(feature)[nearest.slot(rank)]);
        }
        Optional<Retraced.PastBar> past =
            query.trained().isPresent()
                ? Optional.empty()
                : Optional.of(new Retraced.PastBar(times[slot(row)], closes[slot(row)]));
        all.add(
            new Retraced.Neighbour(
                row,
                past,
                neighbours.distance(nearest, query, rank),
                query.ring().label(row),
                features));
      }
      return all;
    }
  }
}
