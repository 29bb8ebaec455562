package io.lorentz.bitget.desk;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One sending of an order under one id.
 *
 * <pre>
 *   SENDING ──taken──────────────────────────► LIVE ──► ENDED, over when its fills add up
 *      │ ├─not known, or refused─► LOOKING ─found─┘ └─not found any more─► LOOKING
 *      │ │                            └─cannot be there─► DEAD, to be sent again under its id
 *      │ └─certainly not left───────────────────────────► DEAD
 * </pre>
 */
final class Attempt {

  enum Phase {
    SENDING,
    LOOKING,
    LIVE,
    ENDED,
    DEAD
  }

  /** The venue refuses a request whose timestamp is 30 s off; five more are for clocks. */
  static final long WINDOW_MS = 35_000;

  /** Look-ups after so long, ms; then each time after the last. */
  private static final long FIRST_LOOK_MS = 300;

  private static final long LONGEST_LOOK_MS = 8_000;

  /** What the venue can still hide from a reader is seen after so many looks, 7 s in all. */
  private static final int LOOKS_AT_A_REFUSAL = 4;

  final int number;
  final String venueId;
  final BigDecimal quantity;
  final Optional<BigDecimal> price;
  final boolean postOnly;

  private Phase phase;
  private String orderId = "";
  private BigDecimal said = BigDecimal.ZERO;
  private BigDecimal booked = BigDecimal.ZERO;
  private boolean guessed;
  private boolean atPrice;
  private String reason = "";
  private boolean existed;
  private boolean differs;
  private Optional<Outcome.Refused> refusal = Optional.empty();
  private long sentMs;
  private long lastPossibleMs;
  private long lookMs;
  private int looks;
  private boolean watched;
  private boolean asking;
  private boolean cancelling;
  private boolean cancelAsked;
  private long cancelAgainMs;

  Attempt(
      int number,
      String venueId,
      BigDecimal quantity,
      Optional<BigDecimal> price,
      boolean postOnly) {
    this.number = number;
    this.venueId = venueId;
    this.quantity = quantity;
    this.price = price;
    this.postOnly = postOnly;
    this.phase = Phase.SENDING;
  }

  Phase phase() {
    return phase;
  }

  String orderId() {
    return orderId;
  }

  BigDecimal said() {
    return said;
  }

  /** It is of an edge before this one: its size and price are not known here. */
  void guess() {
    guessed = true;
  }

  /** The job was told that the venue had it. */
  void existedBefore() {
    existed = true;
  }

  boolean guessed() {
    return guessed;
  }

  void shownAtPrice() {
    atPrice = true;
  }

  /** Whether it was sent to rest; of an edge before this one only the venue can tell. */
  boolean rested() {
    return guessed ? atPrice : postOnly;
  }

  String reason() {
    return reason;
  }

  Optional<Outcome.Refused> refusal() {
    return refusal;
  }

  long sentMs() {
    return sentMs;
  }

  /** Whether the venue has ever shown it. */
  boolean existed() {
    return existed;
  }

  boolean differs() {
    return differs;
  }

  void sending(long nowMs) {
    phase = Phase.SENDING;
    sentMs = nowMs;
    refusal = Optional.empty();
  }

  void live(String id, long nowMs, boolean isWatched) {
    phase = Phase.LIVE;
    existed = true;
    watched = isWatched;
    looks = 0;
    lookMs = nowMs + 1_000;
    named(id);
  }

  void named(String id) {
    if (!id.isEmpty()) {
      orderId = id;
    }
  }

  /** It may be there. Until it can not have left any more is counted from now. */
  void unknown(long nowMs) {
    phase = Phase.LOOKING;
    lastPossibleMs = nowMs;
    looks = 0;
    lookMs = nowMs + FIRST_LOOK_MS;
  }

  void refused(Outcome.Refused told, long nowMs) {
    unknown(nowMs);
    refusal = Optional.of(told);
    lookMs = nowMs + 1_000;
  }

  /** It was there and is not found any more, though a reader may not see it for a while yet. */
  void vanished(long nowMs) {
    phase = Phase.LOOKING;
    lookMs = nowMs;
    lastPossibleMs = Math.max(sentMs, nowMs - WINDOW_MS);
    looks = 0;
  }

  void dead() {
    phase = Phase.DEAD;
  }

  void ended(String why, long nowMs) {
    if (phase != Phase.ENDED) {
      phase = Phase.ENDED;
      reason = why;
      looks = 0;
      lookMs = nowMs;
    }
    existed = true;
  }

  /** The venue cannot tell any more: what has filled by what is booked was all. */
  void endedWith(BigDecimal filled, long nowMs) {
    ended("vanished", nowMs);
    said = filled;
  }

  void says(BigDecimal filled) {
    said = said.max(filled);
    existed = true;
  }

  void books(BigDecimal part) {
    booked = booked.add(part);
    says(booked);
  }

  void markDifferent() {
    differs = true;
  }

  void watch(long fromMs) {
    watched = true;
    lookMs = Math.min(lookMs, fromMs);
    looks = 0;
  }

  /** Whether it is to be asked about now. */
  boolean lookDue(long nowMs) {
    boolean wanted = phase != Phase.LIVE || watched;
    return wanted && !asking && nowMs >= lookMs;
  }

  void asked() {
    asking = true;
  }

  /** An answer has come that did not settle it: the next look is later, twice as late each time. */
  void answered(long nowMs) {
    asking = false;
    looks++;
    lookMs = nowMs + Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS << Math.min(looks, 5));
  }

  /** The question itself was lost. */
  void unanswered(long nowMs) {
    asking = false;
    lookMs = nowMs + 2_000;
  }

  int looks() {
    return looks;
  }

  /** Whether a refusal was looked at often enough to believe it. */
  boolean refusalHolds() {
    return refusal.isPresent() && looks >= LOOKS_AT_A_REFUSAL;
  }

  boolean isPastWindow(long nowMs) {
    return nowMs > lastPossibleMs + WINDOW_MS;
  }

  boolean cancelDue(long nowMs) {
    return !cancelling && nowMs >= cancelAgainMs;
  }

  void cancelling() {
    cancelling = true;
    cancelAsked = true;
  }

  /** Whether taking it back was ever asked for. */
  boolean cancelAsked() {
    return cancelAsked;
  }

  /** The venue takes a cancel of one order once a second. */
  void cancelAnswered(long nowMs) {
    cancelling = false;
    cancelAgainMs = nowMs + 1_500;
    watch(nowMs + FIRST_LOOK_MS);
  }
}
