package io.lorentz.core.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.FeatureState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** State of the stage: whatever comes, it can be written down and taken up anywhere. */
class FeatureStageProperties {

  private static final FeatureOptions OPTIONS = FeatureOptions.defaults();

  /** What can come for a timeframe. */
  private enum Event {
    BAR,
    PARTIAL,
    SYNTHETIC,
    GAP,
    CORRECTION
  }

  @Property(tries = 100)
  void aRestoredStageAnswersAsTheOriginal(
      @ForAll("events") List<Tuple.Tuple2<Event, Boolean>> events,
      @ForAll @Size(max = 5) List<@IntRange(max = 400) Integer> cuts)
      throws IOException {
    List<Bar> bars = bars(events);
    FeatureStage original = new FeatureStage(StageBars.INSTRUMENT, OPTIONS);
    FeatureStage restored = new FeatureStage(StageBars.INSTRUMENT, OPTIONS);
    TestingFeatureSink expected = new TestingFeatureSink();
    TestingFeatureSink given = new TestingFeatureSink();
    for (int i = 0; i < bars.size(); i++) {
      if (cuts.contains(i)) {
        FeatureState image = FeatureState.fromByteBuffer(restored.image().toByteBuffer());
        restored = FeatureStage.restore(OPTIONS, image);
        assertThat(restored.image()).isEqualTo(image);
      }
      original.onBar(bars.get(i), i, 0, expected);
      restored.onBar(bars.get(i), i, 0, given);
    }
    assertThat(given.all).isEqualTo(expected.all);
    assertThat(restored.image()).isEqualTo(original.image());
  }

  @Property(tries = 30)
  void anImageDoesNotChangeWithTheStage(
      @ForAll("events") List<Tuple.Tuple2<Event, Boolean>> events) {
    FeatureStage stage = new FeatureStage(StageBars.INSTRUMENT, OPTIONS);
    TestingFeatureSink ignored = new TestingFeatureSink();
    List<Bar> bars = bars(events);
    int half = bars.size() / 2;
    bars.subList(0, half).forEach(bar -> stage.onBar(bar, 0L, 0, ignored));
    FeatureState image = stage.image();
    FeatureState copy = FeatureState.newBuilder(image).build();
    bars.subList(half, bars.size()).forEach(bar -> stage.onBar(bar, 0L, 0, ignored));
    assertThat(image).isEqualTo(copy);
  }

  @Provide
  Arbitrary<List<Tuple.Tuple2<Event, Boolean>>> events() {
    Arbitrary<Event> event =
        Arbitraries.frequency(
            Tuple.of(60, Event.BAR),
            Tuple.of(3, Event.PARTIAL),
            Tuple.of(4, Event.SYNTHETIC),
            Tuple.of(1, Event.GAP),
            Tuple.of(8, Event.CORRECTION));
    return Combinators.combine(event, Arbitraries.of(true, false))
        .as(Tuple::of)
        .list()
        .ofMinSize(1)
        .ofMaxSize(400);
  }

  /** Bars of two timeframes; the flag says which one an event belongs to. */
  private static List<Bar> bars(List<Tuple.Tuple2<Event, Boolean>> events) {
    List<Bar> bars = new ArrayList<>();
    int[] next = new int[2];
    boolean[] synthetic = new boolean[2];
    for (int i = 0; i < events.size(); i++) {
      int timeframe = events.get(i).get2() ? 1 : 0;
      Event event = events.get(i).get1();
      if (event == Event.CORRECTION && (next[timeframe] == 0 || synthetic[timeframe])) {
        continue; // there is no row to correct
      }
      synthetic[timeframe] = event == Event.SYNTHETIC;
      if (event == Event.GAP) {
        next[timeframe] += 7;
      }
      int number = event == Event.CORRECTION ? next[timeframe] - 1 : next[timeframe]++;
      long lengthMs = StageBars.MINUTE_MS * (timeframe == 0 ? 1 : 5);
      double close = StageBars.minute(3 * i).getClose();
      Bar.Builder bar = StageBars.bar(number, close, lengthMs);
      bars.add(
          bar.setQuality(quality(event))
              .setCorrected(event == Event.CORRECTION)
              .setMissingBefore(event == Event.GAP ? 7 : 0)
              .build());
    }
    return bars;
  }

  private static BarQuality quality(Event event) {
    return switch (event) {
      case PARTIAL -> BarQuality.PARTIAL;
      case SYNTHETIC -> BarQuality.SYNTHETIC;
      default -> BarQuality.COMPLETE;
    };
  }
}
