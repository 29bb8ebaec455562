package io.lorentz.core.inference;

/** The members of the ensemble, in the order in which their weighted scores are added. */
public enum Member {
  /** Exact nearest neighbours with matured labels. */
  LORENTZIAN("lorentzian"),
  /** Online logistic regression on matured labels. */
  LOGISTIC("logistic"),
  /** Direction of the ratcheted Chandelier Exit. */
  CHANDELIER("chandelier"),
  /** The published indicator's own rule, as its chart shows it. */
  LORENTZIAN_TRADINGVIEW("lorentzianTradingview"),
  /** A TorchScript file of the user; not bit-exact, so what it says is acknowledged first. */
  TORCHSCRIPT("torchscript");

  private final String key;

  Member(String key) {
    this.key = key;
  }

  /** Name in the configuration and of the classifier, e.g. {@code lorentzian}. */
  public String key() {
    return key;
  }
}
