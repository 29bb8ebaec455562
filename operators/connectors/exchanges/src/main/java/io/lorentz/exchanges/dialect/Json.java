package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;

/** Reads fields as venues write them: numbers as numbers or as text, exactly. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

  /** Longer numbers are no prices; they cost more than they say. */
  private static final int MAX_DIGITS = 60;

  private Json() {}

  /** Parses a whole text. */
  public static JsonNode parse(String text) throws UnreadableFrameException {
    try {
      JsonNode node = READER.readValue(text);
      if (node == null || node.isMissingNode()) {
        throw new UnreadableFrameException("it is empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new UnreadableFrameException("no JSON: " + e.getOriginalMessage(), e);
    } catch (NumberFormatException e) {
      // An exponent that no exact number has.
      throw new UnreadableFrameException("no JSON: " + e.getMessage(), e);
    }
  }

  /** A field that must be there. */
  public static JsonNode field(JsonNode node, String name) throws UnreadableFrameException {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new UnreadableFrameException("has no " + name);
    }
    return value;
  }

  static JsonNode item(JsonNode array, int index) throws UnreadableFrameException {
    JsonNode value = array.get(index);
    if (value == null || value.isNull()) {
      throw new UnreadableFrameException("has no item " + index);
    }
    return value;
  }

  static JsonNode array(JsonNode node) throws UnreadableFrameException {
    if (!node.isArray()) {
      throw new UnreadableFrameException("is no array");
    }
    return node;
  }

  /** An array that must be there; it may be empty. */
  public static JsonNode array(JsonNode node, String name) throws UnreadableFrameException {
    JsonNode value = field(node, name);
    if (!value.isArray()) {
      throw new UnreadableFrameException(name + " is no array");
    }
    return value;
  }

  /** A number, to the last digit. */
  public static BigDecimal exact(JsonNode value) throws UnreadableFrameException {
    String text = value.asText();
    if (!value.isValueNode() || text.length() > MAX_DIGITS) {
      throw new UnreadableFrameException("is no number");
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (Math.abs((long) number.scale()) > MAX_DIGITS) {
        throw new UnreadableFrameException("is no number that a venue gives: " + text);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new UnreadableFrameException("is no number: " + text, e);
    }
  }

  static double number(JsonNode value) throws UnreadableFrameException {
    return exact(value).doubleValue();
  }

  /** A whole number. */
  public static long whole(JsonNode value) throws UnreadableFrameException {
    try {
      return exact(value).longValueExact();
    } catch (ArithmeticException e) {
      throw new UnreadableFrameException("is no whole number: " + value.asText(), e);
    }
  }

  /** A text; a number is none. */
  public static String text(JsonNode value) throws UnreadableFrameException {
    if (!value.isTextual()) {
      throw new UnreadableFrameException("is no text");
    }
    return value.asText();
  }

  static double size(JsonNode contracts, BigDecimal contractSize) throws UnreadableFrameException {
    return exact(contracts).multiply(contractSize).doubleValue();
  }
}
