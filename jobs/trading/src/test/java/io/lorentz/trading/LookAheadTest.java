package io.lorentz.trading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cutting the future off changes nothing that lies before the cut. */
final class LookAheadTest {

  private static final String SYMBOL = "BTCUSDT";
  private static final long MINUTE_MS = 60_000;
  private static final long FIVE_MS = 5 * MINUTE_MS;
  private static final long QUARTER_MS = 15 * MINUTE_MS;
  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);

  @TempDir private static Path folder;
  private static Path quarter;
  private static Path month;
  private static Path fortnight;

  @BeforeAll
  static void unpack() throws IOException {
    quarter = folder.resolve("quarter.csv");
    SharedData.writeSpotDays(FIRST_DAY, LocalDate.of(2025, 3, 31), quarter);
    month = folder.resolve("month.csv");
    SharedData.writeSpotDays(FIRST_DAY, LocalDate.of(2025, 1, 31), month);
    fortnight = folder.resolve("fortnight.csv");
    SharedData.writeSpotDays(FIRST_DAY, FIRST_DAY.plusDays(13), fortnight);
  }

  @Test
  void tenTruncationsOfAMonthChangeNothingBeforeThem() throws IOException {
    truncationsChangeNothing(month, 4, 3, 3);
  }

  @Test
  @Tag("slow")
  void fiftyTruncationsOfThreeMonthsChangeNothingBeforeThem() throws IOException {
    truncationsChangeNothing(quarter, 20, 15, 15);
  }

  @Test
  void barsThatKnowTheNextCloseAreCaught() {
    assertThat(differences(fortnight, LookAheadTest::runWithPeekingBars))
        .anySatisfy(difference -> assertThat(difference).contains("row ", " became "));
  }

  @Test
  void aMemberOfTheEnsembleThatReadsAheadIsCaught() {
    assertThat(differences(fortnight, LookAheadTest::runWithPeekingMember))
        .anySatisfy(
            difference ->
                assertThat(difference).contains("\"earlierTimeMs\"", "\"slowConfidence\": 1.0"));
  }

  private static void truncationsChangeNothing(Path bars, int spread, int open, int decisions)
      throws IOException {
    List<RunOutput> whole = new ArrayList<>();
    run(files(bars), whole::add);
    NavigableSet<Long> cuts = cuts(whole, spread, open, decisions);
    assertThat(cuts).hasSize(spread + open + decisions);
    assertThat(cuts).filteredOn(cut -> cut % FIVE_MS != 0).hasSizeGreaterThanOrEqualTo(3);
    assertThat(cuts).filteredOn(cut -> cut % FIVE_MS == 0 && cut % QUARTER_MS != 0).isNotEmpty();
    assertThat(cuts).filteredOn(openTimes(whole)::contains).hasSizeGreaterThanOrEqualTo(open);
    boolean shorterFile = false;
    for (long cut : cuts) {
      shorterFile = !shorterFile;
      BarFileOptions part = shorterFile ? files(cutOff(bars, cut)) : files(bars).withToMs(cut);
      nothingChanges(whole, part, cut);
    }
  }

  private static void nothingChanges(List<RunOutput> whole, BarFileOptions part, long cut) {
    BeforeTheCut check = new BeforeTheCut(whole, cut);
    List<RunOutput> rows = new ArrayList<>();
    run(
        part,
        row -> {
          check.accept(row);
          rows.add(row);
        });
    assertThat(check.firstDifference()).isEmpty();
    assertThat(undecided(rows)).isEqualTo(undecidedAt(cut, whole));
  }

  /** Orders that stand as OPEN_AT_END. */
  private static Set<String> undecided(List<RunOutput> rows) {
    return undecidedAt(Long.MAX_VALUE, rows);
  }

  /** Orders decided before the cut whose outcome does not lie before it. */
  private static Set<String> undecidedAt(long cut, List<RunOutput> rows) {
    Set<String> ids =
        RunRow.of(OrderDecision.class, rows)
            .filter(decision -> decision.getDecisionTimeMs() <= cut)
            .map(decision -> decision.getAccount() + decision.getClientId())
            .collect(Collectors.toCollection(TreeSet::new));
    RunRow.of(OrderOutcome.class, rows)
        .filter(outcome -> outcome.getOutcomeTimeMs() < cut || outcome.getDenial() != null)
        .forEach(outcome -> ids.remove(outcome.getAccount() + outcome.getClientId()));
    return ids;
  }

  /** First differences at some cuts of a run, by the check that the real loop passes. */
  private static List<String> differences(
      Path bars, BiConsumer<BarFileOptions, Consumer<RunOutput>> run) {
    List<RunOutput> whole = new ArrayList<>();
    run.accept(files(bars), whole::add);
    List<String> found = new ArrayList<>();
    for (long cut : cuts(whole, 1, 2, 2)) {
      BeforeTheCut check = new BeforeTheCut(whole, cut);
      run.accept(files(bars).withToMs(cut), check);
      Optional<String> difference = check.firstDifference();
      difference.ifPresent(found::add);
    }
    return found;
  }

  /** Cuts spread evenly, some while a position is open, some at the decision to enter. */
  private static NavigableSet<Long> cuts(
      List<RunOutput> whole, int spread, int open, int decisions) {
    long firstMs = RunRow.timeMs(whole.get(0));
    long minutes = (RunRow.timeMs(whole.get(whole.size() - 1)) - firstMs) / MINUTE_MS;
    NavigableSet<Long> cuts = new TreeSet<>();
    for (int i = 1; i <= spread; i++) {
      cuts.add(firstMs + (minutes * i / (spread + 1) + 7L * i) * MINUTE_MS);
    }
    pick(new ArrayList<>(openTimes(whole)), open, cuts);
    List<Long> entries =
        RunRow.of(OrderDecision.class, whole)
            .filter(d -> d.getIntent() == OrderIntent.ENTRY && d.getSizeBound() != null)
            .map(OrderDecision::getDecisionTimeMs)
            .toList();
    pick(entries, decisions, cuts);
    return cuts;
  }

  private static void pick(List<Long> times, int count, Set<Long> cuts) {
    assertThat(times).hasSizeGreaterThanOrEqualTo(count);
    for (int i = 1; i <= count; i++) {
      cuts.add(times.get((int) ((long) times.size() * i / (count + 1))));
    }
  }

  private static NavigableSet<Long> openTimes(List<RunOutput> rows) {
    return RunRow.of(EquityPoint.class, rows)
        .filter(point -> point.getOpenPositions() > 0)
        .map(EquityPoint::getTimeMs)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static BarFileOptions files(Path bars) {
    return BarFileOptions.of(Map.of(SYMBOL, List.of(bars.toString())));
  }

  /** A file without the bars that start at the cut or later. */
  private static Path cutOff(Path bars, long cut) throws IOException {
    Path part = folder.resolve("part.csv");
    try (BufferedReader in = Files.newBufferedReader(bars);
        Writer out = Files.newBufferedWriter(part)) {
      out.write(in.readLine() + "\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (Long.parseLong(line.substring(0, line.indexOf(','))) >= cut) {
          break;
        }
        out.write(line);
        out.write('\n');
      }
    }
    return part;
  }

  private static void run(BarFileOptions files, Consumer<RunOutput> rows) {
    BareRun.over(TestingOptions.talkative(), files, rows);
  }

  private static void runWithPeekingBars(BarFileOptions files, Consumer<RunOutput> rows) {
    TradingOptions options = TestingOptions.talkative();
    try (BarFileLog log = new BarFileLog(files)) {
      Iterator<LogRecord> peeking = new PeekingLog(log);
      BareRun.over(options, List.of(SYMBOL), Ensemble.jvm(options.inference()), peeking, rows);
    }
  }

  private static void runWithPeekingMember(BarFileOptions files, Consumer<RunOutput> rows) {
    EnsembleOptions e = EnsembleOptions.defaults();
    EnsembleOptions chandelierOnly =
        new EnsembleOptions(
            0,
            0,
            1,
            0,
            e.neighbours(),
            e.windowRows(),
            e.labelHorizonBars(),
            e.inFlightRows(),
            e.logisticLearningRate(),
            e.logisticL2(),
            e.logisticMinimumRows());
    TradingOptions options = TestingOptions.with(TestingOptions.talkative(), chandelierOnly);
    Ensemble ensemble = new Ensemble(chandelierOnly, PeekingMember.over(files));
    try (BarFileLog log = new BarFileLog(files)) {
      BareRun.over(options, List.of(SYMBOL), ensemble, log, rows);
    }
  }
}
