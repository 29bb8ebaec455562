package io.lorentz.flink.confirmation;

import io.lorentz.core.confirmation.Agreement;
import io.lorentz.core.confirmation.CandidateOrder;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.flink.metrics.LabelledCounters;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Signal;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;

/**
 * The confirmation rule as a CEP pattern: a candidate, none that ends it, then the first that
 * agrees.
 *
 * <p>One that is too far away must end the match too, not merely fail to complete it: with a skip
 * strategy CEP holds a complete match back while an earlier partial one is alive.
 *
 * <p>The names of its states are part of every savepoint.
 */
public final class ConfirmationPattern {

  private static final String EARLIER = "earlier";
  private static final String ENDING = "ending";
  private static final String LATER = "later";

  private ConfirmationPattern() {}

  /**
   * Matches the candidates of each key; the caller gives the result its uid and name.
   *
   * @param source name of the source that the signals bear
   */
  public static SingleOutputStreamOperator<Signal> match(
      KeyedStream<Candidate, String> candidates, ConfirmationOptions options, String source) {
    EventComparator<Candidate> order = CandidateOrder.INSTANCE::compare;
    return CEP.pattern(candidates, pattern(options), order)
        .inEventTime()
        .process(new SignalFunction(options, source), new AvroTypeInfo<>(Signal.class));
  }

  private static Pattern<Candidate, ?> pattern(ConfirmationOptions options) {
    return Pattern.<Candidate>begin(EARLIER, AfterMatchSkipStrategy.skipPastLastEvent())
        .notFollowedBy(ENDING)
        .where(new Ends(options))
        .followedBy(LATER)
        .where(new Agrees(options))
        .within(Duration.ofMillis(options.boundMs()));
  }

  private static final class Ends extends IterativeCondition<Candidate> {
    private final ConfirmationOptions options;

    Ends(ConfirmationOptions options) {
      this.options = options;
    }

    @Override
    public boolean filter(Candidate candidate, IterativeCondition.Context<Candidate> context)
        throws Exception {
      Optional<Candidate> earlier = earlier(context);
      return earlier.isPresent() && Agreement.ends(earlier.get(), candidate, options);
    }
  }

  private static final class Agrees extends IterativeCondition<Candidate> {
    private final ConfirmationOptions options;

    Agrees(ConfirmationOptions options) {
      this.options = options;
    }

    @Override
    public boolean filter(Candidate candidate, IterativeCondition.Context<Candidate> context)
        throws Exception {
      Optional<Candidate> earlier = earlier(context);
      return earlier.isPresent() && Agreement.agree(earlier.get(), candidate, options);
    }
  }

  /** Empty while CEP looks ahead from the candidate that it is just taking as the earlier one. */
  private static Optional<Candidate> earlier(IterativeCondition.Context<Candidate> context)
      throws Exception {
    Iterator<Candidate> earlier = context.getEventsForPattern(EARLIER).iterator();
    return earlier.hasNext() ? Optional.of(earlier.next()) : Optional.empty();
  }

  private static final class SignalFunction extends PatternProcessFunction<Candidate, Signal> {
    private final ConfirmationOptions options;
    private final String source;
    private transient LabelledCounters signals;

    SignalFunction(ConfirmationOptions options, String source) {
      this.options = options;
      this.source = source;
    }

    @Override
    public void open(OpenContext context) {
      signals =
          new LabelledCounters(
              getRuntimeContext().getMetricGroup().addGroup("confirmation"),
              "instrument",
              "signals_total");
    }

    @Override
    public void processMatch(
        Map<String, List<Candidate>> match,
        PatternProcessFunction.Context context,
        Collector<Signal> out) {
      Signal signal =
          Agreement.signal(match.get(EARLIER).get(0), match.get(LATER).get(0), options, source);
      signals.of(signal.getInstrument()).inc();
      out.collect(signal);
    }
  }
}
