package io.lorentz.core.account;

import io.lorentz.schemas.AccountBookState;
import io.lorentz.schemas.PositionState;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ledger and positions of one account, with its equity, the equity at the start of the day and the
 * peak of equity. Instruments are addressed by their number in the list given at the start. Equity
 * is balance + the sum of open profits at mark, summed in the order of that list. Not safe for
 * threads.
 */
public final class AccountBook implements Imaged<AccountBookState> {

  private final List<InstrumentSpec> instruments;
  private final AccountLedger ledger;
  private final Position[] positions;
  private final BigDecimal[] marks;
  private final BigDecimal[] fundings;
  private final Exits[] exits;
  private final long[] versions;
  private BigDecimal dayStartEquity;
  private BigDecimal peakEquity;
  private int open;
  private BigDecimal equity;
  private boolean equityStale;
  private long version;

  /**
   * Opens an account.
   *
   * @param instruments instruments by name
   * @param capital first deposit, quote currency
   */
  public AccountBook(List<InstrumentSpec> instruments, BigDecimal capital) {
    this(instruments, new AccountLedger(capital), capital, capital);
  }

  private AccountBook(
      List<InstrumentSpec> instruments,
      AccountLedger ledger,
      BigDecimal dayStartEquity,
      BigDecimal peakEquity) {
    this.instruments = instruments;
    this.ledger = ledger;
    this.positions = new Position[instruments.size()];
    this.marks = new BigDecimal[instruments.size()];
    this.fundings = new BigDecimal[instruments.size()];
    this.exits = new Exits[instruments.size()];
    this.versions = new long[instruments.size()];
    this.dayStartEquity = Money.fromBorder(dayStartEquity);
    this.peakEquity = Money.fromBorder(peakEquity);
    this.equity = ledger.balance();
  }

  /**
   * Goes on from an image.
   *
   * @throws IllegalArgumentException if it holds a position of an instrument that is not in the
   *     list
   */
  public static AccountBook restore(List<InstrumentSpec> instruments, AccountBookState image) {
    AccountBook book =
        new AccountBook(
            instruments,
            new AccountLedger(
                image.getDeposits(),
                image.getRealised(),
                image.getFunding(),
                image.getFees(),
                image.getBalance()),
            image.getDayStartEquity(),
            image.getPeakEquity());
    for (PositionState state : image.getPositions()) {
      book.restorePosition(state);
    }
    return book;
  }

  private void restorePosition(PositionState state) {
    int i = 0;
    while (i < instruments.size() && !instruments.get(i).name().equals(state.getInstrument())) {
      i++;
    }
    if (i == instruments.size()) {
      throw new IllegalArgumentException(
          "instruments: a position of "
              + state.getInstrument()
              + " is open in the state, was not configured; add its specification");
    }
    positions[i] =
        new Position(
            state.getEntryId(),
            state.getDirection(),
            state.getQuantity(),
            state.getEntryPrice(),
            state.getEntryCost() == null
                ? state.getEntryPrice().multiply(state.getQuantity())
                : state.getEntryCost(),
            state.getLeverage(),
            state.getOpenTimeMs());
    exits[i] =
        new Exits(
            Money.fromBorder(state.getClosed()),
            Money.fromBorder(state.getExitProceeds()),
            Money.fromBorder(state.getExitFee()),
            Money.fromBorder(state.getExitSlippage()),
            Money.fromBorder(state.getRealised()));
    marks[i] = Money.fromBorder(state.getMark());
    fundings[i] = Money.fromBorder(state.getFunding());
    open++;
    changed(i);
  }

