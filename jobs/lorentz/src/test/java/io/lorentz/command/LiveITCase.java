package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.engine.EmbeddedEngine;
import io.lorentz.command.live.ToyVenue;
import io.lorentz.exchanges.dialect.Elsewhere;
import io.lorentz.exchanges.fake.FakeMarket;
import io.lorentz.exchanges.fake.FakeVenue;
import io.lorentz.exchanges.fake.Faults;
import io.lorentz.kafka.LogScan;
import io.lorentz.schemas.AccountSnapshot;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.OperatorCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code live} as a person runs it: broker, job and edge in this process, the account made up. */
class LiveITCase {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final ToyVenue venue = new ToyVenue();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(StringWriter said, String... arguments) {
    Surroundings surroundings =
        new Surroundings(new PrintWriter(said, true), new PrintWriter(err, true), false, 2);
    return CommandLineFactory.create(
            new EmbeddedEngine(), surroundings, "the.log", (hosts, key) -> venue.link())
        .execute(arguments);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    return run(out, arguments);
  }

  private String data() {
    return folder.resolve("live").toString();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private boolean says(String text) {
    return run("status", "--edge", data()) == ExitCode.DONE && out.toString().contains(text);
  }

  @Test
  void itTradesTheConfirmedAccountObeysAndSaysInTheLogWhyItWasForced() throws Exception {
    StringWriter live = new StringWriter();
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    try (FakeVenue feed =
        new FakeVenue("bitget", new FakeMarket(3), System::currentTimeMillis, Faults.none(), 1)) {
      Elsewhere dialect = (Elsewhere) feed.dialect();
      Thread person =
          new Thread(
              () ->
                  exitCode.complete(
                      run(
                          live,
                          "live",
                          "--feeds",
                          "bitget",
                          "--symbols",
                          "BTC",
                          "--address",
                          "bitget=" + dialect.restAddress() + "," + dialect.socketAddress(),
                          "--warm-up",
                          "30",
                          "--data",
                          data(),
                          "--ui-port",
                          "0",
                          "--set",
                          "live.confirm=" + ToyVenue.ACCOUNT_ID,
                          "--proofs",
                          folder.resolve("proofs").toString(),
                          "--force",
                          "--reason",
                          "a test")));
      person.start();
      await("agrees", () -> exitCode.isDone() || says("venue and log: agree"));
      assertThat(exitCode).as(live + " " + err).isNotDone();
      assertThat(run("halt", "--topic", "market", "--edge", data(), "--reason", "enough")).isZero();
      assertThat(out.toString()).contains("is obeyed by the live edge");
      await("is halted", () -> says("halted: yes"));

      // No Ctrl-C reaches a thread; an interrupt in the middle of an append ends it as a fault.
      person.interrupt();
      assertThat(exitCode).succeedsWithin(PATIENCE);
    }

    assertThat(live.toString())
        .contains("Bitget, real money")
        .contains("limits of the account main, kept by the job:")
        .contains("hard caps, kept by the edge")
        .contains("ok       account: 4711");
    List<Object> log = log();
    assertThat(log.get(0))
        .isInstanceOfSatisfying(
            JobStarted.class,
            started -> {
              assertThat(started.getRemoteAccount()).isEqualTo("main");
              assertThat(started.getCodeVersion()).endsWith("; forced: a test");
            });
    assertThat(log).anyMatch(AccountSnapshot.class::isInstance);
    assertThat(log.stream().filter(OperatorCommand.class::isInstance)).hasSize(1);
    assertThat(run("paper", "--data", data(), "--ui-port", "0")).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("was started live for main");
  }

  private List<Object> log() {
    List<Object> payloads = new ArrayList<>();
    try (KafkaSession session = KafkaSession.inside(Path.of(data()).resolve("broker"))) {
      new LogScan(session.connection(), "market", 0)
          .read(
              new LogScan.Visitor() {
                @Override
                public boolean onRecord(long offset, LogRecord logRecord, byte[] bytes) {
                  return payloads.add(logRecord.getPayload());
                }

                @Override
                public void onUnreadable(long offset, String reason) {
                  throw new AssertionError(reason);
                }
              });
    }
    return payloads;
  }
}
