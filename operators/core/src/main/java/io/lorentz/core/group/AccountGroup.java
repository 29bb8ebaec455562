package io.lorentz.core.group;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.FeedDecisionKind;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.MarketState;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.SourceSignalState;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.Money;
import io.lorentz.schemas.wire.Imaged;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The accounts of one group on one pass. Its input comes in the total order of {@link GroupInput};
 * each record is worked off by the accounts in order of name before the next one is taken. Answers
 * are a function of the inputs: nothing else is read. Not safe for threads.
 */
public final class AccountGroup implements Imaged<GroupState> {

  private static final long NEVER = Long.MIN_VALUE;

  private final GroupOptions options;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Market[] markets;
  private final AccountDesk[] desks;

  /** The accounts of each source, in order of name. */
  private final Map<String, Source> sources = new TreeMap<>();

  private boolean tradingStarted;
  private long startMs = Long.MAX_VALUE;
  private long marketTimeMs = NEVER;
  private long lastPointMs = NEVER;
  private long bars;
  private long missingBars;
  private long gaps;

  /** A signal source, the accounts that take its signals, and how many it has given. */
  private static final class Source {
    private final List<AccountDesk> desks = new ArrayList<>();
    private long signals;
  }

  /** Opens the accounts with their capital, all at simulated venues; trading has not started. */
  public AccountGroup(GroupOptions options) {
    this(options, Optional.empty());
  }

  /**
   * Opens the accounts with their capital; trading has not started.
   *
   * @param remoteAccount account whose orders are executed at a venue that answers through the log;
   *     empty if every account trades at a simulated one. It is an edge of the run, no part of its
   *     configuration
   * @throws IllegalArgumentException if there is no such account
   */
  public AccountGroup(GroupOptions options, Optional<String> remoteAccount) {
    this(options, remoteAccount, Map.of());
  }

  private AccountGroup(
      GroupOptions options, Optional<String> remoteAccount, Map<String, AccountState> accounts) {
    this.options = options;
    requireRemote(options, remoteAccount);
    this.markets = new Market[options.instruments().size()];
    for (int i = 0; i < markets.length; i++) {
      markets[i] = new Market(options.instruments().get(i), i);
      numbers.put(options.instruments().get(i).name(), i);
    }
    this.desks = new AccountDesk[options.accounts().size()];
    for (int k = 0; k < desks.length; k++) {
      AccountOptions account = options.accounts().get(k);
      AccountState image = accounts.get(account.name());
      boolean isRemote = remoteAccount.filter(account.name()::equals).isPresent();
      desks[k] =
          image == null
              ? new AccountDesk(options, account, numbers, isRemote)
              : AccountDesk.restore(options, account, numbers, isRemote, image);
      source(account.signals()).desks.add(desks[k]);
    }
  }

  /**
   * Checks a remote account.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  public static void requireRemote(GroupOptions options, Optional<String> remoteAccount) {
    List<String> names = options.accounts().stream().map(AccountOptions::name).toList();
    if (remoteAccount.isPresent() && !names.contains(remoteAccount.get())) {
      throw new IllegalArgumentException(
          "remote account: must be one of the accounts "
              + names
              + ", was "
              + remoteAccount.get()
              + "; name one of them");
    }
  }

  /** Goes on from an image, with all accounts at simulated venues. */
  public static AccountGroup restore(GroupOptions options, GroupState image) {
    return restore(options, Optional.empty(), image);
  }

  /**
   * Goes on from an image. An account that is configured but not in the image starts with its
   * capital.
   *
   * @param remoteAccount as in the constructor
   * @throws IllegalArgumentException if the image holds an account that is not configured, or a
   *     market, order or position of an instrument that is not, or an account that was remote and
   *     is not, or the other way round
   */
  public static AccountGroup restore(
      GroupOptions options, Optional<String> remoteAccount, GroupState image) {
    Map<String, AccountState> accounts = new HashMap<>();
    for (AccountState account : image.getAccounts()) {
      accounts.put(account.getName(), account);
    }
    AccountGroup group = new AccountGroup(options, remoteAccount, accounts);
    for (AccountDesk desk : group.desks) {
      accounts.remove(desk.name());
    }
    if (!accounts.isEmpty()) {
      throw new IllegalArgumentException(
          "accounts: the state holds others than configured, was "
              + accounts.keySet().stream().sorted().toList()
              + "; configure them");
    }
    group.restoreShared(image);
    return group;
  }

  private Source source(String name) {
    return sources.computeIfAbsent(name, none -> new Source());
  }

  private void restoreShared(GroupState image) {
    tradingStarted = image.getTradingStarted();
    startMs = image.getStartMs();
    marketTimeMs = image.getMarketTimeMs();
    lastPointMs = image.getLastPointMs();
    bars = image.getBars();
    missingBars = image.getMissingBars();
    gaps = image.getGaps();
    source(AccountOptions.MAIN).signals = image.getSignals();
    for (SourceSignalState counted : image.getSourceSignals()) {
      source(counted.getSource()).signals = counted.getSignals();
    }
    for (MarketState market : image.getMarkets()) {
      market(market.getInstrument()).restore(market);
    }
  }

