package io.lorentz.kafka;

import io.lorentz.schemas.EquityPoint;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.OrderCommand;
import io.lorentz.schemas.OrderDecision;
import io.lorentz.schemas.OrderOutcome;
import io.lorentz.schemas.RunOutput;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.TradeClosed;
import io.lorentz.schemas.TradeOpened;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of one log {@code T}: names, keys, partitions, retention, guarantees.
 *
 * <p>Every value is one record in Avro single-object encoding, but for those in {@code
 * T.unreadable}, which are the bytes as they were. All are written by idempotent producers with
 * {@code acks=all} and {@code linger.ms=0}. No row topic is written in transactions: a
 * transactional sink shows its rows only when the next checkpoint completes (10 s apart in live, so
 * 5 s later in the mean and more than 10 s at worst), and an order cannot wait for that. So rows
 * are there at least once and are recognised by their keys ({@link
 * io.lorentz.schemas.rows.RowKey}).
 */
public enum TopicPlan {

  /**
   * {@code T}: the log. One appender per partition, log time strictly increasing within it, no key;
   * one partition by default, because then the log's order is the order. The record's Kafka
   * timestamp is its log time. Kept for ever: it is the truth.
   */
  LOG("", Optional.empty()),

  /**
   * {@code T.unreadable}: what a reader of {@code T} could not read, with the reason in headers.
   * Key {@code T-partition-offset}, compacted, so that what several replays found is there once.
   * Written before the reader goes on, so at least once.
   */
  UNREADABLE(".unreadable", Optional.empty()),

  /**
   * {@code T.orders}: orders decided on and entries refused; key (account, instrument). Kept for
   * ever.
   */
  ORDERS(".orders", Optional.empty()),

  /**
   * {@code T.commands}: what an account whose orders are executed at a venue asks of it, numbered
   * without gaps per account and epoch; key account. The durable intents that the edge executes:
   * kept for ever. Empty where every account trades at a simulated venue.
   */
  COMMANDS(".commands", Optional.empty()),

  /**
   * {@code T.outcomes}: how each order ended, refusals with their reason; key account. For ever.
   */
  OUTCOMES(".outcomes", Optional.empty()),

  /**
   * {@code T.fills}: trades opened, key (account, instrument), and closed, key account. Kept for
   * ever.
   */
  FILLS(".fills", Optional.empty()),

  /** {@code T.account}: equity once a minute; key account. 90 days. */
  ACCOUNT(".account", Optional.of(Duration.ofDays(90))),

  /** {@code T.signals}: confirmed signals; key instrument. 90 days. */
  SIGNALS(".signals", Optional.of(Duration.ofDays(90))),

  /**
   * {@code T.feeds}: what the market stage decided about venues: another source, prices doubted or
   * trusted; key instrument. Kept for ever: entries were refused because of it.
   */
  FEEDS(".feeds", Optional.empty()),

  /**
   * {@code T.bars}: closed bars of every timeframe that is built, bridged and corrected ones too,
   * for audit; key instrument. Nothing reads them to decide. A bar is told apart by (instrument,
   * length, close, corrected, values); after a failure it may be there again. 90 days.
   */
  BARS(".bars", Optional.of(Duration.ofDays(90))),

  /**
   * {@code T.inference}: what members said whose arithmetic is not bit-exact, key instrument, Kafka
   * timestamp the log time of the cause, acknowledged before anything follows from it. Of records
   * that differ in the score only the first counts, so it is never compacted. And devices that were
   * given up, which decide nothing, without a key. It belongs to the log, whatever the topics of
   * the rows are. Kept for ever: decisions follow from it.
   */
  INFERENCE(".inference", Optional.empty());

  private final String suffix;
  private final Optional<Duration> retention;

  TopicPlan(String suffix, Optional<Duration> retention) {
    this.suffix = suffix;
    this.retention = retention;
  }

  /** Name of this topic of a log. */
  public String of(String log) {
    return log + suffix;
  }

  /** How to make this topic of a log; replicas are as the broker has them by default. */
  public NewTopic newTopic(String log) {
    NewTopic topic = new NewTopic(of(log), Optional.of(1), Optional.empty());
    String keptMs = retention.map(kept -> String.valueOf(kept.toMillis())).orElse("-1");
    return topic.configs(
        this == UNREADABLE
            ? Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)
            : Map.of(
                // Not when the broker got it: places are found by it.
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "CreateTime",
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                keptMs,
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1"));
  }

  /** Which topic a row belongs into. */
  public static TopicPlan ofRow(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof OrderDecision) {
      return ORDERS;
    } else if (payload instanceof OrderCommand) {
      return COMMANDS;
    } else if (payload instanceof OrderOutcome) {
      return OUTCOMES;
    } else if (payload instanceof TradeOpened || payload instanceof TradeClosed) {
      return FILLS;
    } else if (payload instanceof EquityPoint) {
      return ACCOUNT;
    } else if (payload instanceof Signal) {
      return SIGNALS;
    } else if (payload instanceof FeedDecision) {
      return FEEDS;
    }
    throw new IllegalArgumentException("row: has no topic, was " + row);
  }

  /** Kafka's key of a row: rows of one key stay in order whatever the number of partitions. */
  static String keyOf(RunOutput row) {
    Object payload = row.getPayload();
    if (payload instanceof OrderDecision decision) {
      return decision.getAccount() + "/" + decision.getInstrument();
    } else if (payload instanceof OrderCommand command) {
      return command.getAccount();
    } else if (payload instanceof OrderOutcome outcome) {
      return outcome.getAccount();
    } else if (payload instanceof TradeOpened opened) {
      return opened.getAccount() + "/" + opened.getInstrument();
    } else if (payload instanceof TradeClosed closed) {
      return closed.getAccount();
    } else if (payload instanceof EquityPoint equity) {
      return equity.getAccount();
    } else if (payload instanceof FeedDecision decision) {
      return decision.getInstrument();
    }
    return ((Signal) payload).getInstrument();
  }
}
