package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.desk.Ask;
import io.lorentz.command.live.ParityProof;
import io.lorentz.command.live.ToyVenue;
import io.lorentz.command.live.VenueDoor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps {@code live} from trading, and what {@code check account} and the rest say. */
class LiveCommandTest {

  private static final String CONFIRMED = "live.confirm=" + ToyVenue.ACCOUNT_ID;

  @TempDir Path folder;

  private final ToyVenue venue = new ToyVenue();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(VenueDoor door, String... arguments) {
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
    return CommandLineFactory.create(new TestingEngine(), surroundings, "the.log", door)
        .execute(arguments);
  }

  private int live(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "live",
                "--symbols",
                "BTC",
                "--data",
                folder.resolve("live").toString(),
                "--proofs",
                folder.resolve("proofs").toString()));
    arguments.addAll(List.of(more));
    return run((hosts, credentials) -> venue.link(), arguments.toArray(String[]::new));
  }

  private void prove() {
    new ParityProof(hash(), LivePermit.code(), "market", "id", 0, 9, 1, 2, 5, 0, 3)
        .write(folder.resolve("proofs"));
  }

  /** Of the configuration that {@code live} has where nothing else is said. */
  private static String hash() {
    return new TestingEngine().configuration().resolve(Optional.empty(), List.of()).sha256();
  }

  @Test
  void withoutAConfirmedAccountItRefusesBeforeItReachesTheVenue() {
    assertThat(live()).isEqualTo(ExitCode.FAULT);
    assertThat(err.toString()).contains("live.confirm: is empty").contains("check account");
    assertThat(venue.asked()).isEmpty();
  }

  @Test
  void withoutAProofOfParityItRefusesAndNamesTheMend() {
    assertThat(live("--set", CONFIRMED)).isEqualTo(ExitCode.FAULT);
    assertThat(err.toString()).contains("was replayed").contains("--force --reason");
    assertThat(venue.asked()).isEmpty();
  }

  @Test
  void theEdgesSectionIsNoPartOfTheHashThatWasProved() {
    prove();
    assertThat(live("--set", "live.confirm=another", "--set", "live.control-port=0"))
        .isEqualTo(ExitCode.FAULT);
    assertThat(err.toString())
        .contains("live.confirm: is another, and the key is of the account 4711");
    assertThat(venue.placed()).isEmpty();
  }

  @Test
  void anAccountThatIsNotReadyIsNotTraded() {
    prove();
    venue.permitted("read", "withdraw");
    assertThat(live("--set", CONFIRMED)).isEqualTo(ExitCode.FAULT);
    assertThat(out.toString()).contains("problem  key: read withdraw");
    assertThat(err.toString()).contains("the account is not ready");
  }

  @Test
  void aForceNeedsAReasonAndAReasonAForce() {
    assertThat(live("--force")).isEqualTo(ExitCode.MISUSE);
    assertThat(live("--reason", "why")).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("--force, --reason: go together");
  }

  @Test
  void withoutBitgetsFeedOrWithAPlayedOneItIsMisuse() {
    assertThat(live("--set", CONFIRMED, "--feeds", "okx")).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("--feeds: must name bitget");
    assertThat(live("--set", CONFIRMED, "--set", "live.account=nobody")).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("live.account: must be one of [main]");
  }

  @Test
  void aKeyThatIsNotThereIsNamedAndNothingIsAsked() {
    assertThat(
            run(
                (hosts, credentials) -> {
                  throw new AssertionError("was read: " + credentials.get());
                },
                "check",
                "account",
                "--secrets",
                folder.toString()))
        .isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("put the key's key there");
  }

  @Test
  void checkAccountSaysHowEverythingStandsAndChangesNothing() {
    assertThat(run((hosts, credentials) -> venue.link(), "check", "account", "--demo")).isZero();
    assertThat(out.toString())
        .contains("Bitget demo trading")
        .contains("ok       account: 4711, classic")
        .contains("ok       balance: equity 10000 USDT")
        .contains("ok       positions: none")
        .contains("ok       BTCUSDT: one-way, isolated, leverage 1");
    assertThat(venue.asked()).noneMatch(Ask.Write.class::isInstance);
  }

  @Test
  void whatLiveSetsItselfIsNoProblemWhileNothingIsOpen() {
    venue.hedged();
    assertThat(run((hosts, credentials) -> venue.link(), "check", "account")).isZero();
    assertThat(out.toString()).contains("hedge mode").contains("set before the first entry");
  }

  @Test
  void configShowHoldsTheEdgesSectionAndReadsBackAsTheSameConfiguration() throws Exception {
    assertThat(run(VenueDoor.bitget(), "config", "show")).isZero();
    String shown = out.toString();
    assertThat(shown).contains("live:").contains("max-order-notional: 50000");
    Path file = Files.writeString(folder.resolve("all.yaml"), shown);
    out.getBuffer().setLength(0);

    assertThat(run(VenueDoor.bitget(), "config", "check", "--config", file.toString())).isZero();
    assertThat(out.toString()).contains(hash());
    assertThat(run(VenueDoor.bitget(), "config", "check", "--set", "live.desk.max-drift=1"))
        .isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("max-drift");
  }

  @Test
  void statusWithoutAnEdgeSaysThatNoneIsKnown() {
    assertThat(run(VenueDoor.bitget(), "status", "--edge", folder.toString()))
        .isEqualTo(ExitCode.FAULT);
    assertThat(err.toString()).contains("no live edge is known there");
  }
}