  @Override
  public AccountBookState image() {
    List<PositionState> images = new ArrayList<>(open);
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] != null) {
        images.add(image(i, positions[i]));
      }
    }
    return AccountBookState.newBuilder()
        .setDeposits(Money.toBorder(ledger.deposits()))
        .setRealised(Money.toBorder(ledger.realised()))
        .setFunding(Money.toBorder(ledger.funding()))
        .setFees(Money.toBorder(ledger.fees()))
        .setBalance(Money.toBorder(ledger.balance()))
        .setDayStartEquity(Money.toBorder(dayStartEquity))
        .setPeakEquity(Money.toBorder(peakEquity))
        .setPositions(images)
        .build();
  }

  private PositionState image(int i, Position position) {
    return PositionState.newBuilder()
        .setInstrument(instruments.get(i).name())
        .setEntryId(position.entryId())
        .setDirection(position.direction())
        .setQuantity(Money.toBorder(position.quantity()))
        .setEntryPrice(Money.toBorder(position.entryPrice()))
        .setLeverage(position.leverage())
        .setOpenTimeMs(position.openTimeMs())
        .setMark(Money.toBorder(marks[i]))
        .setFunding(Money.toBorder(fundings[i]))
        .setEntryCost(Money.toBorder(position.entryCost()))
        .setClosed(Money.toBorder(exits[i].quantity()))
        .setExitProceeds(Money.toBorder(exits[i].proceeds()))
        .setExitFee(Money.toBorder(exits[i].fee()))
        .setExitSlippage(Money.toBorder(exits[i].slippage()))
        .setRealised(Money.toBorder(exits[i].realised()))
        .build();
  }

  /**
   * Books the first fill of an entry; the position is marked at its own price until the next mark.
   *
   * @throws IllegalStateException if one is open already: never more than one per instrument
   */
  public void open(int instrument, Position position, BigDecimal fee) {
    open(instrument, position, fee, Exits.NONE, BigDecimal.ZERO);
  }

  /**
   * Books a fill of an entry whose position was closed before it had ended: the trade goes on.
   *
   * @param before what closing it had come to
   * @throws IllegalStateException if one is open already
   */
  public void reopen(int instrument, Position position, BigDecimal fee, Settlement before) {
    open(instrument, position, fee, before.exits(), before.funding());
  }

  private void open(
      int instrument, Position position, BigDecimal fee, Exits closed, BigDecimal funding) {
    if (positions[instrument] != null) {
      throw new IllegalStateException(
          "account: a position of " + instruments.get(instrument).name() + " is open already");
    }
    positions[instrument] = position;
    marks[instrument] = position.entryPrice();
    fundings[instrument] = funding;
    exits[instrument] = closed;
    open++;
    ledger.charge(fee);
    changed(instrument);
  }

  /**
   * Books a further fill of the entry of an open position.
   *
   * @throws IllegalStateException if none is open
   */
  public void grow(int instrument, BigDecimal quantity, BigDecimal price, BigDecimal fee) {
    positions[instrument] = position(instrument).grown(quantity, price);
    ledger.charge(fee);
    changed(instrument);
  }

  /**
   * Books the fill of an exit, of the whole position or of a part.
   *
   * @return what the position came to, if nothing of it is left
   * @throws IllegalStateException if none is open, or less than the fill
   */
  public Optional<Settlement> close(int instrument, ExitFill fill) {
    Position position = position(instrument);
    if (fill.quantity().compareTo(position.quantity()) > 0) {
      throw new IllegalStateException(
          "account: an exit of " + fill.quantity() + " of " + position.quantity() + " open");
    }
    BigDecimal cost = position.costOf(fill.quantity());
    BigDecimal gained = fill.price().multiply(fill.quantity()).subtract(cost);
    BigDecimal realised = Money.booked(position.direction() > 0 ? gained : gained.negate());
    exits[instrument] = exits[instrument].plus(fill, realised);
    ledger.realise(realised);
    ledger.charge(fill.fee());
    Optional<Settlement> settlement = Optional.empty();
    if (fill.quantity().compareTo(position.quantity()) == 0) {
      settlement =
          Optional.of(new Settlement(position.entryId(), exits[instrument], fundings[instrument]));
      forget(instrument);
    } else {
      positions[instrument] = position.reduced(fill.quantity(), cost);
    }
    changed(instrument);
    return settlement;
  }

  private void forget(int instrument) {
    positions[instrument] = null;
    marks[instrument] = null;
    fundings[instrument] = null;
    exits[instrument] = null;
    open--;
  }

  /**
   * Books a funding payment on the open position of the instrument.
   *
   * @param amount received (positive) or paid, quote currency, as booked
   * @throws IllegalStateException if none is open
   */
  public void fund(int instrument, BigDecimal amount) {
    position(instrument);
    fundings[instrument] = fundings[instrument].add(amount);
    ledger.fund(amount);
    changed(instrument);
  }

  /**
   * Books a funding payment of no position that is open: it was told after the close.
   *
   * @param amount received (positive) or paid, quote currency
   */
  public void fundLate(BigDecimal amount) {
    ledger.fund(amount);
    changed();
  }

  /**
   * Books a deposit (positive) or a withdrawal, quote currency.
   *
   * @param isCapital whether it is no profit or loss: the equity at the start of the day and the
   *     peak then move by as much
   */
  public void deposit(BigDecimal amount, boolean isCapital) {
    ledger.deposit(amount);
    if (isCapital) {
      dayStartEquity = dayStartEquity.add(amount);
      peakEquity = peakEquity.add(amount);
    }
    changed();
  }

  /** Marks the open position of the instrument at a price on its tick. */
  public void mark(int instrument, BigDecimal price) {
    position(instrument);
    marks[instrument] = price;
    changed();
  }

  /** Starts a new day: the day's loss is measured from the equity of now. */
  public void rollDay() {
    dayStartEquity = equity();
    version++;
  }

  /** Raises the peak to the equity of now, if that is higher. */
  public void observePeak() {
    if (equity().compareTo(peakEquity) > 0) {
      restartPeak();
    }
  }

  /** Starts the peak anew at the equity of now. */
  public void restartPeak() {
    peakEquity = equity();
    version++;
  }

  private void changed() {
    equityStale = true;
    version++;
  }

  private void changed(int instrument) {
    versions[instrument]++;
    changed();
  }

  /** A number that is another one whenever quantity, cost or funding of a position has changed. */
  public long version(int instrument) {
    return versions[instrument];
  }

  /** A number that is another one whenever an amount has changed. */
  public long version() {
    return version;
  }

  /** The ledger, to read and to check. */
  public AccountLedger ledger() {
    return ledger;
  }

  /** Whether a position of the instrument is open. */
  public boolean isOpen(int instrument) {
    return positions[instrument] != null;
  }

  /**
   * The open position of the instrument.
   *
   * @throws IllegalStateException if none is open
   */
  public Position position(int instrument) {
    Position position = positions[instrument];
    if (position == null) {
      throw new IllegalStateException(
          "account: no position of " + instruments.get(instrument).name() + " is open");
    }
    return position;
  }

  /** Number of open positions. */
  public int openPositions() {
    return open;
  }

  /** Balance + open profit or loss at mark, quote currency; exact. */
  public BigDecimal equity() {
    if (equityStale) {
      BigDecimal sum = ledger.balance();
      for (int i = 0; i < positions.length; i++) {
        if (positions[i] != null) {
          sum = sum.add(positions[i].profitAt(marks[i]));
        }
      }
      equity = sum;
      equityStale = false;
    }
    return equity;
  }

  /** Sum of the notionals of open positions at mark, quote currency; exact. */
  public BigDecimal exposure() {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] != null) {
        sum = sum.add(positions[i].notionalAt(marks[i]));
      }
    }
    return sum;
  }

  /** Initial margin of the open positions, quote currency. */
  public BigDecimal usedMargin() {
    BigDecimal sum = BigDecimal.ZERO;
    for (Position position : positions) {
      if (position != null) {
        sum = sum.add(position.initialMargin());
      }
    }
    return sum;
  }

  /**
   * Isolated margin of the open position of an instrument if that stood at a price: initial margin,
   * funding and open profit, quote currency; exact but for the initial margin's rounding.
   *
   * @throws IllegalStateException if none is open
   */
  public BigDecimal marginBalance(int instrument, BigDecimal price) {
    Position position = position(instrument);
    return position.initialMargin().add(fundings[instrument]).add(position.profitAt(price));
  }

  /** Equity at the start of the UTC day, quote currency; exact. */
  public BigDecimal dayStartEquity() {
    return dayStartEquity;
  }

  /** Peak of equity, quote currency; exact. */
  public BigDecimal peakEquity() {
    return peakEquity;
  }

  /** Loss of the day as a fraction of the equity at its start; 0 if there is none. */
  public double dayLoss() {
    return fallFrom(dayStartEquity);
  }

  /** Fall from the peak as a fraction of the peak; 0 if there is none. */
  public double drawdown() {
    return fallFrom(peakEquity);
  }

  private double fallFrom(BigDecimal level) {
    BigDecimal fall = level.subtract(equity());
    return level.signum() > 0 && fall.signum() > 0
        ? fall.divide(level, MathContext.DECIMAL128).doubleValue()
        : 0.0;
  }
}
