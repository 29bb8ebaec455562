package io.lorentz.core.group;

import io.lorentz.schemas.AccountBill;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.FeedDecision;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.GroupInput;
import io.lorentz.schemas.Heartbeat;
import io.lorentz.schemas.Levels;
import io.lorentz.schemas.LogRecord;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.ModelVersion;
import io.lorentz.schemas.OperatorCommand;
import io.lorentz.schemas.SeriesEnded;
import io.lorentz.schemas.Signal;
import io.lorentz.schemas.Stage;
import io.lorentz.schemas.TradingStart;
import io.lorentz.schemas.VenueEvent;
import io.lorentz.schemas.VenueFinding;
import java.util.Comparator;
import java.util.Optional;

/** How the stages' results become inputs of an account group, and the total order of these. */
public final class GroupInputs {

  /**
   * Law 3: log time; partition; market time; stage; timeframe, longer first; instrument; sequence;
   * among signals the name of their source: several sources may speak of one bar at once; among
   * decisions of the market stage their kind. What reaches a group through several channels is
   * sorted by this and by nothing else. One record can close several minutes; each is worked off
   * with all it causes before the next, hence the market time before the stage.
   */
  public static final Comparator<GroupInput> ORDER = GroupInputs::compare;

  private GroupInputs() {}

  /** Written out, because a chain of comparators is ten times slower and this runs per record. */
  private static int compare(GroupInput a, GroupInput b) {
    int order = Long.compare(a.getLogTimeMs(), b.getLogTimeMs());
    if (order == 0) {
      order = Integer.compare(a.getPartition(), b.getPartition());
    }
    if (order == 0) {
      order = Long.compare(marketTimeMs(a.getPayload()), marketTimeMs(b.getPayload()));
    }
    if (order == 0) {
      order = a.getStage().compareTo(b.getStage());
    }
    if (order == 0) {
      order = Long.compare(b.getTimeframeMs(), a.getTimeframeMs());
    }
    if (order == 0) {
      order = a.getInstrument().compareTo(b.getInstrument());
    }
    if (order == 0) {
      order = Integer.compare(a.getSequence(), b.getSequence());
    }
    return order == 0 ? byKind(a.getPayload(), b.getPayload()) : order;
  }

  private static int byKind(Object a, Object b) {
    if (a instanceof Signal first && b instanceof Signal second) {
      return first.getSource().compareTo(second.getSource());
    }
    return a instanceof FeedDecision first && b instanceof FeedDecision second
        ? first.getKind().compareTo(second.getKind())
        : 0;
  }

  private static long marketTimeMs(Object payload) {
    if (payload instanceof Bar bar) {
      return bar.getCloseTimeMs();
    }
    if (payload instanceof Levels levels) {
      return levels.getCloseTimeMs();
    }
    if (payload instanceof Heartbeat heartbeat) {
      return heartbeat.getProgressMs();
    }
    if (payload instanceof Signal signal) {
      return signal.getMarketTimeMs();
    }
    if (payload instanceof FeedDecision decision) {
      return decision.getCloseTimeMs();
    }
    // The others come alone: no other input has their log time.
    return Long.MIN_VALUE;
  }

  /** A decision of the market stage; one record leads to one of a kind at most for a close. */
  public static GroupInput decision(LogRecord cause, FeedDecision decision) {
    return new GroupInput(
        cause.getLogTimeMs(),
        cause.getPartition(),
        Stage.MARKET,
        0L,
        decision.getInstrument(),
        0,
        decision);
  }

  /** A version of the models on its way to one instrument's inference. */
  public static GroupInput model(LogRecord cause, String instrument, ModelVersion version) {
    return new GroupInput(
        cause.getLogTimeMs(), cause.getPartition(), Stage.MARKET, 0L, instrument, 0, version);
  }

  /** A closed bar, the {@code sequence}-th that its cause closed. */
  public static GroupInput bar(LogRecord cause, Bar bar, int sequence) {
    return new GroupInput(
        cause.getLogTimeMs(),
        cause.getPartition(),
        Stage.BARS,
        bar.getLengthMs(),
        bar.getInstrument(),
        sequence,
        bar);
  }

  /** Levels of the bar in {@code barInput}. */
  public static GroupInput levels(GroupInput barInput, Levels levels) {
    return new GroupInput(
        barInput.getLogTimeMs(),
        barInput.getPartition(),
        Stage.FEATURES,
        levels.getTimeframeMs(),
        levels.getInstrument(),
        barInput.getSequence(),
        levels);
  }

  /** A signal. */
  public static GroupInput signal(Signal signal) {
    return new GroupInput(
        signal.getLogTimeMs(),
        signal.getPartition(),
        Stage.CONFIRMATION,
        0L,
        signal.getInstrument(),
        0,
        signal);
  }

  /**
   * What a group takes from the log directly on its market side, if this record is such a thing.
   */
  public static Optional<GroupInput> marketSide(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    if (payload instanceof Heartbeat) {
      // "Every bar up to here has come": so it comes behind the bars that it closes itself.
      return Optional.of(direct(logRecord, Stage.ACCOUNT, ""));
    }
    if (payload instanceof DayRoll || payload instanceof TradingStart) {
      return Optional.of(direct(logRecord, Stage.MARKET, ""));
    }
    if (payload instanceof Funding funding) {
      return Optional.of(direct(logRecord, Stage.MARKET, funding.getInstrument()));
    }
    if (payload instanceof MarkPrice mark) {
      return Optional.of(direct(logRecord, Stage.MARKET, mark.getInstrument()));
    }
    if (payload instanceof SeriesEnded ended) {
      return Optional.of(direct(logRecord, Stage.MARKET, ended.getInstrument()));
    }
    return Optional.empty();
  }

  /** What a group takes from the log on its venue side, if this record is such a thing. */
  public static Optional<GroupInput> venueSide(LogRecord logRecord) {
    Object payload = logRecord.getPayload();
    if (payload instanceof OperatorCommand) {
      return Optional.of(direct(logRecord, Stage.MARKET, ""));
    }
    if (payload instanceof VenueEvent event) {
      return Optional.of(direct(logRecord, Stage.EXECUTION, event.getInstrument()));
    }
    if (payload instanceof AccountBill bill) {
      return Optional.of(direct(logRecord, Stage.ACCOUNT, bill.getInstrument()));
    }
    if (payload instanceof VenueFinding finding) {
      return Optional.of(direct(logRecord, Stage.RISK, finding.getInstrument()));
    }
    return Optional.empty();
  }

  private static GroupInput direct(LogRecord logRecord, Stage stage, String instrument) {
    return new GroupInput(
        logRecord.getLogTimeMs(),
        logRecord.getPartition(),
        stage,
        0L,
        instrument,
        0,
        logRecord.getPayload());
  }
}
