package io.lorentz.command.live;

import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Push;
import java.util.function.Consumer;

/** The account at the venue, as an edge reaches it. Safe for threads. */
public interface VenueLink extends AutoCloseable {

  /**
   * Asks. What has not left by {@link Asked#notAfterMs}, or is not wanted any more when its turn
   * comes, does not leave and is answered as not sent.
   *
   * @param answer called once, on a thread of the link, which it must not hold up
   */
  void ask(Asked asked, Consumer<Outcome> answer);

  /** Now by the venue's clock, ms since 1970 UTC. */
  long nowMs();

  /**
   * Connects the private stream, for good: it connects again whenever it was lost.
   *
   * @param pushes called on a thread of the link, which it must not hold up
   */
  void stream(Consumer<Push> pushes);

  /**
   * Whose key it is; waits for the answer.
   *
   * @throws io.lorentz.command.fault.FaultException if the venue does not say
   */
  VenueIdentity identity();

  /** Nothing leaves any more once this has returned. */
  @Override
  void close();
}
