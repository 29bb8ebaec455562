package io.lorentz.bitget.fake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one key that the fake venue knows. It computes signatures by itself. */
public record FakeKey(String key, String secret, String passphrase) {

  /** Whose it is, by the venue. */
  public static final String ACCOUNT_ID = "4711";

  /** A key that opens nothing but the fake. */
  public static FakeKey usual() {
    return new FakeKey("bg_fake_api_key", "fake-secret-for-tests", "fake-passphrase");
  }

  /** Base64 of the HMAC-SHA256 of what is signed. */
  String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }
}
