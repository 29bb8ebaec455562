package io.lorentz.bitget.desk;

import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Positions and balance as the log has them. It reckons as the job's account does, so both are
 * equal to the last digit, and the venue is held against it.
 */
final class VenueLedger {

  /** So far back fills and bookings are known by their ids. */
  static final long REMEMBERED_MS = 86_400_000;

  /**
   * A position.
   *
   * @param signed base currency, above 0 long
   * @param cost price times quantity of what is open, quote currency
   */
  record Holding(BigDecimal signed, BigDecimal cost) {
    static final Holding FLAT = new Holding(BigDecimal.ZERO, BigDecimal.ZERO);
  }

  private final Map<String, Holding> holdings = new TreeMap<>();
  private final Map<String, Long> tradeTimesMs = new LinkedHashMap<>();
  private final Map<String, Long> billTimesMs = new LinkedHashMap<>();
  private BigDecimal balance;
  private long billsToMs;

  VenueLedger(BigDecimal capital) {
    balance = Money.fromBorder(capital);
  }

  void restart(BigDecimal balanceThen, long billsUpToMs) {
    balance = Money.fromBorder(balanceThen);
    billsToMs = billsUpToMs;
    holdings.clear();
  }

  void restore(String instrument, BigDecimal signed, BigDecimal cost) {
    holdings.put(instrument, new Holding(Money.fromBorder(signed), Money.fromBorder(cost)));
  }

  void remember(String tradeId, long timeMs) {
    if (!tradeId.isEmpty()) {
      tradeTimesMs.put(tradeId, timeMs);
    }
  }

  void forgetBefore(long nowMs) {
    tradeTimesMs.values().removeIf(timeMs -> timeMs < nowMs - REMEMBERED_MS);
    billTimesMs.values().removeIf(timeMs -> timeMs < nowMs - REMEMBERED_MS);
  }

  boolean knows(String tradeId) {
    return tradeTimesMs.containsKey(tradeId);
  }

  List<String> tradeIds() {
    return new ArrayList<>(tradeTimesMs.keySet());
  }

  Holding holding(String instrument) {
    return holdings.getOrDefault(instrument, Holding.FLAT);
  }

  BigDecimal position(String instrument) {
    return holding(instrument).signed();
  }

  /** How much of the position a fill on a side could close; 0 if it would open or grow it. */
  BigDecimal reducible(String instrument, OrderSide side) {
    BigDecimal position = position(instrument);
    boolean reduces = position.signum() == (side == OrderSide.BUY ? -1 : 1);
    return reduces ? position.abs() : BigDecimal.ZERO;
  }

  BigDecimal balance() {
    return balance;
  }

  /** All bookings that the venue had told at a time are booked. */
  void billsTold(long timeMs) {
    billsToMs = Math.max(billsToMs, timeMs);
  }

  long billsToMs() {
    return billsToMs;
  }

  /** Books a fill; the balance takes what it realises, less the fee. */
  void fill(
      String instrument, OrderSide side, BigDecimal price, BigDecimal quantity, BigDecimal fee) {
    Holding before = holding(instrument);
    BigDecimal signed = side == OrderSide.BUY ? quantity : quantity.negate();
    BigDecimal value = price.multiply(quantity);
    BigDecimal realised = BigDecimal.ZERO;
    Holding after;
    if (before.signed().signum() == 0 || before.signed().signum() == signed.signum()) {
      after = new Holding(before.signed().add(signed), before.cost().add(value));
    } else {
      BigDecimal open = before.signed().abs();
      if (quantity.compareTo(open) > 0) {
        throw new IllegalStateException(
            "desk: " + quantity + " of " + instrument + " would close " + open);
      }
      BigDecimal part = costOf(before, quantity);
      BigDecimal gained = value.subtract(part);
      realised = Money.booked(before.signed().signum() > 0 ? gained : gained.negate());
      after = new Holding(before.signed().add(signed), before.cost().subtract(part));
    }
    if (after.signed().signum() == 0) {
      holdings.remove(instrument);
    } else {
      holdings.put(
          instrument,
          new Holding(after.signed().stripTrailingZeros(), after.cost().stripTrailingZeros()));
    }
    balance = balance.add(realised).subtract(Money.fromBorder(fee));
  }

  /** As an account's position reckons it: the last part takes what is left. */
  private static BigDecimal costOf(Holding holding, BigDecimal part) {
    BigDecimal open = holding.signed().abs();
    return part.compareTo(open) == 0
        ? holding.cost()
        : holding.cost().multiply(part).divide(open, Money.SCALE, RoundingMode.HALF_EVEN);
  }

  boolean knowsBill(String billId) {
    return billTimesMs.containsKey(billId);
  }

  void rememberBill(String billId, long timeMs) {
    billTimesMs.put(billId, timeMs);
  }

  /** Ids of the bookings of the last day. */
  List<String> billIds() {
    return new ArrayList<>(billTimesMs.keySet());
  }

  void bill(String billId, long timeMs, BigDecimal amount) {
    balance = balance.add(Money.fromBorder(amount));
    if (!billId.isEmpty()) {
      rememberBill(billId, timeMs);
    }
  }

  Map<String, Holding> holdings() {
    return Map.copyOf(holdings);
  }
}
