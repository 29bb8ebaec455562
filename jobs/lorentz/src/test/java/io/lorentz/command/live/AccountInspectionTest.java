package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.Answer;
import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Push;
import io.lorentz.bitget.desk.Seen;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AccountInspectionTest {

  private static final VenueIdentity IDENTITY = new VenueIdentity("4711", List.of("read", "trade"));

  /** BTC is open and isolated, or not; ETH is crossed and flat. */
  private record Account(boolean btcIsolated, boolean tellsPositions) implements VenueLink {

    @Override
    public void ask(Asked asked, Consumer<Outcome> answer) {
      answer.accept(answer(asked.ask()));
    }

    private Outcome answer(Ask ask) {
      if (ask instanceof Ask.OpenPositions) {
        return tellsPositions
            ? new Outcome.Positions(
                List.of(
                    new Seen.Position(
                        "BTCUSDT", BigDecimal.ONE, BigDecimal.TEN, BigDecimal.TEN, btcIsolated)))
            : new Outcome.Refused(Answer.PERMISSION, "40014", "no");
      } else if (ask instanceof Ask.AccountSettings settings) {
        boolean isolated = settings.instrument().equals("BTCUSDT") && btcIsolated;
        return new Outcome.Settings(
            new Seen.Settings(settings.instrument(), true, isolated, BigDecimal.TEN));
      } else if (ask instanceof Ask.Balance) {
        return new Outcome.Money(
            new Seen.Money(BigDecimal.TEN, Optional.of(BigDecimal.ZERO), BigDecimal.TEN));
      }
      return ask instanceof Ask.OpenStops
          ? new Outcome.Stops(List.of())
          : new Outcome.Orders(List.of());
    }

    @Override
    public long nowMs() {
      return System.currentTimeMillis();
    }

    @Override
    public void stream(Consumer<Push> pushes) {
      // Nothing is pushed.
    }

    @Override
    public VenueIdentity identity() {
      return IDENTITY;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static List<String> problems(VenueLink link) {
    return new AccountInspection(link, List.of("BTCUSDT", "ETHUSDT"))
        .lines(IDENTITY).stream().filter(AccountLine::isProblem).map(AccountLine::what).toList();
  }

  @Test
  void aFlatInstrumentThatIsNotSetYetKeepsNothingBackThoughAnotherIsOpen() {
    assertThat(problems(new Account(true, true))).isEmpty();
  }

  @Test
  void anOpenInstrumentThatIsCrossedIsAProblem() {
    assertThat(problems(new Account(false, true))).containsExactly("BTCUSDT");
  }

  @Test
  void wherePositionsAreNotToldWhatIsNotSetMayBeOpen() {
    assertThat(problems(new Account(true, false))).containsExactly("positions", "ETHUSDT");
  }
}
