package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.core.execution.ExecutionOptions;
import io.lorentz.core.orders.EntryOptions;
import io.lorentz.core.orders.EntryStyle;
import io.lorentz.core.orders.ExitOptions;
import io.lorentz.core.risk.RiskOptions;
import io.lorentz.core.risk.TierOptions;
import io.lorentz.schemas.DenialReason;
import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.GroupState;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderIntent;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.OrderOutcomeKind;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import io.lorentz.schemas.units.InstrumentSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of an account group on every market. */
class AccountGroupProperties {

  /** Lots worth about 60,000 USDT each. */
  private static final Map<String, BigDecimal> ONE_LOT =
      Map.of(
          "BTCUSDT", new BigDecimal("1"),
          "ETHUSDT", new BigDecimal("20"),
          "SOLUSDT", new BigDecimal("400"));

  private static List<String> rows(GroupOptions options, List<GroupInput> inputs) {
    AccountGroup group = new AccountGroup(options);
    return play(group, inputs);
  }

  private static List<String> play(AccountGroup group, List<GroupInput> inputs) {
    List<String> rows = new ArrayList<>();
    for (GroupInput input : inputs) {
      group.on(input, row -> rows.add(row.toString()));
    }
    return rows;
  }

  @Property(tries = 60)
  void moneyAndOrdersAreConserved(@ForAll long seed) {
    new Watcher(RandomMarket.options(seed)).play(RandomMarket.of(seed));
  }

  /** Two trades of one instrument come to their targets at one market time. */
  @Example
  void twoTargetsOfOneMarketTimeHaveIdsOfTheirOwn() {
    new Watcher(RandomMarket.options(-86)).play(RandomMarket.of(-86));
  }

  /** The properties say little about what the markets never bring about; so this is counted. */
  @Example
  void theGeneratedMarketsBringAboutEveryRuleOfTheAccounts() {
    Set<String> seen = new TreeSet<>();
    Map<String, OrderIntent> intents = new HashMap<>();
    for (long seed = 0; seed < 60; seed++) {
      AccountGroup group = new AccountGroup(RandomMarket.options(seed));
      for (GroupInput input : RandomMarket.of(seed)) {
        group.on(input, row -> note(row, intents, seen));
      }
    }
    Set<String> expected = new TreeSet<>();
    for (DenialReason reason : DenialReason.values()) {
      expected.add(reason.name());
    }
    // An account does not see signals before the start; the series ends after its last signal.
    // A simulated venue has nothing to reconcile.
    expected.removeAll(Set.of("BEFORE_TRADING_START", "SERIES_ENDED", "UNRECONCILED"));
    for (OrderIntent intent : OrderIntent.values()) {
      expected.add(intent + " FILLED");
    }
    // Nobody but the account closes its positions at a simulated venue.
    expected.remove("EXIT_OUTSIDE FILLED");
    expected.addAll(Set.of("ENTRY EXPIRED", "ENTRY CANCELLED", "STOP CANCELLED", "stop moved"));
    expected.addAll(Set.of("RISK", "TIER", "POSITION", "BRACKET", "exit repeated"));
    expected.addAll(Set.of("LIMIT", "POST_ONLY", "ENTRY MAKER", "ENTRY TAKER"));
    expected.addAll(Set.of("EXIT_TARGET MAKER", "part of an entry kept", "part of an exit kept"));
    assertThat(seen).containsAll(expected);
  }

  private static void note(RunOutput row, Map<String, OrderIntent> intents, Set<String> seen) {
    if (row.getPayload() instanceof OrderDecision decision) {
      if (decision.getSizeBound() != null) {
        seen.add(decision.getSizeBound().name());
      }
      intents.put(decision.getClientId(), decision.getIntent());
      seen.add(decision.getType().name());
      if (decision.getAttempt() > 0 && decision.getIntent().name().startsWith("EXIT")) {
        seen.add("exit repeated");
      }
    } else if (row.getPayload() instanceof OrderOutcome outcome) {
      if (outcome.getDenial() != null) {
        seen.add(outcome.getDenial().name());
      }
      OrderIntent intent = intents.get(outcome.getClientId());
      seen.add(intent + " " + outcome.getOutcome());
      if (outcome.getLiquidity() != null) {
        seen.add(intent + " " + outcome.getLiquidity());
        if (outcome.getOutcome() != OrderOutcomeKind.FILLED) {
          seen.add("part of an " + (intent == OrderIntent.ENTRY ? "entry" : "exit") + " kept");
        }
      }
      if (outcome.getDetail().contains("POST_ONLY")) {
        seen.add("POST_ONLY");
      }
      if (outcome.getDetail().contains("moves=") && !outcome.getDetail().contains("moves=0")) {
        seen.add("stop moved");
      }
    }
  }

