package io.lorentz.bitget.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A question or an order of the client.
 *
 * @param parameters of the query or the body
 */
record FakeRequest(long nowMs, JsonNode parameters) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static FakeRequest ofQuery(long nowMs, String query) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return new FakeRequest(nowMs, parameters);
  }

  /**
   * @throws Refused if it is no JSON
   */
  static FakeRequest ofBody(long nowMs, String body) {
    try {
      return new FakeRequest(nowMs, MAPPER.readTree(body));
    } catch (JsonProcessingException e) {
      throw new Refused("40020", "Parameter body error");
    }
  }

  /** Empty if it is not there. */
  String text(String key) {
    return parameters.path(key).asText("");
  }

  /**
   * @throws Refused if it is not there
   */
  String required(String key) {
    if (text(key).isEmpty()) {
      throw new Refused("40019", "Parameter " + key + " cannot be empty");
    }
    return text(key);
  }

  /**
   * @throws Refused if it is not one of these words
   */
  String word(String key, String... words) {
    String text = required(key);
    for (String word : words) {
      if (text.equals(word)) {
        return text;
      }
    }
    throw new Refused("40020", "Parameter " + key + " error");
  }

  /**
   * @throws Refused if it is there and no number
   */
  Optional<BigDecimal> number(String key) {
    String text = text(key);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new Refused("40020", "Parameter " + key + " error");
    }
  }

  /**
   * @throws Refused if it is not there or no number
   */
  BigDecimal requiredNumber(String key) {
    required(key);
    return number(key).orElseThrow();
  }

  long wholeOr(String key, long otherwise) {
    return number(key).map(BigDecimal::longValue).orElse(otherwise);
  }

  /** Whether this is what was asked for; true if nothing was. */
  boolean matches(String key, String value) {
    return text(key).isEmpty() || text(key).equals(value);
  }

  /**
   * @throws Refused if it is not for this product
   */
  FakeRequest ofProduct() {
    word("productType", FakeShapes.PRODUCT);
    return this;
  }
}
