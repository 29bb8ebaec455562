package io.lorentz.core.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BarState;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.TradeSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BarBuilderProperties {

  private static final long MINUTE = 60_000L;
  private static final String SYMBOL = "BTCUSDT";
  private static final BarOptions OPTIONS = BarOptions.defaults();

  /** What an obvious aggregation over the whole series says of one longer bar. */
  private record Expected(
      double open, double high, double low, double close, double volume, BarQuality quality) {}

  @Property(tries = 300)
  void theWholeSeriesAggregatedAtOnceAgrees(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int length) {
    Random random = new Random(seed);
    List<Bar> series = series(random, length);
    List<Bar> given = new ArrayList<>();
    BarBuilder builder = new BarBuilder(SYMBOL, OPTIONS);
    for (Bar bar : series) {
      builder.onBar(bar, given::add);
      if (random.nextBoolean()) {
        builder.onHeartbeat(new Heartbeat(bar.getCloseTimeMs()), given::add);
      }
    }

    for (long lengthMs : List.of(5 * MINUTE, 15 * MINUTE)) {
      Map<Long, Expected> expected = aggregate(series, lengthMs);
      List<Bar> longer = given.stream().filter(bar -> bar.getLengthMs() == lengthMs).toList();
      assertThat(longer)
          .extracting(Bar::getCloseTimeMs)
          .containsExactlyElementsOf(expected.keySet());
      longer.forEach(bar -> agree(bar, expected.get(bar.getCloseTimeMs())));
    }
  }

  @Property(tries = 200)
  void progressAfterEachMinuteOfOthersChangesOnlyWhenNotWhat(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int length) {
    List<Bar> series = series(new Random(seed), length);
    List<Bar> alone = new ArrayList<>();
    List<Bar> beside = new ArrayList<>();
    BarBuilder one = new BarBuilder(SYMBOL, OPTIONS);
    BarBuilder other = new BarBuilder(SYMBOL, OPTIONS);
    long clockMs = series.get(0).getCloseTimeMs();
    for (Bar bar : series) {
      one.onBar(bar, alone::add);
      for (; clockMs < bar.getCloseTimeMs(); clockMs += MINUTE) {
        other.onHeartbeat(new Heartbeat(clockMs), beside::add);
      }
      other.onBar(bar, beside::add);
    }

    assertThat(beside).isEqualTo(alone);
  }

  @Property(tries = 300)
  void everyBarIsGivenOnceInOrderAndAccountsForTheMissing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int length) {
    List<Bar> given = new ArrayList<>();
    BarBuilder builder = new BarBuilder(SYMBOL, OPTIONS);
    series(new Random(seed), length).forEach(bar -> builder.onBar(bar, given::add));

    assertThat(given)
        .isSortedAccordingTo(
            Comparator.comparingLong(Bar::getCloseTimeMs)
                .thenComparing(Comparator.comparingLong(Bar::getLengthMs).reversed()));
    Bar before = null;
    for (Bar bar : given.stream().filter(bar -> bar.getLengthMs() == MINUTE).toList()) {
      long step = before == null ? 1 : (bar.getCloseTimeMs() - before.getCloseTimeMs()) / MINUTE;
      assertThat(bar.getMissingBefore()).isEqualTo((int) step - 1);
      before = bar;
    }
  }

  @Property(tries = 300)
  void aRestoredImageAnswersEveryLaterInputAlike(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(min = 0, max = 600) int cut,
      @ForAll boolean trades) {
    List<Consumer<Target>> inputs = trades ? trades(new Random(seed), length) : messy(seed, length);
    List<Bar> straight = new ArrayList<>();
    List<Bar> restored = new ArrayList<>();
    BarBuilder original = new BarBuilder(SYMBOL, OPTIONS);
    BarBuilder other = new BarBuilder(SYMBOL, OPTIONS);
    for (int i = 0; i < inputs.size(); i++) {
      if (i == cut % inputs.size()) {
        BarState image = other.image();
        other = BarBuilder.restore(OPTIONS, throughBytes(image));
        assertThat(other.image()).isEqualTo(image);
      }
      inputs.get(i).accept(new Target(original, straight::add));
      inputs.get(i).accept(new Target(other, restored::add));
      assertThat(restored).hasSameSizeAs(straight);
    }

    assertThat(restored).isEqualTo(straight);
    assertThat(other.image()).isEqualTo(original.image());
  }

  @Property(tries = 200)
  void correctedMinutesLeaveTheStateThatTheRightMinutesWouldHaveLeft(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int length) {
    Random random = new Random(seed);
    BarBuilder right = new BarBuilder(SYMBOL, OPTIONS);
    BarBuilder corrected = new BarBuilder(SYMBOL, OPTIONS);
    Map<String, Bar> lastOfEach = new TreeMap<>();
    Map<String, Bar> expected = new TreeMap<>();
    for (Bar bar : series(random, length)) {
      right.onBar(bar, given -> expected.put(key(given), given));
      if (random.nextInt(3) == 0) {
        corrected.onBar(wrong(bar), given -> lastOfEach.put(key(given), given));
      }
      corrected.onBar(bar, given -> lastOfEach.put(key(given), given));
    }

    assertThat(lastOfEach.keySet()).isEqualTo(expected.keySet());
    lastOfEach.forEach(
        (key, bar) ->
            assertThat(Bar.newBuilder(bar).setCorrected(false).build())
                .isEqualTo(expected.get(key)));
  }

  private static String key(Bar bar) {
    return bar.getLengthMs() + " " + bar.getCloseTimeMs();
  }

  private static Bar wrong(Bar bar) {
    return Bar.newBuilder(bar)
        .setHigh(2 * bar.getHigh())
        .setLow(bar.getLow() / 2)
        .setVolume(bar.getVolume() + 1)
        .build();
  }

  private record Target(BarBuilder builder, Consumer<Bar> closed) {}

  /** Bars with gaps, progress, corrections, duplicates, late bars and an early end. */
  private static List<Consumer<Target>> messy(long seed, int length) {
    Random random = new Random(seed);
    List<Consumer<Target>> inputs = new ArrayList<>();
    for (Bar bar : series(random, length)) {
      inputs.add(to -> to.builder().onBar(bar, to.closed()));
      long closeMs = bar.getCloseTimeMs();
      switch (random.nextInt(8)) {
        case 0 -> inputs.add(to -> to.builder().onBar(wrong(bar), to.closed()));
        case 1 -> inputs.add(to -> to.builder().onBar(bar, to.closed()));
        case 2 -> inputs.add(progress(closeMs + MINUTE * random.nextInt(20)));
        case 3 -> {
          Bar late = Bar.newBuilder(bar).setCloseTimeMs(closeMs - MINUTE).build();
          inputs.add(to -> to.builder().onBar(late, to.closed()));
        }
        case 4 -> inputs.add(progress(closeMs));
        default -> {}
      }
    }
    if (random.nextBoolean()) {
      int at = random.nextInt(inputs.size());
      inputs.add(at, to -> to.builder().onSeriesEnded(new SeriesEnded(SYMBOL, 0L)));
    }
    return inputs;
  }

  private static Consumer<Target> progress(long progressMs) {
    return to -> to.builder().onHeartbeat(new Heartbeat(progressMs), to.closed());
  }

  private static List<Consumer<Target>> trades(Random random, int length) {
    List<Consumer<Target>> inputs = new ArrayList<>();
    long timeMs = 1_746_403_020_000L;
    for (int i = 0; i < length; i++) {
      timeMs += random.nextInt(10) == 0 ? random.nextInt(800_000) : random.nextInt(30_000);
      double price = 100 + random.nextInt(1000) / 100.0;
      double size = random.nextInt(1000) / 1000.0;
      Trade trade = new Trade(SYMBOL, timeMs, "", price, size, TradeSide.UNKNOWN);
      inputs.add(to -> to.builder().onTrade(trade, to.closed()));
      if (random.nextInt(10) == 0) {
        inputs.add(progress(timeMs - timeMs % MINUTE));
      }
    }
    return inputs;
  }

  /** A walk with missing minutes, some runs longer than the bridge. */
  private static List<Bar> series(Random random, int length) {
    List<Bar> bars = new ArrayList<>();
    long closeMs = MINUTE * (29_106_700L + random.nextInt(30));
    double price = 100;
    for (int i = 0; i < length; i++) {
      closeMs += MINUTE;
      if (random.nextInt(15) == 0) {
        closeMs += MINUTE * random.nextInt(random.nextBoolean() ? 6 : 60);
      }
      double open = price;
      price = Math.max(1, price + random.nextInt(201) / 100.0 - 1);
      double high = Math.max(open, price) + random.nextInt(50) / 100.0;
      double low = Math.min(open, price) - random.nextInt(50) / 100.0;
      double volume = random.nextInt(100_000) / 1000.0;
      bars.add(
          new Bar(
              SYMBOL,
              MINUTE,
              closeMs,
              open,
              high,
              low,
              price,
              volume,
              BarQuality.COMPLETE,
              false,
              0));
    }
    return bars;
  }

  /**
   * Looks at each whole window with the whole series at hand: what was seen in it, and for which of
   * its missing minutes a bar at most five minutes before was seen and one later.
   */
  private static Map<Long, Expected> aggregate(List<Bar> series, long lengthMs) {
    TreeMap<Long, Bar> seen = new TreeMap<>();
    series.forEach(bar -> seen.put(bar.getCloseTimeMs(), bar));
    Map<Long, Expected> expected = new TreeMap<>();
    long firstEnd = Math.floorDiv(seen.firstKey() + lengthMs - 1, lengthMs) * lengthMs;
    for (long end = firstEnd; end <= seen.lastKey(); end += lengthMs) {
      List<Bar> minutes = new ArrayList<>();
      for (long close = end - lengthMs + MINUTE; close <= end; close += MINUTE) {
        Map.Entry<Long, Bar> last = seen.floorEntry(close);
        if (last != null && close - last.getKey() <= 5 * MINUTE) {
          minutes.add(last.getKey() == close ? last.getValue() : flat(last.getValue()));
        }
      }
      if (!minutes.isEmpty()) {
        expected.put(end, sum(minutes, (int) (lengthMs / MINUTE)));
      }
    }
    return expected;
  }

  private static Bar flat(Bar bar) {
    double price = bar.getClose();
    return new Bar(
        SYMBOL, MINUTE, 0L, price, price, price, price, 0.0, BarQuality.SYNTHETIC, false, 0);
  }

  private static Expected sum(List<Bar> minutes, int full) {
    long seen = minutes.stream().filter(bar -> bar.getQuality() == BarQuality.COMPLETE).count();
    return new Expected(
        minutes.get(0).getOpen(),
        minutes.stream().mapToDouble(Bar::getHigh).max().orElseThrow(),
        minutes.stream().mapToDouble(Bar::getLow).min().orElseThrow(),
        minutes.get(minutes.size() - 1).getClose(),
        minutes.stream()
            .map(bar -> BigDecimal.valueOf(bar.getVolume()))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .doubleValue(),
        seen == full ? BarQuality.COMPLETE : seen == 0 ? BarQuality.SYNTHETIC : BarQuality.PARTIAL);
  }

  private static void agree(Bar bar, Expected expected) {
    assertThat(Arrays.asList(bar.getOpen(), bar.getHigh(), bar.getLow(), bar.getClose()))
        .containsExactly(expected.open(), expected.high(), expected.low(), expected.close());
    // Each of up to 15 terms is itself rounded by up to half an ulp.
    assertThat(bar.getVolume())
        .isCloseTo(expected.volume(), within(8 * Math.ulp(expected.volume())));
    assertThat(bar.getQuality()).isEqualTo(expected.quality());
  }

  private static BarState throughBytes(BarState image) {
    try {
      return BarState.fromByteBuffer(image.toByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