  @Override
  public GroupState image() {
    List<MarketState> marketImages = new ArrayList<>(markets.length);
    for (Market market : markets) {
      marketImages.add(market.image());
    }
    List<AccountState> accountImages = new ArrayList<>(desks.length);
    for (AccountDesk desk : desks) {
      accountImages.add(desk.image());
    }
    List<SourceSignalState> counted = new ArrayList<>();
    sources.forEach(
        (name, source) -> {
          if (!name.equals(AccountOptions.MAIN) && source.signals > 0) {
            counted.add(new SourceSignalState(name, source.signals));
          }
        });
    return GroupState.newBuilder()
        .setTradingStarted(tradingStarted)
        .setStartMs(startMs)
        .setMarketTimeMs(marketTimeMs)
        .setLastPointMs(lastPointMs)
        .setBars(bars)
        .setMissingBars(missingBars)
        .setGaps(gaps)
        .setSignals(source(AccountOptions.MAIN).signals)
        .setSourceSignals(counted)
        .setMarkets(marketImages)
        .setAccounts(accountImages)
        .build();
  }

  /**
   * Works off one record.
   *
   * @param input the next record of the total order
   * @param out takes the rows it causes
   * @throws IllegalArgumentException if it names an instrument without specification, or is a bar
   *     of another length than the shortest
   * @throws IllegalStateException if an invariant is broken: the run must fail and be restored
   */
  public void on(GroupInput input, Consumer<RunOutput> out) {
    Object payload = input.getPayload();
    if (payload instanceof Bar bar) {
      onBar(bar, out);
    } else if (payload instanceof Levels levels) {
      onLevels(levels, out);
    } else if (payload instanceof Heartbeat heartbeat) {
      onHeartbeat(heartbeat, out);
    } else if (payload instanceof Signal signal) {
      onSignal(signal, out);
    } else if (payload instanceof Funding funding) {
      onFunding(funding);
    } else if (payload instanceof MarkPrice mark) {
      onMarkPrice(mark, out);
    } else if (payload instanceof OperatorCommand command) {
      onCommand(command, out);
    } else if (payload instanceof FeedDecision decision) {
      onFeedDecision(decision);
      out.accept(new RunOutput(decision));
    } else if (payload instanceof VenueEvent event) {
      remote(event.getAccount()).ifPresent(desk -> desk.onRemote(event, marketTimeMs, out));
    } else if (payload instanceof AccountBill bill) {
      remote(bill.getAccount()).ifPresent(desk -> desk.onBill(bill));
    } else if (payload instanceof VenueFinding finding) {
      remote(finding.getAccount()).ifPresent(desk -> desk.onFinding(finding));
    } else {
      onMilestone(payload);
    }
  }

  /** The account of that name, if it is remote: what a venue says concerns no simulated one. */
  private Optional<AccountDesk> remote(String account) {
    for (AccountDesk desk : desks) {
      if (desk.isRemote() && desk.name().equals(account)) {
        return Optional.of(desk);
      }
    }
    return Optional.empty();
  }

  private void onMilestone(Object payload) {
    if (payload instanceof DayRoll roll) {
      reached(roll.getDayStartMs());
      for (AccountDesk desk : desks) {
        desk.onDayRoll();
      }
    } else if (payload instanceof TradingStart start) {
      onTradingStart(start);
    } else if (payload instanceof SeriesEnded ended) {
      market(ended.getInstrument()).end();
    } else {
      throw new IllegalArgumentException("group: cannot take " + payload);
    }
  }

  private Market market(String instrument) {
    Integer number = numbers.get(instrument);
    if (number == null) {
      throw new IllegalArgumentException(
          "instruments: a record names another than configured, was "
              + instrument
              + "; add its specification");
    }
    return markets[number];
  }

  private void reached(long timeMs) {
    marketTimeMs = Math.max(marketTimeMs, timeMs);
  }

  private void onBar(Bar bar, Consumer<RunOutput> out) {
    if (bar.getLengthMs() != options.shortestTimeframeMs()) {
      throw new IllegalArgumentException(
          "shortestTimeframeMs: is "
              + options.shortestTimeframeMs()
              + ", was a bar of "
              + bar.getLengthMs()
              + "; send bars of the shortest timeframe only");
    }
    Market market = market(bar.getInstrument());
    if (bar.getCorrected()) {
      market.correct(bar);
      for (AccountDesk desk : desks) {
        desk.onCorrection(market);
      }
      return;
    }
    count(bar, market.next(bar));
    reached(bar.getCloseTimeMs());
    for (AccountDesk desk : desks) {
      desk.onBar(market, bar, out);
    }
  }

