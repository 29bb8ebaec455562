package io.lorentz.exchanges.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.Extras;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** A feed whose network and clock are played by a test, step by step. */
final class PlayedVenue implements Network {

  final List<Object> records = new ArrayList<>();
  final List<String> sent = new ArrayList<>();
  final List<RestRequest> asked = new ArrayList<>();
  final List<String> opened = new ArrayList<>();
  int cuts;
  int pings;
  private final Function<RestRequest, JsonNode> answers;
  private final VenueFeed feed;
  long nowMs;

  /**
   * Plays a venue.
   *
   * @param answers gives the body for a request; null answers with a failure
   */
  PlayedVenue(
      Dialect dialect,
      List<String> instruments,
      long beginMs,
      long nowMs,
      Function<RestRequest, JsonNode> answers) {
    this.answers = answers;
    this.nowMs = nowMs;
    Map<String, Long> begin = new TreeMap<>();
    instruments.forEach(instrument -> begin.put(instrument, beginMs));
    feed =
        new VenueFeed(
            dialect,
            FeedOptions.defaults(),
            new FeedRequest(begin, Extras.NONE, Long.MAX_VALUE),
            this,
            records::add,
            new Random(1));
  }

  VenueFeed feed() {
    return feed;
  }

  PlayedVenue at(long timeMs) {
    nowMs = timeMs;
    feed.onTick(nowMs);
    return this;
  }

  /** Time passes in ticks. */
  PlayedVenue until(long timeMs) {
    while (nowMs < timeMs) {
      at(Math.min(timeMs, nowMs + 100));
    }
    return this;
  }

  PlayedVenue frame(String text) {
    feed.onText(0, text, nowMs);
    return this;
  }

  List<Bar> bars() {
    return records.stream()
        .filter(VenueBar.class::isInstance)
        .map(record -> ((VenueBar) record).getBar())
        .toList();
  }

  List<String> statuses() {
    return records.stream()
        .filter(VenueStatus.class::isInstance)
        .map(record -> (VenueStatus) record)
        .map(status -> status.getKind() + " " + status.getDetail())
        .toList();
  }

  @Override
  public void open(int link, URI address, Map<String, String> headers) {
    opened.add(address.toString());
    feed.onOpen(link, nowMs);
  }

  @Override
  public void send(int link, String text) {
    sent.add(text);
  }

  @Override
  public void ping(int link) {
    pings++;
    feed.onSign(link, nowMs);
  }

  @Override
  public void cut(int link) {
    cuts++;
  }

  @Override
  public void ask(RestRequest request, AnswerSink sink) {
    asked.add(request);
    JsonNode body = answers.apply(request);
    sink.on(
        body == null ? new Answer.Failed("played", OptionalLong.empty()) : new Answer.Got(body),
        nowMs);
  }
}
