package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.execution.OpenPositions;
import io.lorentz.core.execution.SimulatedVenue;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.schemas.AccountBookState;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderSide;
import io.lorentz.schemas.PositionState;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradePlanState;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.rows.RowKey;
import io.lorentz.schemas.units.InstrumentSpec;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of an account whose venue answers through the log, on every market. */
class RemoteTradingProperties {

  private static final Optional<String> REMOTE = Optional.of("main");
  private static final List<String> NAMES = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");

  // An honest venue that answers before the next record of the market

  /** A simulated venue behind the log: its answers are the records that come next. */
  private static final class Bridge implements OpenPositions {

    private final BigDecimal[] open = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
    private final Map<String, OrderSide> sides = new HashMap<>();
    private final Deque<VenueEvent> answers = new ArrayDeque<>();
    private final SimulatedVenue venue;
    private long version;

    Bridge(GroupOptions options) {
      venue =
          new SimulatedVenue(
              options.execution(), options.instruments(), options.shortestTimeframeMs(), this);
    }

    @Override
    public BigDecimal quantity(int instrument) {
      return open[instrument];
    }

    @Override
    public long version(int instrument) {
      return version;
    }

    @Override
    public BigDecimal marginBalance(int instrument, BigDecimal price) {
      return new BigDecimal("1E12");
    }

    private void answer(VenueEvent event) {
      if (event.getQuantity().signum() > 0) {
        BigDecimal filled = event.getQuantity();
        int i = NAMES.indexOf(event.getInstrument());
        boolean buys = sides.get(event.getClientId()) == OrderSide.BUY;
        open[i] = open[i].add(buys ? filled : filled.negate());
        version++;
      }
      answers.add(event);
    }

    void before(Object payload) {
      if (payload instanceof Bar bar) {
        venue.onBar(bar, false, this::answer);
      } else if (payload instanceof Heartbeat heartbeat) {
        venue.onProgress(heartbeat.getProgressMs(), this::answer);
      }
    }

    void takes(OrderCommand command) {
      if (command.getAction() == OrderAction.SUBMIT) {
        sides.put(command.getClientId(), command.getSide());
      }
      if (command.getAction() == OrderAction.SUBMIT || isHere(command.getClientId())) {
        venue.handle(command, this::answer);
      }
    }

    /** What has ended meanwhile is not to be taken back any more. */
    private boolean isHere(String clientId) {
      return venue.image().stream().anyMatch(o -> o.getCommand().getClientId().equals(clientId));
    }
  }

  /**
   * Nothing that needs an answer within a bar: no resting targets, no parts, no liquidation. All
   * else is as drawn.
   */
  private static GroupOptions answeredBetweenBars(long seed) {
    GroupOptions drawn = RandomMarket.options(seed);
    List<AccountOptions> accounts = new ArrayList<>();
    for (AccountOptions account : drawn.accounts()) {
      ExitOptions exits = account.exits();
      accounts.add(
          new AccountOptions(
              account.name(),
              account.capital(),
              account.limits(),
              account
                  .risk()
                  .withSizing(
                      account.risk().riskFraction(),
                      account.risk().stopAtrMultiple(),
                      account.risk().positionMarginFraction(),
                      account.risk().maxPositions(),
                      List.of(
                          new TierOptions(60_000L, 1, new BigDecimal("0.2")),
                          new TierOptions(300_000L, 1, new BigDecimal("0.3")),
                          new TierOptions(900_000L, 1, new BigDecimal("0.4")))),
              new ExitOptions(
                  exits.trailing(),
                  exits.oppositeSignal(),
                  exits.maxHoldingBars(),
                  exits.targetR(),
                  false),
              account.entries()));
    }
    ExecutionOptions costs = drawn.execution();
    return new GroupOptions(
        drawn.shortestTimeframeMs(),
        drawn.epoch(),
        InstrumentSpec.defaults(),
        accounts,
        new ExecutionOptions(
            costs.makerFeeFraction(),
            costs.takerFeeFraction(),
            costs.halfSpreadBps(),
            costs.slipBps(),
            BigDecimal.ZERO,
            costs.orderValidityBars(),
            costs.latencyMs(),
            // Without bound, as what is filled in parts needs answers within a bar.
            BigDecimal.ONE,
            costs.liquidationFeeFraction()));
  }

