package io.lorentz.trading;

import io.lorentz.core.bars.BarOptions;
import io.lorentz.core.baselines.BaselineOptions;
import io.lorentz.core.baselines.Baselines;
import io.lorentz.core.confirmation.ConfirmationOptions;
import io.lorentz.core.confirmation.ConfirmationPolicy;
import io.lorentz.core.features.FeatureOptions;
import io.lorentz.core.group.AccountOptions;
import io.lorentz.core.group.GroupOptions;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.MemberWeights;
import io.lorentz.core.market.MarketOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.flink.inference.BatchOptions;
import io.lorentz.models.ModelNeeds;
import io.lorentz.pytorch.DeviceException;
import io.lorentz.pytorch.TorchScript;
import io.lorentz.pytorch.TorchScriptFile;
import io.lorentz.trading.configuration.BadConfigurationException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that decides what a run does, one group per stage. Two runs over one log with equal
 * options give equal orders.
 *
 * @param market venues in order of preference, and when another takes over
 * @param bars timeframes and gaps
 * @param features lengths of the indicators, label horizon
 * @param inference members and weights of the ensemble
 * @param batch how queries are gathered for the classifiers; changes no decision
 * @param confirmation when predictions become a signal of the source {@code main}
 * @param group instruments, accounts, risk, exits and the assumptions of the simulated venue
 * @param confirmations other confirmation rules, each a signal source under its name; names differ;
 *     default none. Each that an account trades costs one more pattern in the job
 * @param baselines what the baselines do that accounts trade
 * @param strategy what accounts trade whose source is {@code main}; default {@code classifier}.
 *     With {@code trend} they become what {@link TrendAccount} makes of them
 * @param models where trained models lie; by default the members learn from the log as they go
 */
