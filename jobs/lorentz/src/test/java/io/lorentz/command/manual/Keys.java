package io.lorentz.command.manual;

import java.util.Locale;

/** Names of components as keys. */
final class Keys {

  private Keys() {}

  /** The key of a component: {@code maxBridgedBars} is {@code max-bridged-bars}. */
  static String of(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
