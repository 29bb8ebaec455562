package io.lorentz.command;

import io.lorentz.command.report.RowSource;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.util.List;
import java.util.Set;

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

  /**
   * Checks that every instrument can be traded.
   *
   * @throws io.lorentz.trading.configuration.BadConfigurationException if one has no specification
   */
  void requireInstruments(T options, Set<String> instruments);

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
   * Replays a range of a log in Kafka and gives its rows once it has ended.
   *
   * @param progress told from any thread how far the replay has come
   * @return the rows; they may lie in the request's spool, and are read before that is removed
   * @throws io.lorentz.kafka.KafkaFaultException if the log or the broker fails
   * @throws Exception if the replay fails; its message is shown, its stack trace goes to the log
   */
  RowSource replayTopic(TopicReplayRequest<T> request, ProgressListener progress) throws Exception;

  /**
   * Computes features, labels and predictions bar by bar.
   *
   * @throws io.lorentz.archive.BadFileException if a row of the data cannot be a bar
   * @throws Exception if the computation fails
   */
  FeatureTable features(FeatureRequest<T> request) throws Exception;
}