  /**
   * Funding is told by bills here and by rates there; bars have volume for every order. Without
   * corrections, because a remote account looks at its limits at bars of any instrument.
   */
  private static List<GroupInput> plentiful(long seed) {
    List<GroupInput> inputs = new ArrayList<>();
    for (GroupInput input : RandomMarket.of(seed)) {
      if (input.getPayload() instanceof Bar bar && bar.getCorrected()) {
        continue;
      }
      if (input.getPayload() instanceof Bar bar && bar.getQuality() != BarQuality.SYNTHETIC) {
        inputs.add(
            GroupInput.newBuilder(input)
                .setPayload(Bar.newBuilder(bar).setVolume(1e9).build())
                .build());
      } else if (!(input.getPayload() instanceof Funding)) {
        inputs.add(input);
      }
    }
    return inputs;
  }

  private static List<RunOutput> simulated(GroupOptions options, List<GroupInput> inputs) {
    List<RunOutput> rows = new ArrayList<>();
    AccountGroup group = new AccountGroup(options);
    inputs.forEach(input -> group.on(input, rows::add));
    return rows;
  }

  private static List<RunOutput> bridged(GroupOptions options, List<GroupInput> inputs) {
    List<RunOutput> rows = new ArrayList<>();
    AccountGroup group = new AccountGroup(options, REMOTE);
    Bridge bridge = new Bridge(options);
    Deque<OrderCommand> commands = new ArrayDeque<>();
    for (GroupInput input : inputs) {
      bridge.before(input.getPayload());
      settle(group, bridge, commands, rows);
      group.on(input, row -> note(row, commands, rows));
      settle(group, bridge, commands, rows);
    }
    return rows;
  }

  private static void note(RunOutput row, Deque<OrderCommand> commands, List<RunOutput> rows) {
    if (row.getPayload() instanceof OrderCommand command) {
      commands.add(command);
    } else {
      rows.add(row);
    }
  }

  private static void settle(
      AccountGroup group, Bridge bridge, Deque<OrderCommand> commands, List<RunOutput> rows) {
    while (!commands.isEmpty() || !bridge.answers.isEmpty()) {
      if (!commands.isEmpty()) {
        bridge.takes(commands.poll());
      } else {
        group.on(RemoteScenario.input(bridge.answers.poll()), row -> note(row, commands, rows));
      }
    }
  }

