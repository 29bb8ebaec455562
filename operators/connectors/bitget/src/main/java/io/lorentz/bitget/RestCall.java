package io.lorentz.bitget;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One request, but for its timestamp and signature.
 *
 * @param method GET or POST
 * @param path begins with {@code /api}
 * @param query keys ascending, without the question mark; empty if there is none
 * @param body exactly as it is sent; empty for GET
 * @param endpoint whose limit it counts against
 * @param urgency which goes first
 */
public record RestCall(
    String method, String path, String query, String body, String endpoint, Urgency urgency) {

  /** Others would have to be encoded, and whether that counts for the signature is not known. */
  private static final Pattern NEEDS_NO_ENCODING = Pattern.compile("[A-Za-z0-9_.=&-]*");

  private static final String PUBLIC = "/public/";

  /**
   * Checks the query.
   *
   * @throws IllegalArgumentException if it has a character that needs encoding
   */
  public RestCall {
    if (!NEEDS_NO_ENCODING.matcher(query).matches()) {
      throw new IllegalArgumentException(
          query + ": must need no encoding; use letters, digits, _, - and . only");
    }
  }

  /** A question. */
  static RestCall get(String path, Urgency urgency, Map<String, String> query) {
    String sorted =
        new TreeMap<>(query)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    return new RestCall("GET", path, sorted, "", path, urgency);
  }

  /** What changes something. */
  static RestCall post(String path, Urgency urgency, String body) {
    return new RestCall("POST", path, "", body, path, urgency);
  }

  /** Whether it is about an account: then it is signed. */
  public boolean signed() {
    return !path.contains(PUBLIC);
  }

  /** Path and query, as they stand in the address. */
  public String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }
}
