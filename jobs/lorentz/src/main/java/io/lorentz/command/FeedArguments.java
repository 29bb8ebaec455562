package io.lorentz.command;

import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.feed.Internet;
import io.lorentz.exchanges.feed.RunningFeed;
import io.lorentz.exchanges.recording.BadRecordingException;
import io.lorentz.exchanges.recording.Playback;
import io.lorentz.exchanges.recording.Recorder;
import io.lorentz.exchanges.recording.Recording;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.schemas.JobStarted;
import io.lorentz.trading.configuration.ResolvedConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which venues feed which instruments, live or from a recording. */
final class FeedArguments {

  private static final long CLOSED_WITHIN_MS = 20_000;

  @Option(
      names = "--feeds",
      paramLabel = "VENUE",
      split = ",",
      description =
          "Venues, the primary first: bitget, binance, bybit, okx, gate, kucoin. Default: bitget,"
              + "binance,bybit, or those of the recording.")
  private List<String> feeds = new ArrayList<>();

  @Option(
      names = "--symbols",
      paramLabel = "SYMBOL",
      split = ",",
      defaultValue = "BTC,ETH,SOL",
      description = "Instruments, e.g. BTC or BTCUSDT. Default: ${DEFAULT-VALUE}.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--warm-up",
      paramLabel = "MINUTES",
      defaultValue = "4320",
      description =
          "Minutes of history that the primary brings into an empty log, so that indicators and"
              + " neighbours are there. Default: ${DEFAULT-VALUE}, three days.")
  private int warmUpMinutes;

  @Option(names = "--trades", description = "Record public trades too; nothing is decided by them.")
  private boolean trades;

  @Option(names = "--quotes", description = "Record best bid and ask too, once a second.")
  private boolean quotes;

  @Option(
      names = "--address",
      paramLabel = "VENUE=REST,SOCKET",
      description =
          "Reach a venue elsewhere, e.g. bybit=https://api-testnet.bybit.com,"
              + "wss://stream-testnet.bybit.com; repeatable.")
  private Map<String, String> addresses = new LinkedHashMap<>();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write every frame and answer down, for --replay-recording; .gz is compressed.")
  private Path record;

  @Option(
      names = "--replay-recording",
      paramLabel = "FILE",
      description = "Play recordings instead of reaching venues; repeatable. Needs no network.")
  private List<Path> recordings = new ArrayList<>();

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many times as fast as it was a recording plays. Default: ${DEFAULT-VALUE}.")
  private int speed;

  /**
   * What the arguments come to.
   *
   * @param venues the venues
   * @param instruments names of the configuration
   * @param warmUp history that the first venue brings into an empty log
   * @param extras what is wanted beside bars
   * @param networks how they are reached
   * @param clockMs the clock
   * @param resumed told how far the market clock of the log has come
   * @param tickEvery how often feeds look at it
   * @param endMs when a recording ends by that clock; empty: never
   * @param recorder to be closed at the end, if one writes
   */
  record Feeding(
      List<Dialect> venues,
      List<String> instruments,
      Duration warmUp,
      Extras extras,
      RunningFeed.Networks networks,
      LongSupplier clockMs,
      LongConsumer resumed,
      Duration tickEvery,
      Optional<Long> endMs,
      Optional<Recorder> recorder)
      implements AutoCloseable {

    /** Whether something may still come: of a recording what came last can be closed by then. */
    boolean isBeforeEnd() {
      return endMs.isEmpty() || clockMs.getAsLong() <= endMs.get() + CLOSED_WITHIN_MS;
    }

    /**
     * What an edge over these feeds writes, with a job that trades on paper.
     *
     * @param startsTrading whether trading may start once the log is complete
     */
    EdgeSettings settings(
        KafkaConnection connection,
        String topic,
        boolean startsTrading,
        ResolvedConfiguration<?> resolved) {
      JobStarted started = new JobStarted(resolved.sha256(), LivePermit.code(), "");
      return settings(connection, topic, startsTrading, started);
    }

    /**
     * The same with another start.
     *
     * @param started what is written of the run that begins
     */
    EdgeSettings settings(
        KafkaConnection connection, String topic, boolean startsTrading, JobStarted started) {
      EdgeOptions options = EdgeOptions.defaults();
      return new EdgeSettings(
          connection,
          topic,
          venues,
          instruments,
          warmUp,
          extras,
          networks,
          clockMs,
          resumed,
          tickEvery,
          startsTrading ? options : options.withoutTrading(),
          Optional.of(started));
    }

    @Override
    public void close() {
      recorder.ifPresent(Recorder::close);
    }
  }

  private static List<String> byPreference(List<String> venues) {
    return Dialects.all().stream().map(Dialect::venue).filter(venues::contains).toList();
  }

