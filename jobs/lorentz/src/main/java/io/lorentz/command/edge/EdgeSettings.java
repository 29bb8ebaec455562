package io.lorentz.command.edge;

import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.feed.RunningFeed;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.schemas.JobStarted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What an edge feeds into which log.
 *
 * @param connection how to reach the log
 * @param topic the log; made if it is not there
 * @param venues the venues, the first of them the one whose mark prices and fundings are taken
 * @param instruments the instruments, by the names of the configuration
 * @param warmUp how much history the first venue brings where the log is empty
 * @param extras what is wanted beside bars; mark prices come from the first venue only
 * @param networks how venues are reached
 * @param clockMs the clock of feeds and log, ms since 1970 UTC
 * @param resumed told, before feeds start, how far the market clock of the log has come, ms since
 *     1970 UTC: a clock that is played goes on there
 * @param tickEvery how often feeds look at it, in real time
 * @param options how the log is written
 * @param started the run that begins, if one does with this edge
 */
public record EdgeSettings(
    KafkaConnection connection,
    String topic,
    List<Dialect> venues,
    List<String> instruments,
    Duration warmUp,
    Extras extras,
    RunningFeed.Networks networks,
    LongSupplier clockMs,
    LongConsumer resumed,
    Duration tickEvery,
    EdgeOptions options,
    Optional<JobStarted> started) {

  /** Copies. */
  public EdgeSettings {
    venues = List.copyOf(venues);
    instruments = List.copyOf(instruments);
  }
}
