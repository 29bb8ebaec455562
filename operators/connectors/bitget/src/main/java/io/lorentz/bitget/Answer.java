package io.lorentz.bitget;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of what Bitget answers: the codes of a class, and what the class asks of us. A code
 * decides, the HTTP status only where there is none.
 */
public enum Answer {
  /** Carried out or, of an order, accepted; it may still end without a fill. */
  DONE(Remedy.NONE, "00000"),
  /** Asked too often; one order's cancel, more than once a second. */
  RATE_LIMIT(Remedy.BACK_OFF, "429 30006 30007 45129"),
  /** The timestamp was more than 30 s off. */
  CLOCK_SKEW(Remedy.RESYNC_CLOCK, "40005 40008 40078"),
  /** Key, signature or passphrase. */
  AUTH(
      Remedy.HALT,
      "40001 40002 40003 40004 40006 40007 40009 40011 40012 40037 40099 30005 "
          + "30011 30012 30013 30014 30015"),
  /** The key may not do this, or not from here. */
  PERMISSION(Remedy.HALT, "40014 40018 40038"),
  /** A unified account, which v2 does not serve. */
  WRONG_ACCOUNT_FAMILY(Remedy.HALT, "40085"),
  /** An interface that is gone. */
  GONE(Remedy.HALT, "30032"),
  /** The venue does not know what became of it. */
  UNKNOWN_OUTCOME(Remedy.LOOK_UP, "40010 40015 40200 40725 40808 40910 45001"),
  /** No such order, or not visible yet. */
  NOT_FOUND(Remedy.LOOK_UP, "40109 40768 43001 45057 31007 25204 43020 43025 43033"),
  /** A cancel that finds nothing to cancel, or an order that has ended. */
  ALREADY_ENDED(Remedy.LOOK_UP, "22001 43004 45031 45055"),
  /** The id is that of a pending order: a write of ours has arrived before. */
  DUPLICATE_ID(Remedy.LOOK_UP, "40786 45034 43118 40708 50060 25212"),
  /** Not enough margin. */
  FUNDS(Remedy.REJECT, "40754 40762 43012 45002 45003 40711 40712 40798 25202 25203"),
  /** There is no position to reduce. */
  NO_POSITION(Remedy.RECONCILE, "40755 40757 45006 22002 25227"),
  /** The account is in another position mode than the order. */
  MODE_MISMATCH(Remedy.PAUSE_INSTRUMENT, "40774 45021 43075"),
  /** A setting that cannot be changed beside positions or orders. */
  SETTING_BLOCKED(Remedy.REJECT, "40920 45117 40730 45097"),
  /** A setting that is so already. */
  NO_CHANGE(Remedy.NONE, "40814 45054"),
  /** Size or notional out of range. */
  SIZE(Remedy.REJECT, "43006 45111 45110 45114 22034 22038"),
  /** A price that the venue does not take, of an order or of its stop. */
  PRICE(
      Remedy.REJECT,
      "45035 45115 41103 43028 40830 40831 40832 40833 40834 40835 40836 40915 "
          + "40917 45060 45061 45062 45063 45064 45065 45066 45067 45122"),
  /** Too many orders are open. */
  TOO_MANY_ORDERS(Remedy.REJECT, "43005 45118 40761 40889 40890 43071"),
  /** The market is closed to this order. */
  MARKET_STATE(Remedy.PAUSE_INSTRUMENT, "40309 40844 40845 45043 22043 22044 22067"),
  /** A subscription or a message that the WebSocket does not take: a fault of ours. */
  STREAM(Remedy.HALT, "30001 30004 30016"),
  /** A code that is not in this table: nothing is known, so it is looked up. */
  UNLISTED(Remedy.LOOK_UP, "");

  private static final int TOO_MANY = 429;

  private static final Map<String, Answer> BY_CODE =
      Arrays.stream(values())
          .flatMap(answer -> answer.codes().stream().map(code -> Map.entry(code, answer)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final Remedy remedy;

  /** Separated by spaces. */
  private final String codes;

  Answer(Remedy remedy, String codes) {
    this.remedy = remedy;
    this.codes = codes;
  }

  /** What to do. */
  public Remedy remedy() {
    return remedy;
  }

  /** The codes of this class. */
  public List<String> codes() {
    return codes.isEmpty() ? List.of() : List.of(codes.split(" "));
  }

  /**
   * The class of an answer.
   *
   * @param status HTTP status
   * @param code the field {@code code}, as text; empty where the body has none, or there is no body
   */
  public static Answer of(int status, Optional<String> code) {
    if (code.isEmpty()) {
      return status == TOO_MANY ? RATE_LIMIT : UNKNOWN_OUTCOME;
    }
    return BY_CODE.getOrDefault(code.get(), UNLISTED);
  }
}