  /** Begins when it is first asked: with the feeds, not while a broker starts. */
  private static final class PlayedClock implements LongSupplier {

    private static final long NANOS_PER_MS = 1_000_000;

    private final int speed;
    private long beginMs;
    private long beginNanos;
    private boolean begun;

    PlayedClock(long beginMs, int speed) {
      this.beginMs = beginMs;
      this.speed = speed;
    }

    /** Goes on where an earlier run stood, if that is later. */
    synchronized void goOnAt(long ms) {
      beginMs = Math.max(beginMs, ms);
      begun = false;
    }

    @Override
    public synchronized long getAsLong() {
      long nowNanos = System.nanoTime();
      if (!begun) {
        begun = true;
        beginNanos = nowNanos;
      }
      return beginMs + (nowNanos - beginNanos) * speed / NANOS_PER_MS;
    }
  }

  private Duration warmUp() {
    return Duration.ofMinutes(warmUpMinutes);
  }

  private Extras extras() {
    return new Extras(trades, true, quotes);
  }

  /**
   * Checks the arguments.
   *
   * @param known names of the instruments that the configuration has
   * @throws MisuseException if something is wrong
   */
  Feeding open(Set<String> known) {
    if (warmUpMinutes < 0 || warmUpMinutes > 50_000) {
      throw new MisuseException("--warm-up " + warmUpMinutes + ": must be 0 to 50000 minutes");
    }
    List<String> instruments = symbols.stream().map(symbol -> instrument(symbol, known)).toList();
    try {
      return recordings.isEmpty() ? live(instruments) : played(instruments);
    } catch (BadRecordingException e) {
      throw new MisuseException(e.getMessage());
    }
  }

  private static String instrument(String symbol, Set<String> known) {
    for (String name : List.of(symbol, symbol + "USDT")) {
      if (known.contains(name)) {
        return name;
      }
    }
    throw new MisuseException(
        "--symbols "
            + symbol
            + ": the configuration has no such instrument, it has "
            + String.join(", ", known)
            + "; add its specification to group.instruments");
  }

  private Feeding live(List<String> instruments) {
    if (speed != 1) {
      throw new MisuseException("--speed " + speed + ": goes with --replay-recording only");
    }
    List<String> names = feeds.isEmpty() ? List.of("bitget", "binance", "bybit") : feeds;
    List<Dialect> venues = names.stream().map(this::dialect).toList();
    LongSupplier clock = System::currentTimeMillis;
    RunningFeed.Networks internet = new Internet();
    Optional<Recorder> recorder =
        Optional.ofNullable(record).map(file -> new Recorder(internet, clock, file));
    return new Feeding(
        venues,
        instruments,
        warmUp(),
        extras(),
        recorder.<RunningFeed.Networks>map(recording -> recording).orElse(internet),
        clock,
        ms -> {},
        Duration.ofMillis(50),
        Optional.empty(),
        recorder);
  }

  private Dialect dialect(String name) {
    Dialect dialect =
        Dialects.of(name)
            .orElseThrow(
                () ->
                    new MisuseException(
                        "--feeds "
                            + name
                            + ": is no venue that is known; known are "
                            + Dialects.all().stream()
                                .map(Dialect::venue)
                                .collect(Collectors.joining(", "))));
    String address = addresses.get(name);
    if (address == null) {
      return dialect;
    }
    String[] both = address.split(",", -1);
    if (both.length != 2) {
      throw new MisuseException(
          "--address " + name + "=" + address + ": must be two addresses, REST,SOCKET");
    }
    try {
      return new Elsewhere(dialect, URI.create(both[0]), URI.create(both[1]));
    } catch (IllegalArgumentException e) {
      throw new MisuseException(
          "--address " + name + "=" + address + ": is no address (" + e.getMessage() + ")");
    }
  }

  private Feeding played(List<String> instruments) {
    if (speed < 1 || speed > 600) {
      throw new MisuseException("--speed " + speed + ": must be 1 to 600; 10 is usual");
    }
    if (record != null) {
      throw new MisuseException("--record " + record + ": a recording is played; leave one out");
    }
    Recording recording = Recording.read(recordings);
    PlayedClock clock = new PlayedClock(recording.firstMs(), speed);
    Playback playback = new Playback(recording, clock);
    List<String> names = feeds.isEmpty() ? byPreference(recording.venues()) : feeds;
    List<Dialect> venues =
        names.stream()
            .map(this::dialect)
            .map(dialect -> playback.dialect(dialect, instruments))
            .toList();
    return new Feeding(
        venues,
        instruments,
        warmUp(),
        extras(),
        playback,
        clock,
        clock::goOnAt,
        Duration.ofMillis(Math.max(1, 100 / speed)),
        Optional.of(recording.lastMs()),
        Optional.empty());
  }
}
