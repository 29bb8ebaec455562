package io.lorentz.bitget.day;

import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.bitget.desk.EntryPolicy;
import io.lorentz.bitget.desk.ExecutionDesk;
import io.lorentz.bitget.desk.HardCaps;
import io.lorentz.bitget.fake.AcceptedOrder;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeContract;
import io.lorentz.bitget.fake.FakeSide;
import io.lorentz.bitget.fake.FakeStart;
import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.schemas.AccountState;
import io.lorentz.schemas.FindingKind;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorAction;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.OrderAction;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueFinding;
import io.lorentz.schemas.units.InstrumentSpec;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * A simulated day of live trading by one seed: the job's rooms and the edge's desk, each of which
 * may be lost at any place with all it knew since its last checkpoint or record, and a fake
 * exchange behind a wire. In the last hour nothing new goes wrong, so that everything can settle.
 */
final class LiveDay {

  static final long START_MS = 1_767_225_600_000L;
  private static final long STEP_MS = 250;
  private static final long QUIET_STEP_MS = 5_000;
  private static final long PRICE_EVERY_MS = 15_000;
  private static final long MINUTE_MS = 60_000;
  private static final long SETTLING_MS = 3_600_000;
  private static final long FUNDING_EVERY_MS = 28_800_000;
  private static final long PERSON_AFTER_MS = 300_000;
  private static final BigDecimal CAPITAL = new BigDecimal("10000");

  /**
   * What goes wrong.
   *
   * @param jobCrash chance per checkpoint interval
   * @param edgeCrash chance at each place where an edge can be lost
   * @param hands chance per minute that a person does something
   * @param bareBoundMs how long a position may be without a stop while an edge runs and the venue
   *     is open: the desk's bound, and where requests are lost the time until that is noticed
   */
  record Troubles(double jobCrash, double edgeCrash, double hands, long bareBoundMs) {

    /** Nothing goes wrong. */
    static Troubles none() {
      return new Troubles(0, 0, 0, 1_000);
    }

    /** Job and edge are lost, people meddle, the wire is good. */
    static Troubles crashes() {
      return new Troubles(0.1, 0.0005, 0.03, 20_000);
    }

    /** And the wire is bad. */
    static Troubles all() {
      return new Troubles(0.1, 0.0005, 0.03, 60_000);
    }
  }

  /** What a day came to. */
  record Result(
      int commands,
      int orders,
      int fills,
      int jobLives,
      long edgeLives,
      int findings,
      long longestBareMs,
      List<String> broken) {}

  private final long seed;
  private final Troubles troubles;
  private final long endMs;
  private final SplittableRandom random;
  private final GroupOptions group;
  private final Map<String, Market> markets = new TreeMap<>();
  private final FakeBitget venue;
  private final Wire wire;
  private final List<LogRecord> log = new ArrayList<>();
  private final List<OrderCommand> commands = new ArrayList<>();
  private final Map<String, Long> openFindings = new HashMap<>();
  private final Job job;
  private final List<String> broken = new ArrayList<>();
  private Optional<Edge> edge = Optional.empty();
  private long edgeLives;
  private int jobLives = 1;
  private long edgeFromMs = START_MS;
  private long jobFromMs = START_MS;
  private long nowMs = START_MS;
  private int findings;
  private boolean behaves;
  private long longestBareMs;
  private final Map<String, Long> bareSinceMs = new HashMap<>();
  private Optional<String> foreignOrder = Optional.empty();
  private final Map<String, BigDecimal> handPositions = new HashMap<>();

  LiveDay(
      long seed,
      int hours,
      Troubles troubles,
      BiFunction<FakeBitget, SplittableRandom, Wire> wires) {
    this.seed = seed;
    this.troubles = troubles;
    this.endMs = START_MS + hours * 3_600_000L;
    this.random = new SplittableRandom(seed);
    this.group = options();
    int minutes = hours * 60 + 2;
    for (InstrumentSpec spec : group.instruments()) {
      double start = spec.name().startsWith("BTC") ? 87_000 : 2_900;
      markets.put(
          spec.name(),
          new Market(
              spec.name(), spec.tick(), start, START_MS, minutes, random.split().nextLong()));
    }
    FakeStart start =
        random.nextBoolean()
            ? FakeStart.ready("9876.54321")
            : FakeStart.found("10123.45", random.split());
    venue = new FakeBitget(random.nextLong(), start, FakeContract.btc(), FakeContract.eth());
    wire = wires.apply(venue, random.split());
    job = new Job(group, markets, endMs - SETTLING_MS, commands);
  }

