package io.lorentz.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void decimalsArePlainWithoutTrailingZeros() {
    assertThat(Cells.plain(new BigDecimal("100.500000000000000000"))).isEqualTo("100.5");
    assertThat(Cells.plain(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(Cells.plain(new BigDecimal("0.000000000000000001")))
        .isEqualTo("0.000000000000000001");
    assertThat(Cells.plain(new BigDecimal("0E-18"))).isEqualTo("0");
  }

  @Test
  void doublesAreAsShortAsTheyCanBe() {
    assertThat(Cells.shortest(Double.NaN)).isEmpty();
    assertThat(Cells.shortest(105_615.0)).isEqualTo("105615");
    assertThat(Cells.shortest(0.1)).isEqualTo("0.1");
    // Double.toString of Java 17 gives 2.0E-3 one digit too many in other cases, e.g. this one
    assertThat(Cells.shortest(2.2e-322)).isEqualTo("2.2E-322");
  }

  @Test
  void timesAndTimeframesAreReadable() {
    assertThat(Cells.utc(TestingRows.START_MS)).isEqualTo("2025-05-04T00:00:00Z");
    assertThat(Cells.timeframe(60_000)).isEqualTo("1m");
    assertThat(Cells.timeframe(900_000)).isEqualTo("15m");
    assertThat(Cells.timeframe(14_400_000)).isEqualTo("4h");
    assertThat(Cells.timeframe(86_400_000)).isEqualTo("1d");
    assertThat(Cells.timeframe(1_500)).isEqualTo("1500ms");
  }

  @Property
  void aWrittenDoubleReadsBackAsTheSame(@ForAll double value) {
    assertThat(Double.parseDouble(Cells.shortest(value))).isEqualTo(value);
    assertThat(Cells.shortest(value).length()).isLessThanOrEqualTo(Double.toString(value).length());
  }
}
