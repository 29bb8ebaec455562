package io.lorentz.bitget;

/** What to do when a write was answered. */
public enum Remedy {
  /** Nothing: it is as asked for. */
  NONE,
  /**
   * The endpoint is left alone for a while; the write was not carried out and may be sent again.
   */
  BACK_OFF,
  /** The clock is measured again; then the same write once more, with the same id. */
  RESYNC_CLOCK,
  /** Whether it was carried out is not known: nothing is sent before the id was looked up. */
  LOOK_UP,
  /** It was not carried out and is not sent again. */
  REJECT,
  /** Positions are reconciled: the venue knows another than we do. */
  RECONCILE,
  /** No entry of this instrument until the venue or a person has changed something. */
  PAUSE_INSTRUMENT,
  /** Nothing more is sent; a person is told. */
  HALT
}
