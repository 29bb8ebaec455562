package io.lorentz.core.account;

import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;

/**
 * The exact ledger of one account, in quote currency. Balance is kept on its own beside the four
 * sums, so that {@link #check()} compares two independent ways. Not safe for threads.
 */
public final class AccountLedger {

  private BigDecimal deposits;
  private BigDecimal realised;
  private BigDecimal funding;
  private BigDecimal fees;
  private BigDecimal balance;

  /**
   * Starts with one deposit.
   *
   * @param deposit quote currency, 0 or more
   */
  public AccountLedger(BigDecimal deposit) {
    this(deposit, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, deposit);
  }

  /**
   * Goes on from sums written down before.
   *
   * @throws IllegalStateException if they do not add up
   */
  public AccountLedger(
      BigDecimal deposits,
      BigDecimal realised,
      BigDecimal funding,
      BigDecimal fees,
      BigDecimal balance) {
    this.deposits = Money.booked(deposits);
    this.realised = Money.booked(realised);
    this.funding = Money.booked(funding);
    this.fees = Money.booked(fees);
    this.balance = Money.booked(balance);
    check();
  }

  /** Books a deposit (positive) or a withdrawal. */
  public void deposit(BigDecimal amount) {
    BigDecimal booked = Money.booked(amount);
    deposits = deposits.add(booked);
    balance = balance.add(booked);
  }

  /** Books a realised profit (positive) or loss. */
  public void realise(BigDecimal amount) {
    BigDecimal booked = Money.booked(amount);
    realised = realised.add(booked);
    balance = balance.add(booked);
  }

  /** Books funding received (positive) or paid. */
  public void fund(BigDecimal amount) {
    BigDecimal booked = Money.booked(amount);
    funding = funding.add(booked);
    balance = balance.add(booked);
  }

  /** Books a fee paid; negative is a rebate. */
  public void charge(BigDecimal amount) {
    BigDecimal booked = Money.booked(amount);
    fees = fees.add(booked);
    balance = balance.subtract(booked);
  }

  /** Deposited so far. */
  public BigDecimal deposits() {
    return deposits;
  }

  /** Realised profit or loss before fees and funding. */
  public BigDecimal realised() {
    return realised;
  }

  /** Funding received (positive) or paid. */
  public BigDecimal funding() {
    return funding;
  }

  /** Fees paid. */
  public BigDecimal fees() {
    return fees;
  }

  /** Deposits + realised + funding - fees. */
  public BigDecimal balance() {
    return balance;
  }

  /**
   * Holds the balance against the sums, to the last digit.
   *
   * @throws IllegalStateException if they differ: a broken invariant
   */
  public void check() {
    BigDecimal sum = deposits.add(realised).add(funding).subtract(fees);
    if (sum.compareTo(balance) != 0) {
      throw new IllegalStateException("ledger: sums give " + sum + ", balance is " + balance);
    }
  }
}