  private static GroupOptions options() {
    AccountOptions main = AccountOptions.defaults();
    List<InstrumentSpec> two =
        InstrumentSpec.defaults().stream().filter(spec -> !spec.name().startsWith("SOL")).toList();
    return new GroupOptions(MINUTE_MS, 0, two, List.of(main), ExecutionOptions.defaults());
  }

  private DeskOptions deskOptions() {
    DeskOptions defaults = DeskOptions.defaults();
    EntryPolicy policy =
        seed % 3 == 0
            ? new EntryPolicy(false, 0, 0, true, 60_000)
            : new EntryPolicy(true, Math.floorMod(seed, 4), 40_000, seed % 2 == 0, 60_000);
    return new DeskOptions(
        policy,
        new HardCaps(new BigDecimal("60000"), new BigDecimal("150000"), 20, 25, BigDecimal.ZERO),
        defaults.unprotectedBoundMs(),
        seed % 4 == 0 ? 120_000L : 1_200_000L,
        defaults.jobSilentAfterMs(),
        defaults.maxDriftUsdt());
  }

  private void append(Object payload) {
    long last = log.isEmpty() ? Long.MIN_VALUE : log.get(log.size() - 1).getLogTimeMs();
    log.add(new LogRecord(Math.max(nowMs, last + 1), 0, payload));
    if (payload instanceof VenueFinding finding) {
      findings++;
      String key = finding.getKind() + "/" + finding.getInstrument();
      if (finding.getOpen()) {
        openFindings.putIfAbsent(key, nowMs);
      } else {
        openFindings.remove(key);
      }
    }
  }

  Result run() {
    append(new TradingStart(START_MS));
    while (nowMs < endMs) {
      try {
        step();
      } catch (IllegalStateException e) {
        broken.add(nowMs + ": " + e);
        break;
      }
      if (!broken.isEmpty()) {
        break;
      }
    }
    if (broken.isEmpty()) {
      check();
    }
    return new Result(
        commands.size(),
        venue.acceptedOrders().size(),
        venue.fills().size(),
        jobLives,
        edgeLives,
        findings,
        longestBareMs,
        broken);
  }

  private boolean settling() {
    return nowMs >= endMs - SETTLING_MS;
  }

  private void step() {
    wire.carry(nowMs);
    if (settling() && !behaves) {
      behaves = true;
      wire.behave(nowMs);
      edge.ifPresent(Edge::lives);
    }
    if ((nowMs - START_MS) % PRICE_EVERY_MS == 0) {
      markets.forEach(
          (name, market) -> venue.price(name, nowMs, market.price(nowMs), market.mark(nowMs)));
      quote();
    }
    if (nowMs > START_MS && (nowMs - START_MS) % MINUTE_MS == 0) {
      minute();
    }
    boolean jobWorked = job();
    edge(jobWorked);
    watchProtection();
    next();
  }

  /** How long a position was without a stop while an edge ran and the venue was open. */
  private void watchProtection() {
    for (String name : markets.keySet()) {
      boolean bare = venue.unprotectedSinceMs(name).isPresent() && !venue.isBeingClosed(name);
      if (!bare || edge.isEmpty() || wire.isVenueClosed(nowMs)) {
        bareSinceMs.remove(name);
      } else {
        long sinceMs = bareSinceMs.computeIfAbsent(name, none -> nowMs);
        longestBareMs = Math.max(longestBareMs, nowMs - sinceMs);
      }
    }
  }

