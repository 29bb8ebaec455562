package io.lorentz.core.orders;

import io.lorentz.schemas.OrderIntent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Client ids as a pure function of the decision: after a crash the same decision gives the same id.
 * An id is the letter L and the first 160 bits of a SHA-256 in base 62: 28 characters of
 * [A-Za-z0-9].
 */
public final class OrderIds {

  private static final char[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length);
  private static final int HASH_BYTES = 20;
  private static final int LENGTH = 28;

  private OrderIds() {}

  /**
   * Gives the id of an order.
   *
   * @param account account name
   * @param instrument symbol
   * @param decisionTimeMs market time of the record decided on, ms since 1970 UTC
   * @param intent what the order is for
   * @param attempt number of the attempt, from 0
   * @param epoch raised by an operator to tell a run from one restored to an older savepoint
   */
  public static String id(
      String account,
      String instrument,
      long decisionTimeMs,
      OrderIntent intent,
      int attempt,
      int epoch) {
    byte[] accountBytes = account.getBytes(StandardCharsets.UTF_8);
    byte[] instrumentBytes = instrument.getBytes(StandardCharsets.UTF_8);
    byte[] intentBytes = intent.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(
            4 * 5 + 8 + accountBytes.length + instrumentBytes.length + intentBytes.length);
    // Each text is led by its length, so that no two decisions are written alike.
    buffer.putInt(accountBytes.length).put(accountBytes);
    buffer.putInt(instrumentBytes.length).put(instrumentBytes);
    buffer.putLong(decisionTimeMs);
    buffer.putInt(intentBytes.length).put(intentBytes);
    buffer.putInt(attempt).putInt(epoch);
    return inBase62(sha256(buffer.array()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String inBase62(byte[] hash) {
    BigInteger rest = new BigInteger(1, hash, 0, HASH_BYTES);
    char[] id = new char[LENGTH];
    id[0] = 'L';
    for (int k = LENGTH - 1; k > 0; k--) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      id[k] = DIGITS[parts[1].intValue()];
      rest = parts[0];
    }
    return new String(id);
  }
}