  @Property(tries = 60)
  void aRestoredGroupAnswersAsTheOriginal(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double cutAt) {
    GroupOptions options = RandomMarket.options(seed);
    List<GroupInput> inputs = RandomMarket.of(seed);
    int cut = (int) (cutAt * inputs.size());
    AccountGroup original = new AccountGroup(options);
    List<String> expected = play(original, inputs.subList(0, cut));
    List<String> actual = new ArrayList<>(expected);
    GroupState image = throughBytes(original.image());
    AccountGroup restored = AccountGroup.restore(options, image);
    assertThat(restored.image()).isEqualTo(original.image());
    expected.addAll(play(original, inputs.subList(cut, inputs.size())));
    actual.addAll(play(restored, inputs.subList(cut, inputs.size())));
    assertThat(actual).isEqualTo(expected);
    assertThat(restored.image()).isEqualTo(original.image());
    assertThat(throughBytes(image)).as("an image is a copy of its own").isEqualTo(image);
  }

  private static GroupState throughBytes(GroupState image) {
    try {
      return GroupState.fromByteBuffer(image.toByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 40)
  void anAccountBesideOthersIsTheAccountAlone(@ForAll long seed) {
    GroupOptions together = RandomMarket.options(seed);
    List<GroupInput> inputs = RandomMarket.of(seed);
    List<String> rows = rows(together, inputs);
    for (AccountOptions account : together.accounts()) {
      GroupOptions alone =
          new GroupOptions(
              together.shortestTimeframeMs(),
              together.epoch(),
              together.instruments(),
              List.of(account),
              together.execution());
      String named = "\"account\": \"" + account.name() + "\"";
      assertThat(rows(alone, inputs))
          .as("its own rows and those of the market")
          .isEqualTo(
              rows.stream()
                  .filter(row -> row.contains(named) || !row.contains("\"account\""))
                  .toList());
    }
  }

  @Property(tries = 40)
  void renamingInstrumentsInTheSameOrderChangesNamesAndIdsOnly(@ForAll long seed) {
    List<String> names = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    List<String> others = List.of("AAA", "MMM", "ZZZ");
    List<String> rows =
        rowsWithoutIds(RandomMarket.options(seed, names), RandomMarket.of(seed, names));
    List<String> renamed =
        rowsWithoutIds(RandomMarket.options(seed, others), RandomMarket.of(seed, others));
    renamed.replaceAll(
        row -> row.replace("AAA", "BTCUSDT").replace("MMM", "ETHUSDT").replace("ZZZ", "SOLUSDT"));
    assertThat(renamed).isEqualTo(rows);
  }

  private static List<String> rowsWithoutIds(GroupOptions options, List<GroupInput> inputs) {
    List<String> rows = rows(options, inputs);
    rows.replaceAll(row -> row.replaceAll("\\bL[0-9A-Za-z]{27}\\b", "id"));
    return rows;
  }

  /**
   * Sizes follow equity, so a fee can make a losing position smaller; the law is about one and the
   * same trades. Here each entry is one lot, whatever the equity: the size asked for lies between
   * one lot and two all the way.
   */
  @Property(tries = 40)
  void higherCostsNeverRaiseTheFinalEquityOfTheSameTrades(
      @ForAll long seed,
      @ForAll @IntRange(max = 50) int fee,
      @ForAll @IntRange(max = 50) int more) {
    List<GroupInput> inputs = RandomMarket.of(seed);
    BigDecimal cheap = finalEquity(inputs, fee, 5, 5);
    assertThat(finalEquity(inputs, fee + more, 5, 5)).isLessThanOrEqualTo(cheap);
    assertThat(finalEquity(inputs, fee, 5 + more, 5)).isLessThanOrEqualTo(cheap);
    assertThat(finalEquity(inputs, fee, 5, 5 + more)).isLessThanOrEqualTo(cheap);
  }

  /**
   * A fee changes no decision of an account of one lot whose limits are off, so this holds for
   * every kind of order: limits, resting targets, fills in part, liquidations.
   */
  @Property(tries = 40)
  void higherFeesNeverRaiseTheFinalEquityWhateverTheKindsOfOrders(
      @ForAll long seed,
      @ForAll @IntRange(max = 50) int fee,
      @ForAll @IntRange(max = 50) int more,
      @ForAll EntryStyle style) {
    List<GroupInput> inputs = RandomMarket.of(seed);
    EntryOptions entries = new EntryOptions(style, BigDecimal.ONE, 4);
    ExitOptions exits = new ExitOptions(true, true, 0, BigDecimal.ONE, true);
    BigDecimal cheap = finalEquity(inputs, oneLot(fees(fee, fee, fee), entries, exits));
    for (ExecutionOptions dear :
        List.of(
            fees(fee + more, fee, fee), fees(fee, fee + more, fee), fees(fee, fee, fee + more))) {
      assertThat(finalEquity(inputs, oneLot(dear, entries, exits))).isLessThanOrEqualTo(cheap);
    }
  }

  private static ExecutionOptions fees(int maker, int taker, int liquidation) {
    return new ExecutionOptions(
        BigDecimal.valueOf(maker, 4),
        BigDecimal.valueOf(taker, 4),
        BigDecimal.ONE,
        BigDecimal.ONE,
        BigDecimal.ONE,
        2,
        250,
        BigDecimal.ONE,
        BigDecimal.valueOf(liquidation, 3));
  }

  private static BigDecimal finalEquity(
      List<GroupInput> inputs, int fee, int halfSpread, int slip) {
    ExecutionOptions execution =
        new ExecutionOptions(
            BigDecimal.ZERO,
            BigDecimal.valueOf(fee, 4),
            BigDecimal.valueOf(halfSpread, 1),
            BigDecimal.valueOf(slip, 1),
            BigDecimal.TEN,
            2,
            0,
            BigDecimal.ONE,
            BigDecimal.ZERO);
    return finalEquity(inputs, oneLot(execution, EntryOptions.defaults(), ExitOptions.defaults()));
  }

  private static BigDecimal finalEquity(List<GroupInput> inputs, GroupOptions options) {
    AccountGroup group = new AccountGroup(options);
    List<EquityPoint> last = new ArrayList<>();
    for (GroupInput input : inputs) {
      group.on(
          input,
          row -> {
            if (row.getPayload() instanceof EquityPoint point) {
              last.clear();
              last.add(point);
            } else if (row.getPayload() instanceof TradeOpened trade) {
              BigDecimal lot = ONE_LOT.get(trade.getInstrument());
              assertThat(trade.getQuantity()).isEqualByComparingTo(lot);
            }
          });
    }
    return last.get(0).getEquity();
  }

  /** Margin of 1.5 lots at about the first prices; exits by stop, signal and time. */
  private static GroupOptions oneLot(
      ExecutionOptions execution, EntryOptions entries, ExitOptions exits) {
    BigDecimal[] lots = {new BigDecimal("1"), new BigDecimal("20"), new BigDecimal("400")};
    List<InstrumentSpec> specs = new ArrayList<>();
    for (int i = 0; i < lots.length; i++) {
      InstrumentSpec spec = InstrumentSpec.defaults().get(i);
      specs.add(
          new InstrumentSpec(
              spec.name(),
              spec.tick(),
              lots[i],
              BigDecimal.ZERO,
              BigDecimal.ZERO,
              spec.brackets()));
    }
    List<TierOptions> tiers = new ArrayList<>();
    for (TierOptions tier : TierOptions.defaults()) {
      tiers.add(new TierOptions(tier.timeframeMs(), 1, new BigDecimal("0.009")));
    }
    RiskOptions risk =
        new RiskOptions(
            BigDecimal.ONE,
            BigDecimal.ONE,
            false,
            BigDecimal.ONE,
            new BigDecimal("2"),
            BigDecimal.ONE,
            3,
            1_000,
            0,
            0,
            BigDecimal.ZERO,
            tiers);
    AccountOptions account =
        new AccountOptions("main", new BigDecimal("10000000"), false, risk, exits, entries);
    return new GroupOptions(60_000L, 0, specs, List.of(account), execution);
  }

  @Property(tries = 40)
  void rowsComeInAnOrderThatTellsAStory(@ForAll long seed) {
    List<RunOutput> rows = new ArrayList<>();
    AccountGroup group = new AccountGroup(RandomMarket.options(seed));
    for (GroupInput input : RandomMarket.of(seed)) {
      group.on(input, rows::add);
    }
    List<String> decided = new ArrayList<>();
    List<String> opened = new ArrayList<>();
    for (RunOutput row : rows) {
      if (row.getPayload() instanceof OrderDecision decision) {
        decided.add(decision.getClientId());
      } else if (row.getPayload() instanceof OrderOutcome outcome) {
        assertThat(decided).contains(outcome.getClientId());
      } else if (row.getPayload() instanceof TradeOpened trade) {
        opened.add(trade.getEntryId());
      } else if (row.getPayload() instanceof TradeClosed trade) {
        assertThat(opened.remove(trade.getEntryId())).isTrue();
      }
    }
  }
}
