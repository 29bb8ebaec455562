package io.lorentz.bitget.desk;

import io.lorentz.schemas.FindingKind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings mode, margin and leverage of instruments to what an entry needs. */
final class Setup {

  private static final long AGAIN_MS = 1_000;

  private final Outbox out;
  private final Findings findings;
  private final Map<String, Seen.Settings> known = new HashMap<>();
  private final Map<String, Integer> given = new HashMap<>();
  private final Set<String> asking = new HashSet<>();
  private final Map<String, Long> notBeforeMs = new HashMap<>();

  Setup(Outbox out, Findings findings) {
    this.out = out;
    this.findings = findings;
  }

  /** Whether an entry of that leverage may go out; if not, what it needs is asked for. */
  boolean ready(String instrument, int leverage) {
    Seen.Settings now = known.get(instrument);
    if (now == null) {
      ask(instrument, new Ask.AccountSettings(instrument));
      return false;
    }
    if (!now.oneWay()) {
      ask(instrument, new Ask.OneWayMode());
      return false;
    }
    if (!now.isolated()) {
      ask(instrument, new Ask.IsolatedMargin(instrument));
      return false;
    }
    if (now.leverage().compareTo(BigDecimal.valueOf(leverage)) != 0) {
      ask(instrument, new Ask.SetLeverage(instrument, leverage));
      return false;
    }
    given.put(instrument, leverage);
    return true;
  }

  /** An edge before this one has given an entry its leverage. */
  void givenBefore(String instrument, int leverage) {
    if (leverage > 0) {
      given.put(instrument, leverage);
    }
  }

  /** Leverage that the last entry was given; empty if there was none. */
  Optional<Integer> expected(String instrument) {
    return Optional.ofNullable(given.get(instrument));
  }

  /** Asks for the settings of an instrument anew. */
  void refresh(String instrument) {
    ask(instrument, new Ask.AccountSettings(instrument));
  }

  private void ask(String instrument, Ask ask) {
    if (asking.contains(instrument)
        || out.nowMs() < notBeforeMs.getOrDefault(instrument, Long.MIN_VALUE)) {
      return;
    }
    asking.add(instrument);
    out.ask(ask, outcome -> answered(instrument, ask, outcome));
  }

  private void answered(String instrument, Ask ask, Outcome outcome) {
    asking.remove(instrument);
    if (outcome instanceof Outcome.Settings settings) {
      known.put(instrument, settings.settings());
      modeSeen(settings.settings());
    } else if (outcome instanceof Outcome.Done) {
      known.computeIfPresent(instrument, (name, before) -> changed(before, ask));
    } else {
      // Whatever became of a change: it is read before the next.
      known.remove(instrument);
      notBeforeMs.put(instrument, out.nowMs() + AGAIN_MS);
    }
  }

  private void modeSeen(Seen.Settings settings) {
    if (settings.oneWay()) {
      findings.settle(FindingKind.MODE_CHANGED, "", "");
    } else {
      findings.open(FindingKind.MODE_CHANGED, "", "mode=hedge");
      ask(settings.instrument(), new Ask.OneWayMode());
    }
  }

  private static Seen.Settings changed(Seen.Settings before, Ask ask) {
    if (ask instanceof Ask.SetLeverage set) {
      return new Seen.Settings(
          before.instrument(),
          before.oneWay(),
          before.isolated(),
          BigDecimal.valueOf(set.leverage()));
    }
    boolean oneWay = before.oneWay() || ask instanceof Ask.OneWayMode;
    boolean isolated = before.isolated() || ask instanceof Ask.IsolatedMargin;
    return new Seen.Settings(before.instrument(), oneWay, isolated, before.leverage());
  }
}
