package io.lorentz.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The fast way through digits gives the JDK's double, bit for bit. */
class DecimalsProperties {

  @Property
  void fixedPointEqualsTheJdk(
      @ForAll @LongRange(min = 0) long digits, @ForAll @IntRange(min = 0, max = 20) int scale) {
    agrees(BigDecimal.valueOf(digits, scale).toPlainString());
  }

  @Property
  void shortestDecimalsEqualTheJdk(@ForAll @DoubleRange(min = 0, max = 1e9) double value) {
    agrees(Double.toString(value));
  }

  private static void agrees(String text) {
    assertThat(Decimals.decimal(text.toCharArray(), 0, text.length()))
        .isEqualTo(Double.parseDouble(text));
  }
}