  private void count(Bar bar, boolean gapBegins) {
    if (bar.getQuality() == BarQuality.SYNTHETIC) {
      missingBars++;
    } else {
      bars++;
      missingBars += bar.getMissingBefore();
    }
    if (gapBegins) {
      gaps++;
    }
  }

  private void onLevels(Levels levels, Consumer<RunOutput> out) {
    Market market = market(levels.getInstrument());
    for (AccountDesk desk : desks) {
      desk.onLevels(market, levels, out);
    }
  }

  private void onSignal(Signal signal, Consumer<RunOutput> out) {
    if (!tradingStarted || signal.getMarketTimeMs() < startMs) {
      return;
    }
    if (signal.getDirection() != 1 && signal.getDirection() != -1) {
      throw new IllegalArgumentException("group: a signal has no direction: " + signal);
    }
    Market market = market(signal.getInstrument());
    Source source = source(signal.getSource());
    source.signals++;
    for (AccountDesk desk : source.desks) {
      desk.onSignal(market, signal, out);
    }
  }

  private void onFunding(Funding funding) {
    Market market = market(funding.getInstrument());
    BigDecimal rate = Money.fromBorder(funding.getRate());
    for (AccountDesk desk : desks) {
      desk.onFunding(market, funding.getFundingTimeMs(), rate);
    }
  }

  /**
   * A mark price that comes before the bar of its minute waits for it: the bar's stop is held
   * first.
   */
  private void onMarkPrice(MarkPrice mark, Consumer<RunOutput> out) {
    Market market = market(mark.getInstrument());
    market.takeMarkPrice(mark);
    if (mark.getMarkTimeMs() <= market.closeTimeMs()) {
      for (AccountDesk desk : desks) {
        desk.onMarkPrice(market, out);
      }
    }
  }

  private void onFeedDecision(FeedDecision decision) {
    if (decision.getKind() != FeedDecisionKind.SOURCE_CHANGED) {
      market(decision.getInstrument()).doubt(decision.getKind() == FeedDecisionKind.PRICE_DOUBTED);
    }
  }

  private void onTradingStart(TradingStart start) {
    if (tradingStarted) {
      // A restarted edge may say so again; that ends neither a day's loss nor a drawdown.
      return;
    }
    tradingStarted = true;
    startMs = start.getStartMs();
    for (AccountDesk desk : desks) {
      desk.onTradingStart();
    }
  }

  /**
   * Expires orders, then lets each account take the close of each length of the shortest timeframe
   * that progress has passed, and give a point of equity where one falls due; live heartbeats come
   * more often than that.
   */
  private void onHeartbeat(Heartbeat heartbeat, Consumer<RunOutput> out) {
    long progressMs = heartbeat.getProgressMs();
    reached(progressMs);
    for (AccountDesk desk : desks) {
      desk.onProgress(progressMs, out);
    }
    long length = options.shortestTimeframeMs();
    long pointMs = Math.floorDiv(progressMs, length) * length;
    if (!tradingStarted || pointMs < startMs || pointMs <= lastPointMs) {
      return;
    }
    lastPointMs = pointMs;
    for (AccountDesk desk : desks) {
      if (desk.onClose(pointMs, startMs)) {
        out.accept(point(desk));
      }
    }
  }

  private RunOutput point(AccountDesk desk) {
    long signals = source(desk.source()).signals;
    return new RunOutput(desk.point(lastPointMs, bars, missingBars, gaps, signals));
  }

  /**
   * Takes note that the data has ended: an account whose points are rare gives one of the last
   * close. Nothing is decided.
   */
  public void end(Consumer<RunOutput> out) {
    for (AccountDesk desk : desks) {
      if (lastPointMs != NEVER && desk.owesAPoint(lastPointMs)) {
        out.accept(point(desk));
      }
    }
  }

  /**
   * How an account stands now.
   *
   * @param account its number in the accounts of the options
   */
  public AccountFigures figures(int account) {
    return desks[account].figures();
  }

  /**
   * The last close of an instrument on its tick, quote currency per unit: what an order at market
   * is decided on.
   *
   * @throws IllegalArgumentException if it has no specification
   */
  public BigDecimal mark(String instrument) {
    return market(instrument).mark();
  }

  /** A command is decided at its market time, but never before what has been worked off already. */
  private void onCommand(OperatorCommand command, Consumer<RunOutput> out) {
    reached(command.getCommandTimeMs());
    for (AccountDesk desk : desks) {
      if (command.getAccount().isEmpty() || command.getAccount().equals(desk.name())) {
        switch (command.getAction()) {
          case HALT -> desk.halt(marketTimeMs, out);
          case RESUME -> desk.resume();
          case FLATTEN -> desk.flatten(marketTimeMs, out);
        }
      }
    }
  }
}
