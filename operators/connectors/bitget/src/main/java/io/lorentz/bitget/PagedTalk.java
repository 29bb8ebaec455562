package io.lorentz.bitget;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.bitget.desk.Outcome;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A question whose answer has pages, newest first. It ends with a page that is not full. A page
 * that leads back to one that was read, and more than {@value #MAX_PAGES} pages, end it as {@link
 * Outcome.Unclear}: a list with holes would be taken for a whole one.
 *
 * @param <T> a row
 */
final class PagedTalk<T> implements Conversation {

  static final int MAX_PAGES = 50;

  /** What the venue gives at most, and, but for bills, if nothing is said. */
  static final int PAGE = 100;

  private final RestCall first;
  private final Map<String, String> query;
  private final String list;
  private final ClassicRows.Reading<T> reading;
  private final Function<T, String> id;
  private final Function<List<T>, Outcome> ending;

  /** What came on two pages, as a list moves on between them, is one. */
  private final Map<String, T> rows = new LinkedHashMap<>();

  private final Set<String> ends = new HashSet<>();
  private RestCall call;

  PagedTalk(
      String path,
      Map<String, String> query,
      String list,
      ClassicRows.Reading<T> reading,
      Function<T, String> id,
      Function<List<T>, Outcome> ending) {
    this.query = new HashMap<>(query);
    this.query.put("productType", ClassicWrites.PRODUCT);
    this.list = list;
    this.reading = reading;
    this.id = id;
    this.ending = ending;
    first = RestCall.get(path, Urgency.ASK, this.query);
    call = first;
  }

  @Override
  public RestCall call() {
    return call;
  }

  @Override
  public Optional<Outcome> take(int status, String body) {
    Reply reply = Reply.of(status, body);
    Optional<Outcome> failure = reply.failure();
    if (failure.isPresent()) {
      return failure;
    }
    try {
      return page(reply.data());
    } catch (UnreadableFrameException | IllegalArgumentException e) {
      return Optional.of(new Outcome.Unclear(first.path() + ": cannot be read: " + e.getMessage()));
    }
  }

  private Optional<Outcome> page(JsonNode data) throws UnreadableFrameException {
    if (data.isObject() && !data.has(list)) {
      throw new UnreadableFrameException("has no " + list);
    }
    JsonNode page = data.path(list);
    for (T row : ClassicRows.all(page, reading)) {
      rows.putIfAbsent(id.apply(row), row);
    }
    String end = ClassicRows.optional(data, "endId");
    if (page.size() < PAGE || end.isEmpty()) {
      return Optional.of(ending.apply(new ArrayList<>(rows.values())));
    }
    if (!ends.add(end) || ends.size() == MAX_PAGES) {
      return Optional.of(
          new Outcome.Unclear(
              first.path() + ": page " + ends.size() + " ends with " + end + " and so no list"));
    }
    query.put("idLessThan", end);
    call = RestCall.get(first.path(), Urgency.ASK, query);
    return Optional.empty();
  }
}