  private void next() {
    boolean quiet = edge.isPresent() && edge.get().isIdle() && wire.isIdle();
    boolean flat =
        quiet
            && markets.keySet().stream()
                .allMatch(name -> edge.get().desk().position(name).signum() == 0);
    long step = flat ? PRICE_EVERY_MS : quiet ? QUIET_STEP_MS : STEP_MS;
    long into = (nowMs - START_MS) % PRICE_EVERY_MS;
    nowMs += Math.min(step, PRICE_EVERY_MS - into);
  }

  private void quote() {
    if (edge.isEmpty()) {
      return;
    }
    markets.forEach(
        (name, market) -> {
          BigDecimal last = market.price(nowMs);
          edge.get().desk().onQuote(name, last.subtract(market.tick()), last, nowMs);
        });
  }

  private void minute() {
    markets.values().forEach(market -> append(market.bar(nowMs)));
    append(new Heartbeat(nowMs));
    if ((nowMs - START_MS) % FUNDING_EVERY_MS == 0) {
      markets.keySet().forEach(name -> venue.funding(name, nowMs, new BigDecimal("0.0001")));
    }
    if (settling()) {
      leaveNoHandBehind();
    } else if (random.nextDouble() < troubles.hands()) {
      person();
    }
    resumeWhatWaits();
  }

  private boolean job() {
    if (nowMs < jobFromMs) {
      return false;
    }
    boolean worked = job.work(log);
    if ((nowMs - START_MS) % MINUTE_MS == 30_000) {
      if (!settling() && random.nextDouble() < troubles.jobCrash()) {
        job.crash();
        jobLives++;
        jobFromMs = nowMs + random.nextLong(120_000);
      } else {
        job.checkpoint();
      }
    }
    return worked;
  }

  private void edge(boolean jobWorked) {
    if (edge.isEmpty() && nowMs >= edgeFromMs) {
      edgeLives++;
      edge =
          Optional.of(
              new Edge(
                  deskOptions(),
                  List.copyOf(markets.keySet()),
                  CAPITAL,
                  log,
                  commands,
                  wire,
                  this::append,
                  random,
                  settling() ? 0 : troubles.edgeCrash(),
                  edgeLives,
                  nowMs));
      quote();
    }
    if (edge.isEmpty()) {
      return;
    }
    if (jobWorked) {
      edge.get().desk().onJobAlive(nowMs);
    }
    edge.get().step(nowMs, commands);
    if (edge.get().crashed()) {
      edge = Optional.empty();
      edgeFromMs = nowMs + random.nextLong(60_000);
    }
  }

  // ---- people

  private void person() {
    String name = random.nextBoolean() ? "BTCUSDT" : "ETHUSDT";
    BigDecimal position = venue.position(name);
    switch (random.nextInt(7)) {
      case 0 -> {
        if (position.signum() != 0 && handPositions.isEmpty()) {
          venue.tradeByHand(
              name,
              nowMs,
              position.signum() > 0 ? FakeSide.SELL : FakeSide.BUY,
              random.nextBoolean() ? position.abs() : half(name, position.abs()));
        }
      }
      case 1 ->
          venue.stopIds(name).stream().findFirst().ifPresent(id -> venue.cancelByHand(id, nowMs));
      case 2 -> {
        if (position.signum() == 0) {
          venue.changeLeverageByHand(name, 7);
        }
      }
      case 3 -> {
        if (foreignOrder.isEmpty()) {
          Market market = markets.get(name);
          BigDecimal far = new BigDecimal(market.price(nowMs).intValue() / 2);
          foreignOrder =
              Optional.of(
                  venue.placeForeignOrder(name, nowMs, FakeSide.BUY, new BigDecimal("0.1"), far));
        }
      }
      case 4 -> venue.drift(new BigDecimal(random.nextInt(-500, 500)).movePointLeft(3));
      case 5 -> venue.transfer(nowMs, new BigDecimal(random.nextInt(-200, 300)));
      default -> venue.restartLosingHistory();
    }
  }

  /** Half of it on the venue's step, or all where that is nothing: it must not open anything. */
  private static BigDecimal half(String name, BigDecimal quantity) {
    BigDecimal step = name.startsWith("BTC") ? new BigDecimal("0.0001") : new BigDecimal("0.01");
    BigDecimal half =
        quantity.divide(BigDecimal.valueOf(2)).divide(step, 0, RoundingMode.DOWN).multiply(step);
    return half.signum() == 0 ? quantity : half;
  }

