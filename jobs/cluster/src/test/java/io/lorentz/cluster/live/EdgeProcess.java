package io.lorentz.cluster.live;

import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.bitget.desk.EntryPolicy;
import io.lorentz.bitget.desk.HardCaps;
import io.lorentz.command.edge.EdgeRun;
import io.lorentz.command.edge.EdgeSettings;
import io.lorentz.command.live.BitgetLink;
import io.lorentz.command.live.LiveExecution;
import io.lorentz.command.live.LiveSettings;
import io.lorentz.command.report.CodeVersion;
import io.lorentz.exchanges.dialect.Dialects;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.edge.EdgeOptions;
import io.lorentz.exchanges.feed.Internet;
import io.lorentz.kafka.KafkaConnection;
import io.lorentz.schemas.JobStarted;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A live edge as {@code lorentz edge --live} wires it, but for its clock, which is {@link
 * SharedClock}. It runs until it is killed.
 */
final class EdgeProcess {

  private static final String VENUE = "bitget";

  private EdgeProcess() {}

  /** Broker, log, clock, folder, minutes of history, REST and socket of feed and of venue. */
  public static void main(String[] arguments) {
    SharedClock clock = SharedClock.of(arguments[2]);
    Hosts hosts = new Hosts(URI.create(arguments[7]), URI.create(arguments[8]), false);
    EdgeSettings settings =
        new EdgeSettings(
            KafkaConnection.of(arguments[0]),
            arguments[1],
            List.of(
                new Elsewhere(
                    Dialects.of(VENUE).orElseThrow(),
                    URI.create(arguments[5]),
                    URI.create(arguments[6]))),
            TradedConfiguration.INSTRUMENTS,
            Duration.ofMinutes(Long.parseLong(arguments[4])),
            Extras.NONE,
            new Internet(),
            clock,
            ms -> {},
            Duration.ofMillis(5),
            new EdgeOptions(250, 10_000, 1_800_000, true),
            Optional.of(started()));
    LiveSettings live =
        new LiveSettings(
            TradedConfiguration.ACCOUNT,
            TradedConfiguration.INSTRUMENTS,
            new BigDecimal("10000"),
            desk(),
            VENUE,
            Path.of(arguments[3]),
            0);
    try (BitgetLink link = BitgetLink.open(hosts, Credentials.of(System.getenv()), clock)) {
      link.identity();
      new EdgeRun(settings, Optional.of(new LiveExecution(live, link))).run(() -> true, ms -> {});
    }
  }

  private static JobStarted started() {
    CodeVersion code = CodeVersion.current();
    return new JobStarted(
        TradedConfiguration.resolved().sha256(),
        code.version() + " " + code.commit(),
        TradedConfiguration.ACCOUNT);
  }

  private static DeskOptions desk() {
    DeskOptions defaults = DeskOptions.defaults();
    return new DeskOptions(
        new EntryPolicy(true, 1, 20_000, true, 180_000),
        new HardCaps(new BigDecimal("60000"), new BigDecimal("150000"), 60, 25, BigDecimal.ZERO),
        defaults.unprotectedBoundMs(),
        60_000,
        defaults.jobSilentAfterMs(),
        defaults.maxDriftUsdt());
  }
}
