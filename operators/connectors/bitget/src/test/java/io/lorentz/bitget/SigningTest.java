package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.Fixtures;
import org.junit.jupiter.api.Test;

class SigningTest {

  /** The one that others have published: XChange, BitgetDigestTest. */
  @Test
  void thePublishedVectorIsReproduced() {
    Signing signing = new Signing(new Credentials("key", "secret", "passphrase"));
    assertThat(signing.rest(1_725_040_472_073L, "GET", "/api/v2/spot/account/assets", "", ""))
        .isEqualTo("p8vWylxL4JJCyy6B81n82ZEySiWChClCw99FTDocviA=");
  }

  @Test
  void everyVectorIsReproduced() {
    int logins = 0;
    JsonNode vectors = Fixtures.of("bitget", "signing_vectors.json").get("vectors");
    for (JsonNode vector : vectors) {
      Signing signing = new Signing(new Credentials("key", text(vector, "secret"), "passphrase"));
      boolean login = text(vector, "requestPath").equals("/user/verify");
      logins += login ? 1 : 0;
      long timestamp = Long.parseLong(text(vector, "timestamp"));
      assertThat(
              login
                  ? signing.login(timestamp)
                  : signing.rest(
                      timestamp,
                      text(vector, "method"),
                      text(vector, "requestPath"),
                      text(vector, "queryString"),
                      text(vector, "body")))
          .as(text(vector, "name"))
          .isEqualTo(text(vector, "sign"));
    }
    assertThat(vectors.size()).isGreaterThan(5);
    assertThat(logins).isEqualTo(1);
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asText();
  }
}