  private void leaveNoHandBehind() {
    foreignOrder.ifPresent(
        id -> {
          if (venue.openOrderIds("BTCUSDT").contains(id)
              || venue.openOrderIds("ETHUSDT").contains(id)) {
            venue.cancelByHand(id, nowMs);
          }
        });
    foreignOrder = Optional.empty();
  }

  /** A person looks after a while at what waits for one. */
  private void resumeWhatWaits() {
    if (foreignOrder.isPresent() && random.nextInt(5) == 0) {
      leaveNoHandBehind();
    }
    boolean waits =
        openFindings.entrySet().stream()
            .anyMatch(
                each ->
                    nowMs - each.getValue() > PERSON_AFTER_MS
                        && (each.getKey().startsWith(FindingKind.BALANCE_DRIFT.name())
                            || each.getKey().startsWith(FindingKind.COMMAND_MISSING.name())));
    if (waits && edge.isPresent()) {
      append(new OperatorCommand(nowMs, "main", OperatorAction.RESUME, "seen"));
      edge.get().desk().onOperator(OperatorAction.RESUME, nowMs);
    }
  }

  // ---- what must hold

  private void expect(boolean holds, String text) {
    if (!holds) {
      broken.add(text);
    }
  }

  private void check() {
    Map<String, OrderCommand> submitted = new HashMap<>();
    for (OrderCommand command : commands) {
      if (command.getAction() == OrderAction.SUBMIT) {
        submitted.put(command.getClientId(), command);
      }
    }
    noOrderTwice(submitted);
    ExecutionDesk desk = edge.orElseThrow().desk();
    AccountState account = job.account();
    for (String name : markets.keySet()) {
      expect(
          desk.position(name).compareTo(venue.position(name)) == 0,
          name + ": edge has " + desk.position(name) + ", venue " + venue.position(name));
      BigDecimal ofJob =
          account.getBook().getPositions().stream()
              .filter(position -> position.getInstrument().equals(name))
              .map(
                  position ->
                      position.getQuantity().multiply(BigDecimal.valueOf(position.getDirection())))
              .findFirst()
              .orElse(BigDecimal.ZERO);
      expect(
          ofJob.compareTo(venue.position(name)) == 0,
          name + ": job has " + Money.text(ofJob) + ", venue " + venue.position(name));
    }
    expect(
        desk.balance().compareTo(venue.balance()) == 0,
        "balance: edge has " + desk.balance() + ", venue " + venue.balance());
    expect(
        account.getBook().getBalance().compareTo(venue.balance()) == 0,
        "balance: job has "
            + Money.text(account.getBook().getBalance())
            + ", venue "
            + venue.balance());
    expect(longestBareMs <= troubles.bareBoundMs(), "without a stop for " + longestBareMs + " ms");
    expect(desk.findings().isEmpty(), "open: " + desk.findings());
    expect(account.getOrders().isEmpty(), "stuck in the job: " + account.getOrders());
    expect(account.getPlans().isEmpty(), "plans: " + account.getPlans());
    expect(desk.openOrders().isEmpty(), "stuck in the edge: " + desk.openOrders());
  }

  private void noOrderTwice(Map<String, OrderCommand> submitted) {
    Map<String, BigDecimal> filled = new HashMap<>();
    Map<String, Integer> accepted = new HashMap<>();
    for (AcceptedOrder order : venue.acceptedOrders()) {
      String id = order.clientOid();
      if (!id.startsWith("L")) {
        continue;
      }
      expect(accepted.merge(id, 1, Integer::sum) == 1, "accepted twice: " + id);
      filled.merge(id.substring(0, id.length() - 2), order.filled(), BigDecimal::add);
    }
    filled.forEach(
        (id, sum) -> {
          OrderCommand command = submitted.get(id);
          expect(command != null, "nobody asked for " + id);
          if (command != null) {
            expect(
                sum.compareTo(command.getQuantity()) <= 0,
                id + ": filled " + sum + " of " + command.getQuantity());
          }
        });
  }
}
