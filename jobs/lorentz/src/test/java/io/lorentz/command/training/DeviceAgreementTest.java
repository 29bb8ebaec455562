package io.lorentz.command.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.archive.BarFileLog;
import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.SharedFolder;
import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.FeatureRing;
import io.lorentz.core.inference.JvmNeighbours;
import io.lorentz.core.inference.NeighbourScan;
import io.lorentz.core.inference.Query;
import io.lorentz.pytorch.DeviceTrial;
import io.lorentz.pytorch.TorchNeighbours;
import io.lorentz.schemas.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Plain Java and PyTorch decide alike on features of real bars. The device is the CPU, or what the
 * system property {@code lorentz.device} names.
 */
class DeviceAgreementTest {

  private static final EnsembleOptions OPTIONS = EnsembleOptions.defaults();
  private static final String DEVICE = System.getProperty("lorentz.device", "cpu");
  private static final long FIVE_MINUTES = 300_000;
  private static final int QUERIES = 10_000;
  private static final int BATCH = 250;

  private static final List<double[]> FEATURES = new ArrayList<>();

  @BeforeAll
  static void readRealBars() {
    for (String symbol : List.of("BTCUSDT", "ETHUSDT", "SOLUSDT")) {
      Path file =
          SharedFolder.file("market-data/csv/binance-spot_" + symbol + "_5m_genetrader.csv.gz");
      try (BarFileLog log =
          new BarFileLog(BarFileOptions.of(Map.of(symbol, List.of(file.toString()))))) {
        MarketRows market =
            MarketRows.read(
                log, new BarOptions(List.of(FIVE_MINUTES), 5), FeatureOptions.defaults(), at -> {});
        for (SeriesRows rows : market.of(FIVE_MINUTES)) {
          for (int row = 0; row < rows.size(); row++) {
            if (rows.isDefined(row)) {
              FEATURES.add(features(rows, row));
            }
          }
        }
      }
    }
  }

  private static double[] features(SeriesRows rows, int row) {
    double[] features = new double[FeatureRing.FEATURES];
    for (int feature = 0; feature < features.length; feature++) {
      features[feature] = rows.feature(feature, row);
    }
    return features;
  }

  @Test
  void decisionsAreEqualPlantedTiesIncluded() {
    compare(2_000);
  }

  @Test
  @Tag("slow")
  void decisionsAreEqualWithALargeMemoryToo() {
    compare(100_000);
  }

  private static void compare(int rows) {
    assertThat(FEATURES).hasSizeGreaterThan(rows + QUERIES);
    SplittableRandom random = new SplittableRandom(rows);
    double[][] columns = new double[FeatureRing.FEATURES][rows];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      // Every tenth row is an earlier one again, with a label of its own.
      double[] source = row % 10 == 9 ? FEATURES.get(random.nextInt(row)) : FEATURES.get(row);
      for (int feature = 0; feature < source.length; feature++) {
        columns[feature][row] = source[feature];
      }
      labels[row] = (byte) (random.nextInt(3) - 1);
    }
    List<double[]> asked = new ArrayList<>(FEATURES.subList(rows, rows + QUERIES));
    for (int i = 0; i < QUERIES; i += 5) {
      asked.set(i, FEATURES.get(random.nextInt(rows)));
    }
    List<Query> queries = DeviceTrial.queries(OPTIONS, FeatureRing.of(columns, labels), asked);

    TorchNeighbours device = new TorchNeighbours(OPTIONS, DEVICE);
    try (Ensemble plain =
            Ensemble.with(OPTIONS, new JvmNeighbours(OPTIONS, NeighbourScan.scalar()));
        Ensemble onDevice = Ensemble.with(OPTIONS, device)) {
      for (int from = 0; from < QUERIES; from += BATCH) {
        List<Query> batch = queries.subList(from, from + BATCH);
        List<Optional<Prediction>> expected = plain.predict(batch);
        assertThat(onDevice.predict(batch)).isEqualTo(expected);
        assertThat(expected).allMatch(Optional::isPresent);
      }
    }
    assertThat(device.rankedWhole()).as("votes for which the host took all rows").isLessThan(100);
  }
}
