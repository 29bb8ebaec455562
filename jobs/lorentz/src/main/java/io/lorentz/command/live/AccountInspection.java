package io.lorentz.command.live;

import io.lorentz.bitget.desk.Ask;
import io.lorentz.bitget.desk.Asked;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.bitget.desk.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at an account before it is traded; it asks and changes nothing. For one thread. */
public final class AccountInspection {

  /** The venue refuses what is 30 s off; a machine that is so far off has a fault. */
  private static final long MAX_OFFSET_MS = 5_000;

  private final VenueLink link;
  private final List<String> instruments;
  private final List<AccountLine> lines = new ArrayList<>();
  private long ids;

  /** Will look at these instruments of it. */
  public AccountInspection(VenueLink link, List<String> instruments) {
    this.link = link;
    this.instruments = List.copyOf(instruments);
  }

  /**
   * Asks for all of it.
   *
   * @param identity whose key it is, as the link gave it
   * @return a line for each thing, in a fixed order
   */
  public List<AccountLine> lines(VenueIdentity identity) {
    lines.clear();
    clock();
    lines.add(AccountLine.ok("account", identity.accountId() + ", classic"));
    permissions(identity.permissions());
    balance();
    Set<String> open = positions();
    orders();
    stops();
    instruments.forEach(instrument -> settings(instrument, open.contains(instrument)));
    return List.copyOf(lines);
  }

  private void clock() {
    long offsetMs = link.nowMs() - System.currentTimeMillis();
    String found = "the venue's is " + offsetMs + " ms ahead";
    lines.add(
        Math.abs(offsetMs) <= MAX_OFFSET_MS
            ? AccountLine.ok("clock", found)
            : AccountLine.problem("clock", found, "set this machine's clock, by NTP for one"));
  }

  private void permissions(List<String> words) {
    boolean withdraws =
        words.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).contains("withdraw"));
    String found = words.isEmpty() ? "not told" : String.join(" ", words);
    lines.add(
        withdraws
            ? AccountLine.problem(
                "key", found, "it may withdraw: make one that may only read and trade futures")
            : AccountLine.ok("key", found));
  }

  private void balance() {
    Outcome outcome = ask(new Ask.Balance());
    if (outcome instanceof Outcome.Money money) {
      String found = "equity " + money.money().equity().toPlainString() + " USDT";
      lines.add(
          money.money().equity().signum() > 0
              ? AccountLine.ok("balance", found)
              : AccountLine.problem(
                  "balance", found, "transfer USDT to the account of USDT-M futures"));
    } else {
      unanswered("balance", outcome);
    }
  }

  /** What is open; all of it if that is not told. */
  private Set<String> positions() {
    Outcome outcome = ask(new Ask.OpenPositions());
    if (!(outcome instanceof Outcome.Positions positions)) {
      unanswered("positions", outcome);
      return Set.copyOf(instruments);
    }
    lines.add(
        AccountLine.ok(
            "positions",
            none(
                positions.positions().stream()
                    .map(each -> each.instrument() + " " + each.signedQuantity().toPlainString())
                    .toList())));
    return positions.positions().stream()
        .map(Seen.Position::instrument)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void orders() {
    Outcome outcome = ask(new Ask.OpenOrders());
    if (outcome instanceof Outcome.Orders orders) {
      lines.add(
          AccountLine.ok(
              "open orders",
              none(
                  orders.orders().stream()
                      .map(each -> each.instrument() + " " + each.side() + " " + name(each))
                      .toList())));
    } else {
      unanswered("open orders", outcome);
    }
  }

  private static String name(Seen.Order order) {
    return order.venueId().isEmpty() ? order.orderId() : order.venueId();
  }

  private void stops() {
    Outcome outcome = ask(new Ask.OpenStops());
    if (outcome instanceof Outcome.Stops stops) {
      lines.add(
          AccountLine.ok(
              "plans",
              none(
                  stops.stops().stream()
                      .map(
                          each ->
                              each.instrument()
                                  + " "
                                  + each.planType()
                                  + " at "
                                  + each.trigger().toPlainString())
                      .toList())));
    } else {
      unanswered("plans", outcome);
    }
  }

  private static String none(List<String> found) {
    return found.isEmpty() ? "none" : String.join(", ", found);
  }

  /** What is not as it should be is set before the first entry, where nothing is open. */
  private void settings(String instrument, boolean open) {
    Outcome outcome = ask(new Ask.AccountSettings(instrument));
    if (!(outcome instanceof Outcome.Settings answer)) {
      unanswered(instrument, outcome);
      return;
    }
    Seen.Settings settings = answer.settings();
    String found =
        (settings.oneWay() ? "one-way" : "hedge mode")
            + ", "
            + (settings.isolated() ? "isolated" : "crossed")
            + ", leverage "
            + settings.leverage().toPlainString();
    boolean set = settings.oneWay() && settings.isolated();
    if (set) {
      lines.add(AccountLine.ok(instrument, found));
    } else if (open) {
      lines.add(
          AccountLine.problem(
              instrument, found, "close what is open; it is set to one-way and isolated then"));
    } else {
      lines.add(AccountLine.ok(instrument, found + "; set before the first entry"));
    }
  }

  private void unanswered(String what, Outcome outcome) {
    lines.add(
        AccountLine.problem(
            what,
            "not answered (" + VenueAnswers.words(outcome) + ")",
            "see key, its permissions for futures, and the address it may be used from"));
  }

  private Outcome ask(Ask ask) {
    return VenueAnswers.await(
        answer -> {
          ids++;
          link.ask(Asked.always(ids, ask), answer);
        });
  }
}