  private static <T> List<T> of(Class<T> type, List<RunOutput> rows) {
    return rows.stream()
        .map(RunOutput::getPayload)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Rows of one account but for how orders ended: a cancel that comes late finds another cause. */
  private static List<String> told(String account, List<RunOutput> rows) {
    return rows.stream()
        .filter(row -> !(row.getPayload() instanceof OrderOutcome))
        .map(RunOutput::toString)
        .filter(row -> row.contains("\"account\": \"" + account + "\""))
        .toList();
  }

  @Property(tries = 60)
  void anHonestVenueThatAnswersAtOnceIsTheSimulatedOne(@ForAll long seed) {
    GroupOptions options = answeredBetweenBars(seed);
    List<GroupInput> inputs = plentiful(seed);
    List<RunOutput> expected = simulated(options, inputs);
    List<RunOutput> actual = bridged(options, inputs);
    for (AccountOptions account : options.accounts()) {
      assertThat(told(account.name(), actual)).isEqualTo(told(account.name(), expected));
    }
  }

  @Example
  void theMarketsOfThatPropertyTrade() {
    int trades = 0;
    for (long seed = 0; seed < 20; seed++) {
      trades +=
          (int)
              of(TradeClosed.class, bridged(answeredBetweenBars(seed), plentiful(seed))).stream()
                  .filter(trade -> trade.getAccount().equals("main"))
                  .count();
    }
    assertThat(trades).isGreaterThan(100);
  }

  // A venue that answers late and as it likes

  /** Plays a market and a wayward venue to a remote account and holds what must always be true. */
  private static final class Play {

    private final GroupOptions options;
    private final WaywardVenue venue;
    private final SplittableRandom random;
    private final int restoresOneOf;
    private final Set<RowKey> keys = new HashSet<>();
    private final Set<String> traded = new TreeSet<>();
    private AccountGroup group;
    private long nowMs = RandomMarket.START_MS;

    Play(long seed, int restoresOneOf) {
      this.options = mainAlone(seed);
      this.venue = new WaywardVenue(seed, options.accounts().get(0).capital());
      this.random = new SplittableRandom(seed ^ 0x70_1d);
      this.restoresOneOf = restoresOneOf;
      this.group = new AccountGroup(options, REMOTE);
    }

    /** The account whose day may end early, and is looked at again after an operator's resume. */
    private static GroupOptions mainAlone(long seed) {
      GroupOptions drawn = RandomMarket.options(seed);
      AccountOptions main =
          drawn.accounts().stream().filter(a -> a.name().equals("main")).findFirst().orElseThrow();
      RiskOptions risk = main.risk();
      AccountOptions rich =
          new AccountOptions(
              "main",
              new BigDecimal("100000"),
              true,
              new RiskOptions(
                  new BigDecimal("0.1"),
                  new BigDecimal("0.2"),
                  risk.flattenAtLimit(),
                  risk.riskFraction(),
                  risk.stopAtrMultiple(),
                  risk.positionMarginFraction(),
                  3,
                  100,
                  risk.cooldownAfterStopMs(),
                  0,
                  BigDecimal.ZERO,
                  risk.tiers()),
              main.exits(),
              main.entries());
      return drawn.withAccounts(List.of(rich));
    }

    WaywardVenue run(List<GroupInput> inputs) {
      for (GroupInput input : inputs) {
        nowMs = Math.max(nowMs, input.getLogTimeMs());
        if (input.getPayload() instanceof Bar bar) {
          traded.add(bar.getInstrument());
          venue.price(bar.getInstrument(), bar.getClose(), nowMs);
        }
        venue.live();
        for (Optional<VenueEvent> e = venue.tells(); e.isPresent(); e = venue.tells()) {
          take(RemoteScenario.input(e.get()));
        }
        take(input);
      }
      comeToRest();
      return venue;
    }

    private void comeToRest() {
      take(market(new OperatorCommand(nowMs, "", OperatorAction.FLATTEN, "")));
      for (int minute = 0; minute < 30 && !(venue.atRest() && hasNothing()); minute++) {
        nowMs += 60_000L - Math.floorMod(nowMs, 60_000L);
        venue.calm();
        tellAll();
        for (String name : traded) {
          take(market(bar(name)));
          venue.calm();
          tellAll();
        }
      }
      assertThat(venue.atRest()).as("every order ends: %s; %s", venue, account()).isTrue();
      assertThat(hasNothing()).as("nothing is left of a trade: %s", account()).isTrue();
      assertThat(account().getBook().getBalance())
          .as("what moved at the venue is what was booked")
          .isEqualByComparingTo(venue.cash());
    }

    private Bar bar(String name) {
      double price = group.mark(name).doubleValue();
      return new Bar(
          name, 60_000L, nowMs, price, price, price, price, 1.0, BarQuality.COMPLETE, false, 0);
    }

    private GroupInput market(Object payload) {
      return new GroupInput(nowMs, 0, Stage.MARKET, 0L, "", 0, payload);
    }

    private void tellAll() {
      for (Optional<VenueEvent> e = venue.tellsNow(); e.isPresent(); e = venue.tellsNow()) {
        take(RemoteScenario.input(e.get()));
      }
    }

    private void take(GroupInput input) {
      List<RunOutput> rows = new ArrayList<>();
      boolean restores = random.nextInt(restoresOneOf) == 0;
      AccountGroup other =
          restores
              ? AccountGroup.restore(options, REMOTE, RemoteScenario.throughBytes(group.image()))
              : group;
      group.on(input, rows::add);
      if (restores) {
        List<RunOutput> again = new ArrayList<>();
        other.on(input, again::add);
        assertThat(again).isEqualTo(rows);
        assertThat(other.image()).isEqualTo(group.image());
        group = other;
      }
      for (RunOutput row : rows) {
        assertThat(keys.add(RowKey.of(row))).as("no row is given twice: %s", row).isTrue();
        if (row.getPayload() instanceof OrderCommand command) {
          venue.takes(command);
        }
      }
      hold(account());
    }

    private AccountState account() {
      GroupState image = group.image();
      return image.getAccounts().get(0);
    }

    private boolean hasNothing() {
      AccountState account = account();
      return account.getOrders().isEmpty()
          && account.getPlans().isEmpty()
          && account.getTradeEnds().isEmpty()
          && account.getRisk().getHolds().isEmpty()
          && account.getBook().getPositions().isEmpty();
    }

    private static void hold(AccountState account) {
      AccountBookState book = account.getBook();
      assertThat(book.getDeposits().add(book.getRealised()).add(book.getFunding()))
          .as("the ledger adds up")
          .isEqualByComparingTo(book.getBalance().add(book.getFees()));
      assertThat(account.getPlans().stream().filter(p -> p.getOpened() && !p.getOver()))
          .extracting(TradePlanState::getInstrument)
          .as("what is open is planned")
          .containsExactlyElementsOf(
              book.getPositions().stream().map(PositionState::getInstrument).toList());
      assertThat(account.getRisk().getHolds().stream().map(h -> h.getClientId()))
          .as("exposure is held for entries that work, and for no others")
          .containsExactlyElementsOf(
              account.getPlans().stream()
                  .filter(TradePlanState::getEntryWorking)
                  .map(TradePlanState::getEntryId)
                  .toList());
      Set<String> kinds = new HashSet<>();
      account
          .getOrders()
          .forEach(
              order -> {
                OrderIntent intent = order.getCommand().getIntent();
                boolean exit = intent != OrderIntent.ENTRY && intent != OrderIntent.STOP;
                assertThat(kinds.add(order.getCommand().getInstrument() + (exit ? "" : intent)))
                    .as("one entry, one stop, one exit at most")
                    .isTrue();
              });
    }
  }

  @Property(tries = 60)
  void whateverTheVenueDoesEachOrderEndsAndMoneyIsConserved(@ForAll long seed) {
    new Play(seed, 50).run(RandomMarket.of(seed));
  }

  @Property(tries = 6)
  void anAccountRestoredAfterEachRecordGoesOnEqually(@ForAll long seed) {
    new Play(seed, 1).run(RandomMarket.of(seed));
  }

  /** The properties say little about what a venue never does; so this is counted. */
  @Example
  void theWaywardVenueDoesEverythingThatAVenueMay() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < 30; seed++) {
      seen.addAll(new Play(seed, 1_000).run(RandomMarket.of(seed)).seen());
    }
    assertThat(seen)
        .contains(
            "cancel lost",
            "ENTRY PARTIALLY_FILLED",
            "ENTRY FILLED",
            "ENTRY CANCELLED",
            "ENTRY EXPIRED",
            "ENTRY REJECTED",
            "STOP PARTIALLY_FILLED",
            "STOP FILLED",
            "STOP CANCELLED",
            "EXIT_TARGET PARTIALLY_FILLED",
            "EXIT_SIGNAL FILLED",
            "EXIT_SIGNAL CANCELLED",
            "EXIT_SIGNAL EXPIRED",
            "EXIT_SIGNAL REJECTED",
            "EXIT_TIME FILLED",
            "EXIT_OPERATOR FILLED",
            "LIQUIDATED",
            "REDUCED");
  }
}
