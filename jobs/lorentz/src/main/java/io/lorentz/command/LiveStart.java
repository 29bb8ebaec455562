package io.lorentz.command;

import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.bitget.desk.HardCaps;
import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.AccountInspection;
import io.lorentz.command.live.AccountLine;
import io.lorentz.command.live.LiveExecution;
import io.lorentz.command.live.LiveOptions;
import io.lorentz.command.live.LiveSettings;
import io.lorentz.command.live.VenueDoor;
import io.lorentz.command.live.VenueIdentity;
import io.lorentz.command.live.VenueLink;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.kafka.LogScan;
import io.lorentz.kafka.TopicAdmin;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at everything that has to be in order before an account is traded. For one thread. */
final class LiveStart<T extends Record> {

  private static final String VENUE = "bitget";
  private static final int PARTITION = 0;

  private final Engine<T> engine;
  private final PrintWriter out;
  private final ResolvedConfiguration<T> resolved;
  private final LiveOptions live;

  LiveStart(
      Engine<T> engine, PrintWriter out, ResolvedConfiguration<T> resolved, LiveOptions live) {
    this.engine = engine;
    this.out = out;
    this.resolved = resolved;
    this.live = live;
  }

  /**
   * Checks what needs no venue.
   *
   * @throws MisuseException if the account is not configured, or the feeds bring no quotes of the
   *     venue, or are played
   * @throws FaultException if nobody has confirmed an account
   */
  void requireConfigured(FeedArguments.Feeding feeding) {
    if (!engine.accounts(resolved.options()).contains(live.account())) {
      throw new MisuseException(
          "live.account: must be one of "
              + engine.accounts(resolved.options())
              + ", was "
              + live.account()
              + "; name one of them");
    }
    if (feeding.endMs().isPresent()) {
      throw new MisuseException(
          "--replay-recording: what is long past cannot be traded live; leave it out");
    }
    if (feeding.venues().stream().map(Dialect::venue).noneMatch(VENUE::equals)) {
      throw new MisuseException(
          "--feeds: must name " + VENUE + ", where the orders go; its prices are needed");
    }
    if (live.confirm().isEmpty()) {
      throw new FaultException(
          "live.confirm: is empty; set it to the id of the account to trade, which 'lorentz check"
              + " account' tells");
    }
  }

  /**
   * Checks that no run of another kind lies in the log: one replay could not be of both.
   *
   * @param remote account that trades at a venue; empty if none does
   * @throws MisuseException if one does
   */
  static void requireLogOf(KafkaConnection connection, String topic, Optional<String> remote) {
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      if (!admin.exists(topic)) {
        return;
      }
    }
    LogScan log = new LogScan(connection, topic, PARTITION);
    JobStarts starts = new JobStarts();
    starts.noteLastBefore(log, log.offsetFrom(Long.MAX_VALUE / 2));
    if (!starts.hashes().isEmpty() && !starts.remoteAccount(topic).equals(remote)) {
      throw new MisuseException(
          "topic "
              + topic
              + ": its last job was started "
              + starts.remoteAccount(topic).map(name -> "live for " + name).orElse("on paper")
              + "; live and paper need logs of their own, give another --topic or --data");
    }
  }

  /**
   * Reaches the account.
   *
   * @return the link, to be closed by the caller
   * @throws FaultException if it is another account than the one confirmed
   */
  VenueLink open(VenueDoor door, LiveArguments arguments) {
    out.println(arguments.environment());
    VenueLink link = door.open(arguments.hosts(live), arguments::credentials);
    try {
      confirmed(link);
      return link;
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private VenueIdentity confirmed(VenueLink link) {
    VenueIdentity identity = link.identity();
    if (!identity.accountId().equals(live.confirm())) {
      throw new FaultException(
          "live.confirm: is "
              + live.confirm()
              + ", and the key is of the account "
              + identity.accountId()
              + "; take the other key, or confirm this account");
    }
    return identity;
  }

  /**
   * Looks at the account right before it is traded, and says what was found. Where the log tells
   * that it is traded already nothing keeps from going on: what is open has to be watched over.
   *
   * @throws FaultException if it is another account than the one confirmed, or something has to be
   *     mended before it is traded for the first time
   */
  void inspect(VenueLink link, List<String> instruments, KafkaConnection connection, String topic) {
    List<AccountLine> lines = new AccountInspection(link, instruments).lines(confirmed(link));
    lines.forEach(line -> out.println(line.text()));
    if (lines.stream().noneMatch(AccountLine::isProblem)) {
      return;
    }
    if (!LiveExecution.wasBegun(connection, topic, live.account(), link.nowMs())) {
      throw new FaultException("live: the account is not ready; mend what is named above");
    }
    out.println("live: goes on all the same, as the account is traded already; mend it soon");
    out.flush();
  }

  /** Says which limits hold. */
  void tellLimits() {
    out.println("limits of the account " + live.account() + ", kept by the job:");
    engine.limits(resolved.options(), live.account()).forEach(line -> out.println("  " + line));
    DeskOptions desk = live.desk();
    HardCaps caps = desk.caps();
    out.println("hard caps, kept by the edge whatever the job wants:");
    out.println("  one entry at most " + caps.maxOrderNotional().toPlainString() + " USDT");
    out.println("  all together at most " + caps.maxTotalNotional().toPlainString() + " USDT");
    out.println("  entries per minute at most " + caps.maxEntriesPerMinute());
    out.println("  leverage at most " + caps.maxLeverage());
    out.println("  no entry below an equity of " + caps.minEquity().toPlainString() + " USDT");
    out.println("  a position without a stop is closed after " + desk.unprotectedBoundMs() + " ms");
    out.println(
        "  entries are taken back when the job is silent for " + desk.jobSilentAfterMs() + " ms");
    out.flush();
  }

  /**
   * What executes its orders.
   *
   * @param controlFolder where commands find the edge
   */
  LiveExecution execution(VenueLink link, List<String> instruments, Path controlFolder) {
    return new LiveExecution(
        new LiveSettings(
            live.account(),
            instruments,
            engine.capital(resolved.options(), live.account()),
            live.desk(),
            VENUE,
            controlFolder,
            live.controlPort()),
        link);
  }
}
