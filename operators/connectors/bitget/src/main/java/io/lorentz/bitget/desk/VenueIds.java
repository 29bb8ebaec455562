package io.lorentz.bitget.desk;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Our ids of orders at the venue. An order of the job is sent under its client id and the number of
 * the attempt, in two digits of base 36; numbers have no gaps, so whoever looks for the attempts of
 * an order after a crash looks upward until one was never there. What the edge sends of itself
 * closes a position and begins with an X.
 */
final class VenueIds {

  private static final int BASE = 36;
  private static final int SUFFIX = 2;
  static final int MAX_ATTEMPTS = BASE * BASE;

  /** As the job's client ids are made: 28 characters that begin with an L. */
  private static final Pattern OURS = Pattern.compile("L[0-9A-Za-z]{27}[0-9a-z]{2}");

  private static final Pattern CLOSING = Pattern.compile("X[0-9a-z]{8,31}");

  private VenueIds() {}

  static String attempt(String clientId, int number) {
    if (number >= MAX_ATTEMPTS) {
      throw new IllegalStateException("desk: " + clientId + " was sent " + number + " times");
    }
    String digits = Integer.toString(number, BASE).toLowerCase(Locale.ROOT);
    return clientId + (digits.length() < SUFFIX ? "0" + digits : digits);
  }

  static String closing(long timeMs, long number) {
    return "X" + Long.toString(timeMs, BASE) + Long.toString(number % BASE, BASE);
  }

  /** Whether an order or a stop of this id was sent by the job's command. */
  static boolean isOurs(String venueId) {
    return OURS.matcher(venueId).matches();
  }

  /** Whether an order of this id was sent by an edge of itself. */
  static boolean isClosing(String venueId) {
    return CLOSING.matcher(venueId).matches();
  }

  /** Client id of an order of ours. */
  static String clientId(String venueId) {
    return venueId.substring(0, venueId.length() - SUFFIX);
  }

  /** Number of the attempt of an order of ours. */
  static int number(String venueId) {
    return Integer.parseInt(venueId.substring(venueId.length() - SUFFIX), BASE);
  }
}
