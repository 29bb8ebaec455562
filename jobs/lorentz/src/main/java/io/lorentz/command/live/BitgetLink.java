package io.lorentz.command.live;

import io.lorentz.bitget.AccountFamily;
import io.lorentz.bitget.ClassicDialect;
import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import io.lorentz.bitget.KeyOwner;
import io.lorentz.bitget.OrderDialect;
import io.lorentz.bitget.PrivateStream;
import io.lorentz.bitget.RestSender;
import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Push;
import io.lorentz.command.fault.FaultException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Bitget's classic interface as the link of an edge. Safe for threads. */
public final class BitgetLink implements VenueLink {

  private static final long CLOCK_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK_EVERY_MS = 20;

  private final Hosts hosts;
  private final Credentials credentials;
  private final OrderDialect dialect;
  private final RestSender rest;
  private final AtomicLong latestMs = new AtomicLong(Long.MIN_VALUE);
  private Optional<PrivateStream> stream = Optional.empty();
  private volatile boolean closed;

  private BitgetLink(Hosts hosts, Credentials credentials, OrderDialect dialect, RestSender rest) {
    this.hosts = hosts;
    this.credentials = credentials;
    this.dialect = dialect;
    this.rest = rest;
  }

  /**
   * Begins, and waits until the venue's clock is known.
   *
   * @throws FaultException if the venue does not tell it
   */
  public static BitgetLink open(Hosts hosts, Credentials credentials) {
    OrderDialect dialect = new ClassicDialect();
    return opened(
        new BitgetLink(hosts, credentials, dialect, new RestSender(hosts, credentials, dialect)));
  }

  /**
   * The same by another clock than the machine's, as in a world that goes faster.
   *
   * @param clockMs ms since 1970 UTC, never going back
   * @throws FaultException if the venue does not tell its clock
   */
  public static BitgetLink open(Hosts hosts, Credentials credentials, LongSupplier clockMs) {
    OrderDialect dialect = new ClassicDialect();
    return opened(
        new BitgetLink(
            hosts, credentials, dialect, new RestSender(hosts, credentials, dialect, clockMs)));
  }

  private static BitgetLink opened(BitgetLink link) {
    long deadlineNanos = System.nanoTime() + CLOCK_WITHIN_NANOS;
    while (link.rest.venueMs().isEmpty()) {
      if (System.nanoTime() > deadlineNanos) {
        link.close();
        throw new FaultException(
            link.hosts.rest()
                + ": does not tell its clock; see whether it can be reached from here");
      }
      pause();
    }
    return link;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("interrupted while waiting for the venue; start it again");
    }
  }

  @Override
  public void ask(Asked asked, Consumer<Outcome> answer) {
    rest.ask(
        asked.ask(),
        () -> !closed && nowMs() <= asked.notAfterMs() && asked.stillWanted().getAsBoolean(),
        answer);
  }

  /** It never goes back, though what is known of the venue's clock may. */
  @Override
  public long nowMs() {
    return latestMs.accumulateAndGet(rest.venueMs().orElse(Long.MIN_VALUE), Math::max);
  }

  @Override
  public synchronized void stream(Consumer<Push> pushes) {
    stream = Optional.of(new PrivateStream(hosts, credentials, dialect, rest::venueMs, pushes));
  }

  @Override
  public VenueIdentity identity() {
    Optional<AccountFamily> known =
        AccountFamily.of(VenueAnswers.await(answer -> rest.ask(AccountFamily.question(), answer)));
    if (known.equals(Optional.of(AccountFamily.UNIFIED))) {
      throw new FaultException(
          "the key belongs to a unified account, which this program does not trade; use one of a"
              + " classic account");
    }
    KeyOwner owner = new KeyOwner();
    Outcome outcome = VenueAnswers.await(answer -> rest.ask(owner, answer));
    if (outcome instanceof Outcome.Done done) {
      return new VenueIdentity(done.orderId(), owner.permissions());
    }
    throw new FaultException(
        "the venue does not say whose key it is (" + VenueAnswers.words(outcome) + ")");
  }

  @Override
  public synchronized void close() {
    closed = true;
    stream.ifPresent(PrivateStream::close);
    rest.close();
  }
}
