package io.lorentz.command;

import io.lorentz.archive.BarFileOptions;
import io.lorentz.command.check.CheckedSystem;
import io.lorentz.command.page.AccountTerms;
import io.lorentz.command.page.Retracing;
import io.lorentz.command.parity.CausedRow;
import io.lorentz.command.report.RowSource;
import io.lorentz.command.training.Training;
import io.lorentz.command.training.TrainingSettings;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.models.ModelNeeds;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.Prediction;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * What the verbs drive: the trading job and the features, behind one seam, so that the command line
 * knows neither a cluster nor a stage.
 *
 * @param <T> type of the options that the configuration resolves to
 */
public interface Engine<T extends Record> {

  /** Binds the configuration. */
  ConfigurationBinder<T> configuration();

  /** Length of the bars that a replay reads, ms: the shortest timeframe. */
  long barLengthMs(T options);

  /** Names of the instruments that have a specification, in order of name. */
  SortedSet<String> instruments(T options);

  /**
   * Checks that every instrument can be traded.
   *
   * @throws io.lorentz.trading.configuration.BadConfigurationException if one has no specification
   */
  void requireInstruments(T options, Set<String> instruments);

  /** What a demo sets where a person sets nothing, {@code key=value} each, so that it trades. */
  List<String> demoSettings();

  /** Makes a meter of what a round trip costs in units of risk, for a replay with these options. */
  CostMeter costMeter(T options);

  /** What a replay with these options assumes of the venue, one line each. */
  List<String> assumptions(T options);

  /**
   * Replays a log and gives its rows once it has ended.
   *
   * @param progress told from any thread how far the replay has come
   * @return the rows; they may lie in the request's spool, and are read before that is removed
   * @throws io.lorentz.archive.BadFileException if a row of the data cannot be a bar
   * @throws Exception if the replay fails; its message is shown, its stack trace goes to the log
   */
  RowSource replay(ReplayRequest<T> request, ProgressListener progress) throws Exception;

  /**
   * Checks that baselines can be added, before anything is read.
   *
   * @throws io.lorentz.trading.configuration.BadConfigurationException if there is no account to
   *     compare them with, or one has the name of a baseline
   */
  void requireComparable(T options);

  /**
   * Adds the baselines to a replay, and counts in a first pass how often the random ones have to
   * enter, unless that is given.
   *
   * @param rate chance of a random entry per closed bar of the slow timeframe; empty: count it
   * @param progress told from any thread how far the first pass has come
   * @throws io.lorentz.trading.configuration.BadConfigurationException if there is no account to
   *     compare them with
   * @throws Exception if the first pass fails
   */
  Baselined<T> baselines(ReplayRequest<T> request, OptionalDouble rate, ProgressListener progress)
      throws Exception;

  /**
   * The key of the configuration that a key of a sweep stands for; empty if it cannot differ from
   * account to account.
   */
  Optional<String> sweptKey(String key);

  /** Groups of keys that a sweep can vary. */
  List<String> sweptGroups();

  /**
   * Puts the cells of a sweep on one pass, as accounts in their order.
   *
   * @param base the configuration without the settings of any cell
   * @param cells the configuration of each cell
   * @param limits whether cells have account limits
   */
  T together(T base, List<T> cells, boolean limits);

  /** Name of the account of a cell of a sweep, from 0. */
  String cellName(int cell);

  /** Names of all accounts, in order of name. */
  SortedSet<String> accounts(T options);

  /**
   * What the configuration gives an account, quote currency.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  BigDecimal capital(T options, String account);

  /**
   * The limits of an account, a line each.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  List<String> limits(T options, String account);

  /** What the accounts are held to, by name. */
  Map<String, AccountTerms> accountTerms(T options);

  /** Whether trained models are asked that the log names. */
  boolean asksModels(T options);

  /**
   * Makes what works a log off again to see what led to a signal. It reads the log only once it is
   * asked.
   *
   * @param topic the log
   */
  Retracing retracing(T options, KafkaConnection connection, String topic);

