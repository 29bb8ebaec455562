package io.lorentz.bitget.desk;

import io.lorentz.schemas.FindingKind;

/**
 * The table of reconciliation: what can be found, whether entries wait meanwhile, what is done, and
 * when it is settled. The same table stands in this module's README; a test holds them together.
 */
public enum Discrepancy {
  /** See {@link #found()}. */
  ORDER_UNKNOWN_TO_US(
      true,
      "an order rests under an id of ours that no command wants",
      "it is cancelled",
      "it is gone"),
  /** See {@link #found()}. */
  ORDER_UNKNOWN_TO_VENUE(
      true,
      "an order that rested is not found any more, nor what became of it",
      "it is looked for, with its fills and the position",
      "it is found, or position and fills show that nothing came of it"),
  /** See {@link #found()}. */
  ORDER_DIFFERS(
      true,
      "an order is found under an id of ours with another side, size, price or kind",
      "it is cancelled, nothing more is sent for its command",
      "a person resumes"),
  /** See {@link #found()}. */
  OUTCOME_UNKNOWN(
      true,
      "a write was not answered, or an edge before this one may have sent it",
      "it is looked up by its id until it is found, or cannot come any more and position and fills"
          + " agree; only then it is sent again",
      "it is found or dead"),
  /** See {@link #found()}. */
  FOREIGN_ORDER(
      true, "an order rests that is not ours", "it is left alone and reported", "it is gone"),
  /** See {@link #found()}. */
  FILL_MISSING(
      true,
      "an order has filled more than its fills tell",
      "fills are asked for until they add up",
      "they add up"),
  /** See {@link #found()}. */
  FILL_TWICE(false, "a fill comes again under its id", "it is booked once", "at once"),
  /** See {@link #found()}. */
  POSITION_DIFFERS(
      true,
      "the position is another than the fills make it",
      "fills are asked for; what a person or the venue closed of ours is booked as closed outside,"
          + " what they opened is theirs and left alone",
      "both are equal again"),
  /** See {@link #found()}. */
  STOP_MISSING(
      true,
      "a position has no protective stop",
      "it is placed; a position without one for longer than the bound is closed",
      "it is seen, or the position is closed"),
  /** See {@link #found()}. */
  STOP_SURPLUS(
      false,
      "a position has more than one protective stop, or a stop has no position",
      "all but one are cancelled once that one is seen",
      "at once"),
  /** See {@link #found()}. */
  STOP_DIFFERS(
      false,
      "the stop rests at another price or is triggered by another price than it should",
      "it is moved",
      "at once"),
  /** See {@link #found()}. */
  LEVERAGE_CHANGED(
      true,
      "leverage or margin mode of a position is not what was set",
      "reported; it is set again before the next entry",
      "the position is closed"),
  /** See {@link #found()}. */
  MODE_CHANGED(
      true,
      "the account is not in one-way mode",
      "it is set where nothing is open, else reported",
      "it is in one-way mode"),
  /** See {@link #found()}. */
  BALANCE_DRIFT(
      true,
      "the balance is another than fills and bookings make it, by more than is booked by itself",
      "bookings and fills are asked for again",
      "both are equal, or a person resumes and the difference is booked"),
  /** See {@link #found()}. */
  COMMAND_MISSING(
      true,
      "a command has not the number after the last one",
      "what only reduces is carried out, entries are refused",
      "a person resumes"),
  /** See {@link #found()}. */
  COMMAND_DIFFERS(
      true,
      "a command came again under its number and is another one",
      "it is not carried out",
      "a person resumes"),
  /** See {@link #found()}. */
  HARD_CAP(false, "an entry is beyond a hard cap of the edge", "it is refused", "at once"),
  /** See {@link #found()}. */
  JOB_SILENT(
      true,
      "the job has given nothing for too long",
      "entries are taken back, stops stay",
      "it gives something again"),
  /** See {@link #found()}. */
  STREAM_LOST(
      true,
      "the private stream is gone",
      "everything is asked for instead",
      "it is back and everything was compared"),
  /** See {@link #found()}. */
  VENUE_REFUSES(
      true,
      "the venue refuses the key, its permissions or the kind of the account",
      "entries are refused; what reduces is tried again",
      "a comparison succeeds"),
  /** See {@link #found()}. */
  VENUE_SILENT(
      true,
      "no comparison was answered as a whole for three of its intervals",
      "it is asked again every 2 s; what only reduces is sent without one",
      "a comparison succeeds"),
  /** See {@link #found()}. */
  FEE_ELSEWHERE(
      true,
      "a fee was taken in another coin than the balance is in",
      "the fill is booked without a fee; entries wait, as what trading costs is not known any more",
      "a person resumes, best after paying fees in that coin was switched off");

  private final boolean blocksEntries;
  private final String found;
  private final String action;
  private final String settled;

  Discrepancy(boolean blocksEntries, String found, String action, String settled) {
    this.blocksEntries = blocksEntries;
    this.found = found;
    this.action = action;
    this.settled = settled;
  }

  /** The row of a finding. */
  public static Discrepancy of(FindingKind kind) {
    return valueOf(kind.name());
  }

  /** Whether entries, of the instrument or of the account, wait while it is open. */
  public boolean blocksEntries() {
    return blocksEntries;
  }

  /** What is found. */
  public String found() {
    return found;
  }

  /** What is done. */
  public String action() {
    return action;
  }

  /** When it is settled. */
  public String settled() {
    return settled;
  }
}
