package io.lorentz.command.engine;

import io.lorentz.archive.LogOpener;
import io.lorentz.command.check.CheckedRun;
import io.lorentz.command.check.CheckedSystem;
import io.lorentz.command.check.RowNames;
import io.lorentz.core.features.FeatureStage;
import io.lorentz.core.features.IndicatorColumn;
import io.lorentz.core.features.IndicatorTable;
import io.lorentz.core.inference.Ensemble;
import io.lorentz.core.inference.EnsembleOptions;
import io.lorentz.core.inference.Member;
import io.lorentz.trading.JobEnsembles;
import io.lorentz.trading.TradingOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The bare loop, whose rows are the job's, with all that its stages give one another, and beside it
 * the research columns of every instrument and timeframe.
 */
public final class LoopSystem implements CheckedSystem {

  private static final Set<String> CLASSIFIED =
      Set.of("rsi14", "waveTrend", "cci20", "adx20", "rsi9");

  private final TradingOptions options;
  private final List<String> instruments;
  private final JobEnsembles configured;
  private final Function<LogOpener, Ensemble> ensembles;
  private final Map<String, Integer> declared;

  /** The system as configured. */
  public LoopSystem(TradingOptions options, Collection<String> instruments) {
    this(options, instruments, JobEnsembles.of(options));
  }

  private LoopSystem(
      TradingOptions options, Collection<String> instruments, JobEnsembles configured) {
    this(
        options,
        instruments,
        configured,
        log -> configured.create(options.inference(), reason -> {}));
  }

  /**
   * The system with another ensemble.
   *
   * @param ensembles makes the ensemble of a run over a log
   */
  public LoopSystem(
      TradingOptions options,
      Collection<String> instruments,
      Function<LogOpener, Ensemble> ensembles) {
    this(options, instruments, JobEnsembles.of(options), ensembles);
  }

  private LoopSystem(
      TradingOptions options,
      Collection<String> instruments,
      JobEnsembles configured,
      Function<LogOpener, Ensemble> ensembles) {
    this.options = options;
    this.configured = configured;
    this.instruments = List.copyOf(instruments);
    this.ensembles = ensembles;
    this.declared =
        new IndicatorTable()
            .columns().stream()
                .filter(column -> column.kind() != IndicatorColumn.Kind.FLAG)
                .collect(Collectors.toMap(IndicatorColumn::name, IndicatorColumn::warmUpBars));
  }

  @Override
  public CheckedRun open(LogOpener log) {
    return new LoopRun(options, instruments, ensembles.apply(log), configured.store(), log.open());
  }

  @Override
  public boolean isTraded(String table, String column) {
    if (table.startsWith(RowNames.RESEARCH) || table.startsWith(RowNames.LABELS)) {
      return false;
    }
    EnsembleOptions members = options.inference();
    if (table.startsWith(RowNames.FEATURES)) {
      if (CLASSIFIED.contains(column)) {
        return members.has(Member.LORENTZIAN)
            || members.has(Member.LOGISTIC)
            || members.has(Member.LORENTZIAN_TRADINGVIEW)
            || members.has(Member.TORCHSCRIPT);
      }
      return !column.equals("chandelierDirection") || members.has(Member.CHANDELIER);
    }
    return true;
  }

  @Override
  public OptionalInt declaredWarmUpBars(String table, String column) {
    if (table.startsWith(RowNames.RESEARCH) && declared.containsKey(column)) {
      return OptionalInt.of(declared.get(column));
    }
    boolean feature = table.startsWith(RowNames.FEATURES) && CLASSIFIED.contains(column);
    return feature
        ? OptionalInt.of(FeatureStage.warmUpBars(options.features()))
        : OptionalInt.empty();
  }
}
