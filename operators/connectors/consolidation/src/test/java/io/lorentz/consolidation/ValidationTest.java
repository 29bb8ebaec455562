package io.lorentz.consolidation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
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
  void aBarThatWasStoredWhileOpenDiffersFromItsParts() throws Exception {
    write("venue-a", 0, 600, 0);
    StringBuilder rows = new StringBuilder();
    List<Filler> fives = fives(600);
    for (int i = 0; i < fives.size(); i++) {
      Filler bar = fives.get(i);
      double volume = i == 40 ? bar.volume() - 0.137 : bar.volume();
      rows.append(row(5 * i, 0, bar.open(), bar.high(), bar.low(), bar.close(), volume));
    }
    Path target = Files.createDirectories(folder.resolve("in").resolve("venue-a"));
    Files.writeString(target.resolve("AAAUSDT_5m.csv"), "time,open,high,low,close,volume\n" + rows);

    Validation.Findings five = validate().series().get(1);
    assertThat(five.series().timeframe()).isEqualTo("5m");
    assertThat(five.againstParts()).isEqualTo(120);
    assertThat(five.unequal())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.startMs()).isEqualTo(START_MS + 200 * MINUTE_MS);
              assertThat(one.partsVolume()).isEqualTo(15);
              assertThat(one.volume()).isEqualTo(14.863);
            });
  }

  /** A bar put together by hand. */
  private record Filler(double open, double high, double low, double close, double volume) {}

  /** What the walk of {@link #write} comes to in fives. */
  private static List<Filler> fives(int bars) {
    SplittableRandom random = new SplittableRandom(7);
    double price = 100;
    List<Filler> fives = new ArrayList<>();
    double first = 0;
    double high = 0;
    double low = 0;
    for (int i = 0; i < bars; i++) {
      double open = price;
      price *= 1 + 0.002 * (random.nextDouble() - 0.5);
      boolean begins = i % 5 == 0;
      first = begins ? open : first;
      high = begins ? Math.max(open, price) : Math.max(high, Math.max(open, price));
      low = begins ? Math.min(open, price) : Math.min(low, Math.min(open, price));
      if (i % 5 == 4) {
        fives.add(new Filler(first, high, low, price, 15));
      }
    }
    return fives;
  }

  @Test
  void aSpikeIsNamedAndAMoveThatStaysIsNone() throws Exception {
    StringBuilder rows = new StringBuilder();
    SplittableRandom random = new SplittableRandom(3);
    double price = 100;
    for (int i = 0; i < 400; i++) {
      price *= 1 + 0.0004 * (random.nextDouble() - 0.5);
      price *= i == 300 ? 1.05 : 1;
      double shown = i == 200 ? price * 1.03 : price;
      rows.append(row(i, 0, shown, shown, shown, shown, 1));
    }
    save("venue-a", rows.toString());
    assertThat(validate().series().get(0).spikes()).containsExactly(START_MS + 200 * MINUTE_MS);
  }

  @Test
  void gapsAreFilledFromPartsExactlyThenFromTheVenuesNamedAndTheRestIsMarked() throws Exception {
    write("venue-a", 0, 600, 0);
    write("venue-b", 1, 600, 0);
    Path target = folder.resolve("in/venue-a/AAAUSDT_5m.csv");
    StringBuilder fives = new StringBuilder("time,open,high,low,close,volume\n");
    List<Filler> all = fives(600);
    for (int i = 0; i < all.size(); i++) {
      if (i < 20 || i >= 30) {
        Filler bar = all.get(i);
        fives.append(row(5 * i, 0, bar.open(), bar.high(), bar.low(), bar.close(), 15));
      }
    }
    Files.writeString(target, fives.toString());
    Path ones = folder.resolve("in/venue-a/AAAUSDT_1m.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(ones));
    lines.subList(301, 311).clear();
    Files.write(ones, lines);
    Path others = folder.resolve("in/venue-b/AAAUSDT_1m.csv");
    lines = new ArrayList<>(Files.readAllLines(others));
    lines.subList(308, 313).clear();
    Files.write(others, lines);
    validate().close();
    Archive archive = Archive.open(folder.resolve("archive"));

    List<Filling.Filled> filled =
        new Filling(archive, folder.resolve("filled"), List.of("venue-b"), true).run();

    Archive.Series one = new Archive.Series("venue-a", "AAAUSDT", "1m");
    Archive.Series five = new Archive.Series("venue-a", "AAAUSDT", "5m");
    Archive.Series other = new Archive.Series("venue-b", "AAAUSDT", "1m");
    assertThat(filled)
        .containsExactly(
            new Filling.Filled(one, 0, 7, 3),
            new Filling.Filled(five, 10, 0, 0),
            new Filling.Filled(other, 0, 0, 5));
    assertThat(Files.readAllLines(folder.resolve("filled/missing.csv")))
        .contains("venue-a,AAAUSDT,1m,2025-01-01T05:07:00Z,3")
        .hasSize(3);
    try (Validation validation = Validation.of(folder.resolve("filled"))) {
      assertThat(validation.series())
          .extracting(Validation.Findings::filled)
          .containsExactly(7L, 10L, 0L);
      assertThat(validation.series().get(1).missing()).isZero();
      assertThat(validation.series().get(1).unequal()).isEmpty();
    }
    Archive after = Archive.open(folder.resolve("filled"));
    after.export(five, folder.resolve("five.csv"));
    List<String> exported = Files.readAllLines(folder.resolve("five.csv"));
    assertThat(exported).hasSize(121);
    Filler made = all.get(25);
    assertThat(exported.get(26))
        .isEqualTo(
            (START_MS + 125 * MINUTE_MS)
                + ","
                + made.open()
                + ","
                + made.high()
                + ","
                + made.low()
                + ","
                + made.close()
                + ",15.0");
    assertThatThrownBy(() -> new Filling(archive, folder.resolve("filled"), List.of(), true).run())
        .hasMessageContaining("is there already");
  }

  @Test
  void parquetIsReadWhateverItsTimesAre() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in/venue-a"));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      String bars =
          "SELECT %s AS %s, 10.0 AS open, 12.0 AS high, 9.0 AS low, 11.0 + i AS close, 1 AS volume"
              + " FROM range(0, 3) t(i)";
      statement.execute(
          "COPY ("
              + bars.formatted("make_timestamp(" + START_MS + "000 + i * 60000000)", "date")
              + ") TO '"
              + in.resolve("AAAUSDT_1m_x.parquet")
              + "' (FORMAT parquet)");
      statement.execute(
          "COPY ("
              + bars.formatted(START_MS + 180_000 + " + i * 60000", "open_time_ms")
              + ") TO '"
              + in.resolve("AAAUSDT_1m_y.parquet")
              + "' (FORMAT parquet)");
      statement.execute(
          "COPY (SELECT 1 AS a) TO '" + in.resolve("AAAUSDT_1m_z.parquet") + "' (FORMAT parquet)");
    }
    Files.write(in.resolve("AAAUSDT_1m_torn.parquet"), "PAR1 and no more".getBytes(UTF_8));
    Consolidation.Result result =
        new Consolidation(folder.resolve("archive"), Naming.shipped(), new Layouts(), 500)
            .run(List.of(folder.resolve("in")), (files, all, seconds) -> {});
    assertThat(result.bars()).isEqualTo(6);
    assertThat(result.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("torn.parquet: is no whole Parquet"))
        .anyMatch(problem -> problem.contains("holds no bars: its columns are a"));
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
