package io.lorentz.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.rows.UnequalRowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOutputSpoolTest {

  @TempDir private Path folder;

  @Test
  void everyRowIsGivenOnceAndEqualRepeatsAreCounted() {
    write(0, 0, List.of(equity("a", 1, "1.5"), equity("b", 1, "1.5"), equity("a", 2, "2.5")));
    write(0, 1, List.of(equity("a", 2, "2.5"), equity("a", 3, "3.5"), signal(3, Double.NaN)));
    write(1, 0, List.of(signal(3, Double.NaN), signal(4, 1.0)));

    List<RunOutput> rows = new ArrayList<>();
    RunOutputSpool.Count count = new RunOutputSpool(folder).read(rows::add);

    assertThat(rows)
        .containsExactly(
            equity("a", 1, "1.5"),
            equity("b", 1, "1.5"),
            equity("a", 2, "2.5"),
            equity("a", 3, "3.5"),
            signal(3, Double.NaN),
            signal(4, 1.0));
    assertThat(count).isEqualTo(new RunOutputSpool.Count(6, 2));
  }

  @Test
  void anUnequalRepeatIsAFaultThatNamesKeyAndBothRows() {
    write(0, 0, List.of(equity("a", 1, "1.5"), equity("a", 2, "2.5")));
    write(0, 1, List.of(equity("a", 2, "2.500000000000000001")));

    assertThatThrownBy(() -> new RunOutputSpool(folder).read(row -> {}))
        .isInstanceOf(UnequalRowException.class)
        .hasMessageStartingWith("EquityPoint (a, 2) was written twice and differs: first {")
        .hasMessageContaining("2.500000000000000000")
        .hasMessageContaining("2.500000000000000001");
  }

  @Test
  void aFileMayEndAnywhere() throws IOException {
    List<RunOutput> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(equity("a", i, "1.5"));
    }
    write(0, 0, rows);
    Path whole = folder.resolve("rows-0000-0000-0000.avro");
    byte[] bytes = Files.readAllBytes(whole);
    Files.delete(whole);
    write(0, 1, rows);
    for (int length = 0; length < bytes.length; length += 37) {
      Files.write(whole, Arrays.copyOf(bytes, length));

      assertThat(new RunOutputSpool(folder).read(row -> {}).rows()).isEqualTo(50);
    }
  }

  @Test
  void anAttemptNeverWritesIntoTheFileOfAnother() {
    write(0, 0, List.of(equity("a", 1, "1.5")));
    write(0, 0, List.of(equity("a", 2, "1.5")));

    assertThat(new RunOutputSpool(folder).read(row -> {}).rows()).isEqualTo(2);
  }

  private void write(int subtask, int attempt, List<RunOutput> rows) {
    try (RunOutputSink.SpoolWriter writer =
        new RunOutputSink.SpoolWriter(folder, subtask, attempt)) {
      for (RunOutput row : rows) {
        writer.append(row);
      }
      writer.flush(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunOutput equity(String account, long timeMs, String amount) {
    BigDecimal money = new BigDecimal(amount).setScale(18);
    return new RunOutput(
        new EquityPoint(
            account, timeMs, money, money, money, 0.0, 0.0, 0, true, 0L, 0L, 0L, 0L, 0L, 0L, 0.0,
            0.0));
  }

  private static RunOutput signal(long timeMs, double atr) {
    return new RunOutput(
        new Signal(
            timeMs,
            0,
            "BTCUSDT",
            timeMs,
            timeMs,
            1,
            0.8,
            0.8,
            300_000L,
            atr,
            100.0,
            BarQuality.COMPLETE,
            "main"));
  }
}
