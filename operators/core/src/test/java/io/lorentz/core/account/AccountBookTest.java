package io.lorentz.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AccountBookTest {

  private static BigDecimal n(String value) {
    return new BigDecimal(value);
  }

  private final AccountBook book = new AccountBook(InstrumentSpec.defaults(), n("10000"));

  private static Position shortOf(String quantity, String price) {
    return new Position("id", -1, n(quantity), n(price), 10, 0L);
  }

  @Test
  void aTradeIsBookedToTheLastDigit() {
    book.open(1, shortOf("1.23", "2000.01"), n("1.4760738"));
    book.mark(1, n("1990.01"));
    assertThat(book.equity()).isEqualByComparingTo("10010.8239262");
    assertThat(book.exposure()).isEqualByComparingTo("2447.7123");
    assertThat(book.usedMargin()).isEqualByComparingTo("246.00123");
    book.fund(1, n("0.24477123"));
    assertThat(book.ledger().funding()).isEqualByComparingTo("0.24477123");
    Settlement settlement = book.close(1, exit("1.23", "2010", "1.48338")).orElseThrow();
    assertThat(settlement.exits().realised()).isEqualByComparingTo("-12.2877");
    assertThat(settlement.funding()).isEqualByComparingTo("0.24477123");
    assertThat(book.ledger().balance()).isEqualByComparingTo("9984.99761743");
    assertThat(book.equity()).isEqualByComparingTo(book.ledger().balance());
    book.ledger().check();
  }

  private static ExitFill exit(String quantity, String price, String fee) {
    return new ExitFill(n(quantity), n(price), n(fee), BigDecimal.ZERO);
  }

  /** A third of 10 bought at 100 cannot be halved in decimals; the last part takes what is left. */
  @Test
  void partsOfAPositionAddUpToTheLastDigit() {
    book.open(0, new Position("E", 1, n("1"), n("100"), 3, 0L), n("0.06"));
    book.grow(0, n("2"), n("101"), n("0.1212"));
    assertThat(book.position(0).entryPrice()).isEqualByComparingTo("100.666666666666666667");
    assertThat(book.position(0).initialMargin()).isEqualByComparingTo("100.666666666666666667");
    assertThat(book.marginBalance(0, n("100"))).isEqualByComparingTo("98.666666666666666667");
    assertThat(book.close(0, exit("1", "103", "0.0618"))).isEmpty();
    assertThat(book.ledger().realised()).isEqualByComparingTo("2.333333333333333333");
    assertThat(book.close(0, exit("1", "99", "0.0594"))).isEmpty();
    Settlement settlement = book.close(0, exit("1", "99.5", "0.0597")).orElseThrow();
    // 103 + 99 + 99.5 - 100 - 2 x 101
    assertThat(settlement.exits().realised()).isEqualByComparingTo("-0.5");
    assertThat(settlement.exits().price()).isEqualByComparingTo("100.5");
    assertThat(settlement.exits().fee()).isEqualByComparingTo("0.1809");
    assertThat(book.ledger().balance()).isEqualByComparingTo("9999.1379");
    book.ledger().check();
  }

  @Test
  void dayLossAndDrawdownAreMeasuredFromTheirOwnStarts() {
    book.open(0, shortOf("1", "100"), BigDecimal.ZERO);
    book.mark(0, n("0.1"));
    book.observePeak();
    book.rollDay();
    book.mark(0, n("200"));
    assertThat(book.peakEquity()).isEqualByComparingTo("10099.9");
    assertThat(book.dayLoss()).isEqualTo(199.9 / 10_099.9);
    assertThat(book.drawdown()).isEqualTo(199.9 / 10_099.9);
    book.rollDay();
    assertThat(book.dayLoss()).isZero();
    book.restartPeak();
    assertThat(book.drawdown()).isZero();
    assertThat(book.dayStartEquity()).isEqualByComparingTo("9900");
  }

  @Test
  void brokenInvariantsThrow() {
    book.open(0, shortOf("1", "100"), BigDecimal.ZERO);
    assertThatThrownBy(() -> book.open(0, shortOf("1", "100"), BigDecimal.ZERO))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> book.close(1, exit("1", "1", "0")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> book.close(0, exit("1.1", "1", "0")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new AccountLedger(n("1"), n("0"), n("0"), n("0"), n("2")))
        .isInstanceOf(IllegalStateException.class);
  }
}
