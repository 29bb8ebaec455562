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
    book.fund(1, n("0.0001"));
    assertThat(book.ledger().funding()).isEqualByComparingTo("0.24477123");
    Settlement settlement = book.close(1, n("2010"), n("1.48338"));
    assertThat(settlement.realised()).isEqualByComparingTo("-12.2877");
    assertThat(settlement.funding()).isEqualByComparingTo("0.24477123");
    assertThat(book.ledger().balance()).isEqualByComparingTo("9984.99761743");
    assertThat(book.equity()).isEqualByComparingTo(book.ledger().balance());
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
    assertThatThrownBy(() -> book.close(1, n("1"), n("0")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new AccountLedger(n("1"), n("0"), n("0"), n("0"), n("2")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFundingThatHasMoreDecimalsThanTheLedgerIsRoundedOnceAndBookedExactly() {
    book.open(0, shortOf("0.003", "50000.1"), BigDecimal.ZERO);
    book.fund(0, n("0.000000000000000333"));
    assertThat(book.ledger().funding()).isEqualByComparingTo("0.000000000000049950");
    book.ledger().check();
  }
}
