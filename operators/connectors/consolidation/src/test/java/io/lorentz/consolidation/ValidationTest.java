package io.lorentz.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each planted defect is named with its place, and nothing else is. */
class ValidationTest {

  private static final long START_MS = 1_735_689_600_000L;
  private static final long MINUTE_MS = 60_000;

  @TempDir Path folder;

  @Test
  void aSeriesWithoutADefectIsWhole() throws Exception {
    write("venue-a", 0, 500, 0);
    Validation.Findings one = validate().series().get(0);
    assertThat(one.bars()).isEqualTo(500);
    assertThat(one.expected()).isEqualTo(500);
    assertThat(one.quality()).isEqualTo(1);
    assertThat(one.gaps()).isEmpty();
    assertThat(one.misaligned() + one.impossible() + one.zeroVolume()).isZero();
  }

  @Test
  void plantedDefectsAreNamed() throws Exception {
    StringBuilder rows = new StringBuilder();
    rows.append(row(0, 0, 10, 12, 9, 11, 5));
    rows.append(row(1, 0, 11, 11.5, 10, 11, 0));
    // Two are missing.
    rows.append(row(4, 0, 11, 12, 10, 11.5, 1));
    rows.append(row(5, 13_000, 11, 12, 10, 11, 1));
    rows.append(row(6, 0, 11, 11.2, 10, 11.3, 1));
    rows.append(row(7, 0, 11, 12, 11.1, 11, 1));
    rows.append(row(9, 0, 22, 22, 22, 22, 1));
    save("venue-a", rows.toString());

    Validation.Findings one = validate().series().get(0);
    assertThat(one.gaps())
        .containsExactly(
            new Validation.Gap(START_MS + MINUTE_MS, 2),
            new Validation.Gap(START_MS + 7 * MINUTE_MS, 1));
    assertThat(one.missing()).isEqualTo(3);
    assertThat(one.misaligned()).isEqualTo(1);
    assertThat(one.impossible()).isEqualTo(2);
    assertThat(one.zeroVolume()).isEqualTo(1);
    assertThat(one.largestMove()).isEqualTo(Math.log(2));
    assertThat(one.expected()).isEqualTo(10);
    assertThat(one.quality()).isEqualTo(0.4);
  }

  @Test
  void aSeriesThatAgreesOnlyWhenShiftedIsNamedWithTheShift() throws Exception {
    write("venue-a", 0, 600, 0);
    write("venue-b", 0, 600, 2);
    write("venue-c", 1, 600, 0);

    List<Validation.Pair> pairs = validate().pairs();
    assertThat(pairs).hasSize(3);
    assertThat(pairs.get(0).shift()).as("b lies two bars too late").contains(2);
    assertThat(pairs.get(1).shift()).as("c differs by a basis point").isEmpty();
    assertThat(pairs.get(1).medianBps()).isBetween(0.9, 1.1);
    assertThat(pairs.get(1).common()).isEqualTo(600);
    assertThat(pairs.get(2).shift()).as("c lies two bars before b").contains(-2);
  }

  @Test
  void aFolderThatIsNoArchiveIsRefused() {
    assertThatThrownBy(() -> Validation.of(folder))
        .isInstanceOf(ConsolidationException.class)
        .hasMessageContaining("is no archive");
  }

  private Validation validate() {
    new Consolidation(folder.resolve("archive"), Naming.shipped(), new Layouts(), 500)
        .run(List.of(folder.resolve("in")), (files, all, seconds) -> {});
    return Validation.of(folder.resolve("archive"));
  }

  /** A walk, the same for all venues but for some basis points and a shift of its times. */
  private void write(String venue, int bps, int bars, int late) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    double price = 100;
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < bars; i++) {
      double open = price;
      price *= 1 + 0.002 * (random.nextDouble() - 0.5);
      double factor = 1 + bps / 10_000.0;
      rows.append(
          row(
              i + late,
              0,
              open * factor,
              Math.max(open, price) * factor,
              Math.min(open, price) * factor,
              price * factor,
              3));
    }
    save(venue, rows.toString());
  }

  private void save(String venue, String rows) throws IOException {
    Path target = Files.createDirectories(folder.resolve("in").resolve(venue));
    Files.writeString(target.resolve("AAAUSDT_1m.csv"), "time,open,high,low,close,volume\n" + rows);
  }

  private static String row(
      int bar, long offMs, double open, double high, double low, double close, double volume) {
    return (START_MS + bar * MINUTE_MS + offMs)
        + ","
        + open
        + ","
        + high
        + ","
        + low
        + ","
        + close
        + ","
        + volume
        + "\n";
  }
}
