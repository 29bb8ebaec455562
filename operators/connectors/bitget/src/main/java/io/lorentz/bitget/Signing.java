package io.lorentz.bitget;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as Bitget's REST (v2 and v3) and its private WebSocket want it: Base64 of the
 * HMAC-SHA256 of timestamp, method, path with query, and body. Safe for threads.
 */
public final class Signing {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String LOGIN_PATH = "/user/verify";

  private final Credentials credentials;

  /** Signs with this key. */
  public Signing(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * The signature of a REST request.
   *
   * @param timestampMs of the header {@code ACCESS-TIMESTAMP}, ms by the venue's clock, which
   *     refuses one that is more than 30 s off
   * @param method GET or POST
   * @param path begins with {@code /api}
   * @param query keys ascending, without the question mark, of characters that need no encoding;
   *     empty if there is none
   * @param body exactly as it is sent; empty for GET
   */
  public String rest(long timestampMs, String method, String path, String query, String body) {
    String asked = query.isEmpty() ? path : path + "?" + query;
    return signed(timestampMs + method + asked + body);
  }

  /**
   * The signature of a login of the private WebSocket.
   *
   * @param timestampS seconds by the venue's clock; valid for 30 s
   */
  public String login(long timestampS) {
    return signed(timestampS + "GET" + LOGIN_PATH);
  }

  private String signed(String text) {
    try {
      // A Mac is not safe for threads, and cheap beside the request.
      Mac mac = Mac.getInstance(ALGORITHM);
      byte[] secret = credentials.secret().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