  /** Accounts whose orders and trades are counted in their figures and listed nowhere. */
  Set<String> unlisted(T options);

  /**
   * Replays a range of a log in Kafka and gives its rows once it has ended.
   *
   * @param progress told from any thread how far the replay has come
   * @return the rows; they may lie in the request's spool, and are read before that is removed
   * @throws io.lorentz.kafka.KafkaFaultException if the log or the broker fails
   * @throws Exception if the replay fails; its message is shown, its stack trace goes to the log
   */
  RowSource replayTopic(TopicReplayRequest<T> request, ProgressListener progress) throws Exception;

  /**
   * Replays what a cluster ran on a log in Kafka, and gives its rows as they come.
   *
   * @param rows takes the rows, each once, from one thread
   * @param progress told from any thread how far the replay has come
   * @throws io.lorentz.kafka.KafkaFaultException if the log or the broker fails
   * @throws io.lorentz.command.fault.FaultException if the savepoint cannot be restored
   * @throws Exception if the replay fails; its message is shown, its stack trace goes to the log
   */
  void replayRun(RunReplayRequest<T> request, Consumer<CausedRow> rows, ProgressListener progress)
      throws Exception;

  /**
   * Starts the job on a log that goes on, inside this process: the graph, source and sinks of the
   * job jar.
   *
   * @throws Exception if it cannot be started
   */
  RunningTrade trade(TradeRequest<T> request) throws Exception;

  /**
   * Where in its log a savepoint of a running job was taken.
   *
   * @param topic the log
   * @return the next offset to read by partition
   * @throws io.lorentz.command.fault.MisuseException if it is no savepoint of a job on a log
   * @throws io.lorentz.kafka.KafkaArgumentException if it is of another log
   */
  Map<Integer, Long> savedPlaces(Path savepoint, String topic) throws Exception;

  /**
   * Reads bars as rows to train on, made by the stages of the job.
   *
   * @param bars files to read, to their end asked for
   * @param settings what a person asked for
   * @param data SHA-256 of the files, by name
   * @param progress told how far the bars were read
   * @throws io.lorentz.archive.BadFileException if a row of the data cannot be a bar
   */
  Training training(
      T options,
      BarFileOptions bars,
      TrainingSettings settings,
      SortedMap<String, String> data,
      ProgressListener progress);

  /**
   * Replays a log under a schedule of trained models and gives its rows once it has ended.
   *
   * @param store folder of the versions
   * @param schedule versions and when they come into force
   * @param predictions takes what was predicted, from several threads
   * @param progress told from any thread how far the replay has come
   * @throws Exception as {@link #replay}
   */
  RowSource replayUnder(
      ReplayRequest<T> request,
      Path store,
      List<ModelVersion> schedule,
      Consumer<Prediction> predictions,
      ProgressListener progress)
      throws Exception;

  /**
   * Adds what a walk forward is judged beside: an account that trades expected moves, and the
   * baselines that are rules, without those that enter by chance.
   *
   * @param instruments number of instruments that are traded
   * @throws io.lorentz.trading.configuration.BadConfigurationException if there is no account to
   *     compare them with
   */
  Baselined<T> ruleBaselines(T options, int instruments);

  /** What a trained model has to fit to be asked under these options. */
  ModelNeeds modelNeeds(T options);

  /** Timeframes that the confirmation rule looks at, ms. */
  List<Long> confirmedTimeframesMs(T options);

  /** Name of the account that a verdict looks at: the one without limits, where there is one. */
  String judgedAccount(T options);

  /**
   * Computes features, labels and predictions bar by bar.
   *
   * @throws io.lorentz.archive.BadFileException if a row of the data cannot be a bar
   * @throws Exception if the computation fails
   */
  FeatureTable features(FeatureRequest<T> request) throws Exception;

  /**
   * What the checks look at: everything that these options give over a log of these instruments.
   */
  CheckedSystem checked(T options, Set<String> instruments);
}