public record TradingOptions(
    MarketOptions market,
    BarOptions bars,
    FeatureOptions features,
    EnsembleOptions inference,
    BatchOptions batch,
    ConfirmationOptions confirmation,
    GroupOptions group,
    List<NamedConfirmation> confirmations,
    BaselineOptions baselines,
    Strategy strategy,
    ModelOptions models)
    implements Serializable {

  /**
   * Checks what concerns several stages: confirmed timeframes must be built, horizons must agree.
   */
  public TradingOptions {
    confirmations =
        confirmations.stream().sorted(Comparator.comparing(NamedConfirmation::name)).toList();
    if (strategy == Strategy.TREND) {
      int parts = Math.max(1, group.instruments().size());
      group =
          group.withAccounts(
              group.accounts().stream().map(account -> onTrend(account, parts)).toList());
    }
    requireBuilt(bars, confirmation, "confirmation");
    for (NamedConfirmation named : confirmations) {
      requireBuilt(bars, named.rule(), "confirmations." + named.name() + ".rule");
    }
    requireOwnNames(confirmations);
    for (AccountOptions account : group.accounts()) {
      requireSource(account, confirmations, baselines);
      requireCovered(account, ruleOf(account.signals(), confirmation, confirmations), group);
      for (long tierMs : tiersOf(account.signals(), confirmation, confirmations, baselines)) {
        requireSized(account, tierMs);
        requireBuilt(
            Baselines.isBaseline(account.signals()) ? builtFor(bars, group) : bars,
            tierMs,
            Baselines.isRandom(account.signals())
                ? "baselines.randomRates"
                : "baselines.timeframeMs");
      }
    }
    require(
        group.shortestTimeframeMs() == bars.shortestMs(),
        "group.shortestTimeframeMs: must be the shortest of bars.timeframes-ms ("
            + bars.shortestMs()
            + "), was "
            + group.shortestTimeframeMs()
            + "; set both alike");
    require(
        features.labelHorizonBars() == inference.labelHorizonBars(),
        "inference.labelHorizonBars: must equal features.label-horizon-bars ("
            + features.labelHorizonBars()
            + "), was "
            + inference.labelHorizonBars()
            + "; set both alike");
    require(
        batch.maxInFlight() <= inference.inFlightRows(),
        "batch.maxInFlight: must be at most inference.in-flight-rows ("
            + inference.inFlightRows()
            + "), was "
            + batch.maxInFlight()
            + "; lower it");
    requireUserFile(inference, models);
  }

  private static void requireUserFile(EnsembleOptions inference, ModelOptions models) {
    boolean member = inference.has(Member.TORCHSCRIPT);
    require(
        member != models.torchscript().isEmpty(),
        "models.torchscript: must name a file where inference.torchscript-weight is greater than 0, and"
            + " only there, was '"
            + models.torchscript()
            + "' and "
            + inference.torchscriptWeight()
            + "; set both or none");
    require(
        !member || models.store().isEmpty(),
        "inference.torchscriptWeight: must be 0 where models.store names trained models, because they"
            + " were calibrated without a user's file, was "
            + inference.torchscriptWeight()
            + "; leave one of them out");
  }

  /** The default venues, one confirmation rule, no baselines, the strategy {@code classifier}. */
  public TradingOptions(
      BarOptions bars,
      FeatureOptions features,
      EnsembleOptions inference,
      BatchOptions batch,
      ConfirmationOptions confirmation,
      GroupOptions group) {
    this(
        MarketOptions.defaults(),
        bars,
        features,
        inference,
        batch,
        confirmation,
        group,
        List.of(),
        BaselineOptions.defaults(),
        Strategy.CLASSIFIER,
        ModelOptions.defaults());
  }

  /** Members that learn from the log as they go. */
  public TradingOptions(
      MarketOptions market,
      BarOptions bars,
      FeatureOptions features,
      EnsembleOptions inference,
      BatchOptions batch,
      ConfirmationOptions confirmation,
      GroupOptions group,
      List<NamedConfirmation> confirmations,
      BaselineOptions baselines,
      Strategy strategy) {
    this(
        market,
        bars,
        features,
        inference,
        batch,
        confirmation,
        group,
        confirmations,
        baselines,
        strategy,
        ModelOptions.defaults());
  }

  private static AccountOptions onTrend(AccountOptions account, int instruments) {
    return account.signals().equals(AccountOptions.MAIN)
        ? TrendAccount.of(account, instruments)
        : account;
  }

  /** This with another group. */
  public TradingOptions with(GroupOptions otherGroup) {
    return with(otherGroup, baselines);
  }

  /** This with another group and other baselines. */
  public TradingOptions with(GroupOptions otherGroup, BaselineOptions otherBaselines) {
    return with(otherGroup, confirmations, otherBaselines, models);
  }

  /** This with another group and other named confirmation rules. */
  public TradingOptions with(GroupOptions otherGroup, List<NamedConfirmation> otherConfirmations) {
    return with(otherGroup, otherConfirmations, baselines, models);
  }

  /** This with models of another store. */
  public TradingOptions with(ModelOptions otherModels) {
    return with(group, confirmations, baselines, otherModels);
  }

  private TradingOptions with(
      GroupOptions otherGroup,
      List<NamedConfirmation> otherConfirmations,
      BaselineOptions otherBaselines,
      ModelOptions otherModels) {
    return new TradingOptions(
        market,
        bars,
        features,
        inference,
        batch,
        confirmation,
        otherGroup,
        otherConfirmations,
        otherBaselines,
        strategy,
        otherModels);
  }

  /**
   * How queries are gathered: as configured, or, where that is the default and a device may compute
   * or outputs have to be acknowledged, up to 64 of them for 2 ms.
   */
  public BatchOptions usedBatch() {
    boolean mayBeDevice =
        models.classifier() != ModelOptions.ClassifierKind.JVM || inference.has(Member.TORCHSCRIPT);
    return mayBeDevice && batch.equals(BatchOptions.defaults()) ? BatchOptions.forDevice() : batch;
  }

  /** What a trained model has to fit. */
  public ModelNeeds modelNeeds() {
    return new ModelNeeds(
        features.schema(),
        inference.labelHorizonBars(),
        inference.neighbours(),
        MemberWeights.trainable(inference));
  }

  /**
   * The confirmation rules to run, by the name of their source: {@code main}, and those that some
   * account trades.
   */
  public SortedMap<String, ConfirmationOptions> rules() {
    SortedMap<String, ConfirmationOptions> rules = new TreeMap<>();
    rules.put(AccountOptions.MAIN, confirmation);
    Set<String> traded = group.sources();
    for (NamedConfirmation named : confirmations) {
      if (traded.contains(named.name())) {
        rules.put(named.name(), named.rule());
      }
    }
    return rules;
  }

  /** Sources of the stage baselines that some account trades, by name. */
  public Set<String> baselineSources() {
    return Baselines.among(group.sources());
  }

  /** Timeframes that a trade of this run can have as its tier, ms. */
  public Set<Long> tiers() {
    Set<Long> tiers = new HashSet<>();
    rules().values().forEach(rule -> tiers.addAll(rule.tiers()));
    baselineSources().forEach(source -> tiers.addAll(Baselines.timeframesMs(source, baselines)));
    return tiers;
  }

  /** The bars to build: those of {@code bars}, and 4h ones where an account trades the trend. */
  public BarOptions builtBars() {
    return builtFor(bars, group);
  }

  private static BarOptions builtFor(BarOptions bars, GroupOptions group) {
    if (!group.sources().contains(Baselines.TREND)
        || bars.timeframesMs().contains(Baselines.TREND_TIMEFRAME_MS)) {
      return bars;
    }
    List<Long> lengths = new ArrayList<>(bars.timeframesMs());
    lengths.add(Baselines.TREND_TIMEFRAME_MS);
    return new BarOptions(lengths.stream().sorted().toList(), bars.maxBridgedBars());
  }

  private static Set<Long> tiersOf(
      String source,
      ConfirmationOptions main,
      List<NamedConfirmation> confirmations,
      BaselineOptions baselines) {
    if (Baselines.isBaseline(source)) {
      return Baselines.timeframesMs(source, baselines);
    }
    for (NamedConfirmation named : confirmations) {
      if (named.name().equals(source)) {
        return named.rule().tiers();
      }
    }
    return main.tiers();
  }

  /** The confirmation rule of a source; empty for a baseline. */
  private static Optional<ConfirmationOptions> ruleOf(
      String source, ConfirmationOptions main, List<NamedConfirmation> confirmations) {
    if (source.equals(AccountOptions.MAIN)) {
      return Optional.of(main);
    }
    return confirmations.stream()
        .filter(named -> named.name().equals(source))
        .map(NamedConfirmation::rule)
        .findFirst();
  }

  /** A move that is expected to be smaller than its cost is no reason to trade. */
  private static void requireCovered(
      AccountOptions account, Optional<ConfirmationOptions> rule, GroupOptions group) {
    if (rule.isEmpty() || rule.get().policy() != ConfirmationPolicy.EXPECTED_MOVE) {
      return;
    }
    double costBps = roundTripCostBps(account, group);
    require(
        rule.get().minMoveBps() >= costBps,
        "confirmation.minMoveBps: must be at least "
            + costBps
            + ", what a round trip costs the account "
            + account.name()
            + " that trades the rule, was "
            + rule.get().minMoveBps()
            + "; raise it");
  }

  /** What opening as the account does and closing at market costs, 1/10,000 of the price. */
  static double roundTripCostBps(AccountOptions account, GroupOptions group) {
    boolean taker = account.entries().style() == EntryStyle.MARKET;
    BigDecimal fraction =
        taker
            ? BigDecimal.valueOf(group.execution().roundTripCostFraction())
            : BigDecimal.valueOf(group.execution().makerEntryCostFraction());
    return fraction.movePointRight(4).doubleValue();
  }

  /**
   * Checks that there is what the rules ask, before a job starts.
   *
   * @throws BadConfigurationException if a rule trades on expected moves and there are no models,
   *     or if the user's file is not there or is not what a member has to be
   */
  public TradingOptions requireModels() {
    rules()
        .forEach(
            (source, rule) -> {
              if (rule.policy() == ConfirmationPolicy.EXPECTED_MOVE && models.store().isEmpty()) {
                throw new BadConfigurationException(
                    "models.store: must be a folder of models because the rule "
                        + source
                        + " trades on expected moves, was empty; name one, or set its policy to"
                        + " DIRECTION");
              }
            });
    if (inference.has(Member.TORCHSCRIPT)) {
      tryOutUserFile();
    }
    return this;
  }

  /** On the CPU: where the job is made there may be no GPU. */
  private void tryOutUserFile() {
    try {
      new TorchScript(TorchScriptFile.read(Path.of(models.torchscript())), "cpu").close();
    } catch (DeviceException | LinkageError e) {
      throw new BadConfigurationException("models.torchscript: " + e.getMessage());
    }
  }

  private static void requireOwnNames(List<NamedConfirmation> sorted) {
    Set<String> seen = new HashSet<>();
    for (NamedConfirmation named : sorted) {
      boolean reserved =
          named.name().equals(AccountOptions.MAIN) || Baselines.isBaseline(named.name());
      require(
          !reserved && seen.add(named.name()),
          "confirmations."
              + named.name()
              + ": must have a name of its own, was that of "
              + (reserved ? "main or a baseline" : "another rule")
              + "; rename it");
    }
  }

  private static void requireSource(
      AccountOptions account, List<NamedConfirmation> confirmations, BaselineOptions baselines) {
    String source = account.signals();
    List<String> named = confirmations.stream().map(NamedConfirmation::name).toList();
    require(
        source.equals(AccountOptions.MAIN)
            || named.contains(source)
            || Baselines.isBaseline(source),
        "group.accounts."
            + account.name()
            + ".signals: must be main, a rule of confirmations "
            + named
            + " or a baseline (buy-and-hold, filters, momentum-4, trend, random-000 to"
            + " random-999), was "
            + source
            + "; name one of them");
    require(
        !Baselines.isRandom(source) || !baselines.randomRates().isEmpty(),
        "baselines.randomRates: must have one or more because the account "
            + account.name()
            + " trades "
            + source
            + ", was []; give {timeframe-ms: 300000, rate: 0.001}, for one");
  }

  /** A signal of a tier that an account knows no size for would end the job in the middle. */
  private static void requireSized(AccountOptions account, long tierMs) {
    require(
        account.risk().tiers().stream().anyMatch(tier -> tier.timeframeMs() == tierMs),
        "group.accounts."
            + account.name()
            + ".risk.tiers: must have a tier for every timeframe that confirmation gives, was"
            + " without "
            + tierMs
            + " ms; add it");
  }

  /** The rules asked for. */
  public static TradingOptions defaults() {
    return new TradingOptions(
        BarOptions.defaults(),
        FeatureOptions.defaults(),
        EnsembleOptions.defaults(),
        BatchOptions.defaults(),
        ConfirmationOptions.defaults(),
        GroupOptions.defaults());
  }

  /** Length of the bars that drive the venue and from which the others are built, ms. */
  public long shortestTimeframeMs() {
    return bars.shortestMs();
  }

  private static void requireBuilt(BarOptions bars, ConfirmationOptions rule, String group) {
    requireBuilt(bars, rule.fastTimeframeMs(), group + ".fastTimeframeMs");
    requireBuilt(bars, rule.slowTimeframeMs(), group + ".slowTimeframeMs");
    for (long tierMs : rule.tierTimeframesMs()) {
      requireBuilt(bars, tierMs, group + ".tierTimeframesMs");
    }
  }

  private static void requireBuilt(BarOptions bars, long timeframeMs, String key) {
    require(
        bars.timeframesMs().contains(timeframeMs),
        key
            + ": must be one of bars.timeframes-ms "
            + bars.timeframesMs()
            + ", was "
            + timeframeMs
            + "; add it there or choose one");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
