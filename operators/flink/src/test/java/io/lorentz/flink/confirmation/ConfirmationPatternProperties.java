package io.lorentz.flink.confirmation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.confirmation.CandidateOrder;
import io.lorentz.core.confirmation.ConfirmationMatcher;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Candidate;
import io.lorentz.schemas.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The CEP pattern of the job gives what the plain matcher of the bare loop gives. */
class ConfirmationPatternProperties {

  private static final long MINUTE = 60_000;
  private static final ConfirmationOptions OPTIONS = ConfirmationOptions.defaults();

  /**
   * Confident predictions of one market time: so many minutes after the one before it, and in the
   * log so many minutes later, which is none where one record closes several minutes.
   */
  record Step(
      int minutesLater,
      int logMinutesLater,
      boolean fast,
      boolean slow,
      int direction,
      int slowDirection) {}

  @Property(tries = 300)
  void thePatternEqualsTheMatcher(@ForAll("walks") List<Step> walk) throws Exception {
    List<Candidate> candidates = candidates(walk);

    assertThat(byPattern(candidates)).isEqualTo(byMatcher(candidates));
  }

  @Provide
  Arbitrary<List<Step>> walks() {
    Arbitrary<Integer> directions = Arbitraries.of(1, 1, 1, -1);
    return Combinators.combine(
            Arbitraries.integers().between(1, 7),
            Arbitraries.of(0, 0, 1, 1, 2, 5, 9, 10, 11),
            Arbitraries.of(true, true, false),
            Arbitraries.of(true, false, false),
            directions,
            directions)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static List<Candidate> candidates(List<Step> walk) {
    List<Candidate> candidates = new ArrayList<>();
    long logTimeMs = 0;
    long timeMs = 0;
    for (Step step : walk) {
      logTimeMs += step.logMinutesLater() * MINUTE;
      timeMs += step.minutesLater() * MINUTE;
      if (step.slow()) {
        candidates.add(
            candidate(logTimeMs, timeMs, OPTIONS.slowTimeframeMs(), step.slowDirection()));
      }
      if (step.fast()) {
        candidates.add(candidate(logTimeMs, timeMs, OPTIONS.fastTimeframeMs(), step.direction()));
      }
    }
    return candidates;
  }

  private static Candidate candidate(long logTimeMs, long timeMs, long timeframeMs, int direction) {
    double confidence = 0.71 + (timeMs / MINUTE % 7) / 100.0;
    return new Candidate(
        logTimeMs,
        0,
        "BTCUSDT",
        timeframeMs,
        timeMs,
        direction,
        confidence,
        300_000L,
        1.5,
        100.0,
        BarQuality.COMPLETE);
  }

  private static List<Signal> byMatcher(List<Candidate> candidates) {
    ConfirmationMatcher matcher = new ConfirmationMatcher("BTCUSDT", OPTIONS, "main");
    List<Signal> signals = new ArrayList<>();
    for (Candidate candidate : candidates.stream().sorted(CandidateOrder.INSTANCE).toList()) {
      matcher.onCandidate(candidate).ifPresent(signals::add);
    }
    return signals;
  }

  /** Feeds the job's own CEP operator; candidates of one instant come in the worst order. */
  private static List<Signal> byPattern(List<Candidate> candidates) throws Exception {
    TreeMap<Long, List<Candidate>> byLogTime = new TreeMap<>();
    for (Candidate candidate : candidates) {
      byLogTime
          .computeIfAbsent(candidate.getLogTimeMs(), at -> new ArrayList<>())
          .add(0, candidate);
    }
    try (var harness = harness()) {
      harness.open();
      for (var instant : byLogTime.entrySet()) {
        for (Candidate candidate : instant.getValue()) {
          harness.processElement(new StreamRecord<>(candidate, instant.getKey()));
        }
        harness.processWatermark(instant.getKey());
      }
      return harness.extractOutputValues();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Candidate, Signal> harness()
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    KeyedStream<Candidate, String> stream =
        env.fromData(new AvroTypeInfo<>(Candidate.class), candidate(0, 0, 60_000, 1))
            .keyBy(Candidate::getInstrument, Types.STRING);
    OneInputTransformation<?, ?> transformation =
        (OneInputTransformation<?, ?>)
            ConfirmationPattern.match(stream, OPTIONS, "main").getTransformation();
    @SuppressWarnings("unchecked") // the pattern takes candidates and gives signals
    OneInputStreamOperator<Candidate, Signal> operator =
        (OneInputStreamOperator<Candidate, Signal>)
            ((SimpleOperatorFactory<Signal>) transformation.getOperatorFactory()).getOperator();
    return new KeyedOneInputStreamOperatorTestHarness<>(
        operator, Candidate::getInstrument, Types.STRING);
  }
}
