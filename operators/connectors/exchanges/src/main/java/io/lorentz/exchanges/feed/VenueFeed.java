package io.lorentz.exchanges.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.BarRow;
import io.lorentz.exchanges.dialect.Dialect;
import io.lorentz.exchanges.dialect.FeedEvent;
import io.lorentz.exchanges.dialect.FundingRow;
import io.lorentz.exchanges.dialect.Link;
import io.lorentz.exchanges.dialect.RestRequest;
import io.lorentz.exchanges.dialect.Spec;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import io.lorentz.schemas.Bar;
import io.lorentz.schemas.BarQuality;
import io.lorentz.schemas.BestQuote;
import io.lorentz.schemas.Funding;
import io.lorentz.schemas.MarkPrice;
import io.lorentz.schemas.Trade;
import io.lorentz.schemas.VenueBar;
import io.lorentz.schemas.VenueSpec;
import io.lorentz.schemas.VenueStatus;
import io.lorentz.schemas.VenueStatusKind;
import io.lorentz.schemas.VenueTrade;
import io.lorentz.schemas.units.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * One venue's feed: connects, subscribes, keeps alive, notices silence, connects again with growing
 * pauses, asks for what was missed, and gives records for the log. It holds no thread and no clock:
 * whoever owns it calls {@link #onTick} several times a second and tells what the network did.
 *
 * <p>A connection is cut when nothing was heard of it for two pings, when no data came for too
 * long, when a run of frames cannot be read, when the venue says it will cut it, and when it gets
 * as old as the venue allows. What was missed comes from answers, so a cut loses nothing.
 *
 * <p>Not for several threads.
 */
public final class VenueFeed {

  private static final long SKEW_MS = 1_000;
  private static final long EXTRA_EVERY_MS = 1_000;
  private static final int MAX_UNREADABLE = 20;
  private static final long HANDSHAKE_MS = 15_000;
  private static final long HOUR_MS = 3_600_000;
  private static final long FUNDING_LAG_MS = 30_000;

  private final Dialect dialect;
  private final FeedOptions options;
  private final FeedRequest request;
  private final Network network;
  private final Consumer<Object> records;
  private final RandomGenerator random;
  private final VenueTime time = new VenueTime();
  private final TreeMap<String, Line> bySymbol = new TreeMap<>();
  private final List<FeedLink> links = new ArrayList<>();
  private final Backoff clockBackoff;
  private long clockDueMs = Long.MIN_VALUE;
  private boolean skewed;
  private long unreadable;

  /** What is known of one instrument. */
  private static final class Line {
    private final String instrument;
    private final String symbol;
    private final BarCloser closer;
    private final Backoff backoff;
    private Optional<Spec> spec = Optional.empty();
    private long specDueMs = Long.MIN_VALUE;
    private long fundingDueMs;
    private long lastFundingMs;
    private long lastMarkMs = Long.MIN_VALUE;
    private long lastQuoteMs = Long.MIN_VALUE;

    Line(String instrument, String symbol, BarCloser closer, Backoff backoff) {
      this.instrument = instrument;
      this.symbol = symbol;
      this.closer = closer;
      this.backoff = backoff;
    }
  }

  /**
   * A feed that has done nothing yet.
   *
   * @param records takes payloads for the log; bars of an instrument in order
   * @param random gives the jitter of pauses
   */
  public VenueFeed(
      Dialect dialect,
      FeedOptions options,
      FeedRequest request,
      Network network,
      Consumer<Object> records,
      RandomGenerator random) {
    this.dialect = dialect;
    this.options = options;
    this.request = request;
    this.network = network;
    this.records = records;
    this.random = random;
    this.clockBackoff = backoff();
    request.sorted().forEach(this::add);
  }

  private void add(String instrument, long beginMs) {
    String symbol = dialect.symbol(instrument);
    BarCloser closer =
        new BarCloser(
            options,
            dialect.tellsClosed(),
            beginMs,
            (row, corrected) -> records.accept(bar(instrument, row, corrected)));
    Line line = new Line(instrument, symbol, closer, backoff());
    line.lastFundingMs = request.fundingsAfterMs();
    line.fundingDueMs = request.fundingsAfterMs() == Long.MAX_VALUE ? Long.MAX_VALUE : 0;
    bySymbol.put(symbol, line);
  }

  private Backoff backoff() {
    return new Backoff(options.firstBackoffMs(), options.longestBackoffMs(), random);
  }

  /** The receiving time is set by the edge, whose clock is the log's. */
  private VenueBar bar(String instrument, BarRow row, boolean corrected) {
    return new VenueBar(
        dialect.venue(),
        new Bar(
            instrument,
            Dialect.MINUTE_MS,
            row.startMs() + Dialect.MINUTE_MS,
            row.open(),
            row.high(),
            row.low(),
            row.close(),
            row.volume(),
            BarQuality.COMPLETE,
            corrected,
            0),
        0L);
  }

  /** The venue's name. */
  public String venue() {
    return dialect.venue();
  }

  /** How far the venue's clock is ahead of the feed's, ms; 0 before it is known. */
  public long offsetMs() {
    return time.offsetMs();
  }

  /** Whether the venue's clock is known. */
  public boolean knowsTime() {
    return time.isKnown();
  }

  /** Frames and answers that could not be read, since the beginning. */
  public long unreadable() {
    return unreadable;
  }

  /** Of each instrument the end of the last bar that was given or does not exist. */
  public Map<String, Long> progressMs() {
    Map<String, Long> progress = new TreeMap<>();
    bySymbol.values().forEach(line -> progress.put(line.instrument, line.closer.progressMs()));
    return progress;
  }

  /** Time has passed; call it at least four times a second of the feed's clock. */
  public void onTick(long nowMs) {
    askClock(nowMs);
    for (Line line : bySymbol.values()) {
      askSpec(line, nowMs);
    }
    if (links.isEmpty() && bySymbol.values().stream().allMatch(line -> line.spec.isPresent())) {
      plan(nowMs);
    }
    for (FeedLink link : links) {
      tend(link, nowMs);
    }
    if (!time.isKnown()) {
      return;
    }
    for (Line line : bySymbol.values()) {
      line.closer.onTime(nowMs + time.offsetMs());
      askBars(line, nowMs);
      askFundings(line, nowMs);
    }
  }

  private void plan(long nowMs) {
    for (Link link : dialect.links(List.copyOf(bySymbol.keySet()), request.extras(), nowMs)) {
      links.add(new FeedLink(links.size(), link, backoff()));
    }
  }

  // Connections

  private void tend(FeedLink link, long nowMs) {
    if (link.state == FeedLink.State.WAITING) {
      if (nowMs >= link.dueMs) {
        open(link, nowMs);
      }
      return;
    }
    if (!link.stands()) {
      if (nowMs - link.openedMs > HANDSHAKE_MS) {
        lose(link, "handshake=none", nowMs);
      }
      return;
    }
    if (nowMs >= link.lastPingMs + options.pingEveryMs()) {
      link.lastPingMs = nowMs;
      network.ping(link.number);
    }
    long everyMs = dialect.keepalive().everyMs();
    if (everyMs > 0 && nowMs >= link.lastTextPingMs + everyMs) {
      link.lastTextPingMs = nowMs;
      network.send(link.number, dialect.keepalive().text().apply(nowMs + time.offsetMs()));
    }
    if (nowMs - link.lastFrameMs > 2 * options.pingEveryMs()) {
      lose(link, "pong=none", nowMs);
    } else if (link.link.bars() && nowMs - link.lastDataMs > options.silentAfterMs()) {
      lose(link, "data=none", nowMs);
    } else if (nowMs >= link.renewAtMs) {
      lose(link, "age=renewed", nowMs);
    }
  }

  private void open(FeedLink link, long nowMs) {
    link.state = FeedLink.State.OPENING;
    link.openedMs = nowMs;
    Optional<RestRequest> ticket = dialect.ticket();
    if (ticket.isEmpty()) {
      open(link, dialect.socketAddresses().get(link.link.name()).resolve(link.link.path()));
      return;
    }
    network.ask(
        ticket.get(),
        (answer, answeredMs) -> {
          if (link.state == FeedLink.State.OPENING && link.openedMs == nowMs) {
            readAnswer(
                answer,
                body -> open(link, dialect.ticketAddress(body, answeredMs)),
                retryMs -> lose(link, "ticket=none", answeredMs + retryMs));
          }
        });
  }

  private void open(FeedLink link, URI address) {
    network.open(link.number, address, link.link.headers());
  }

  /** A connection stands. */
  public void onOpen(int number, long nowMs) {
    FeedLink link = links.get(number);
    if (link.state != FeedLink.State.OPENING) {
      return;
    }
    link.state = FeedLink.State.GREETING;
    link.lastFrameMs = nowMs;
    link.lastDataMs = nowMs;
    link.lastPingMs = nowMs;
    link.lastTextPingMs = nowMs;
    link.unreadableInARow = 0;
    // Not all at once, where several began together.
    link.renewAtMs = nowMs + options.renewAfterMs() - random.nextLong(HOUR_MS / 2);
    if (!dialect.greets()) {
      subscribe(link);
    }
  }

  private void subscribe(FeedLink link) {
    link.state = FeedLink.State.OPEN;
    link.link.subscriptions().forEach(text -> network.send(link.number, text));
    if (link.link.bars()) {
      status(VenueStatusKind.CONNECTED, "link=" + link.link.name(), link.lastFrameMs);
    }
  }

  /** A connection is gone, or could not be opened. */
  public void onClosed(int number, String told, long nowMs) {
    FeedLink link = links.get(number);
    if (link.state != FeedLink.State.WAITING) {
      lose(link, "closed=" + told, nowMs);
    }
  }

  private void lose(FeedLink link, String why, long nowMs) {
    boolean stood = link.stands();
    if (nowMs - link.openedMs > options.silentAfterMs() && stood) {
      link.backoff.reset();
    }
    network.cut(link.number);
    link.state = FeedLink.State.WAITING;
    link.dueMs = nowMs + link.backoff.nextMs();
    if (link.link.bars()) {
      bySymbol.values().forEach(line -> line.closer.interrupted());
      if (stood) {
        status(
            VenueStatusKind.DISCONNECTED,
            "link=" + link.link.name() + " " + why.replaceAll("\\s+", "_"),
            nowMs);
      }
    }
  }

  /** A pong, or anything else that is no text, came over a connection. */
  public void onSign(int number, long nowMs) {
    links.get(number).lastFrameMs = nowMs;
  }

  // Frames

  /** A whole text came over a connection. */
  public void onText(int number, String text, long nowMs) {
    FeedLink link = links.get(number);
    if (!link.stands()) {
      return;
    }
    link.lastFrameMs = nowMs;
    List<FeedEvent> events;
    try {
      events = dialect.read(text, this::contractSize);
    } catch (UnreadableFrameException e) {
      unreadable++;
      link.unreadableInARow++;
      if (link.unreadableInARow >= MAX_UNREADABLE) {
        lose(link, "unreadable=" + link.unreadableInARow, nowMs);
      }
      return;
    }
    link.unreadableInARow = 0;
    for (FeedEvent event : events) {
      on(link, event, nowMs);
    }
  }

  private BigDecimal contractSize(String symbol) throws UnreadableFrameException {
    Line line = bySymbol.get(symbol);
    if (line == null || line.spec.isEmpty()) {
      throw new UnreadableFrameException("unknown symbol " + symbol);
    }
    return line.spec.get().contractSize();
  }

  private void on(FeedLink link, FeedEvent event, long nowMs) {
    if (event instanceof FeedEvent.BarSeen seen) {
      onBar(link, seen.row(), nowMs);
    } else if (event instanceof FeedEvent.TradeSeen trade) {
      ofKnown(trade.symbol(), line -> records.accept(trade(line, trade)));
    } else if (event instanceof FeedEvent.MarkSeen mark) {
      ofKnown(mark.symbol(), line -> onMark(line, mark, nowMs));
    } else if (event instanceof FeedEvent.QuoteSeen quote) {
      ofKnown(quote.symbol(), line -> onQuote(line, quote, nowMs));
    } else if (event instanceof FeedEvent.Welcome) {
      if (link.state == FeedLink.State.GREETING) {
        subscribe(link);
      }
    } else if (event instanceof FeedEvent.Refused refused) {
      status(VenueStatusKind.REFUSED, "told=" + refused.told().replaceAll("\\s+", "_"), nowMs);
    } else if (event instanceof FeedEvent.MustReconnect must) {
      lose(link, "told=" + must.told(), nowMs);
    }
  }

  private void ofKnown(String symbol, Consumer<Line> then) {
    Line line = bySymbol.get(symbol);
    if (line != null) {
      then.accept(line);
    }
  }

  private void onBar(FeedLink link, BarRow row, long nowMs) {
    if (!link.stands()) {
      return;
    }
    link.lastDataMs = nowMs;
    long venueMs = nowMs + time.offsetMs();
    for (Line line : bySymbol.values()) {
      line.closer.alive(venueMs);
    }
    ofKnown(row.symbol(), line -> line.closer.onRow(row, venueMs));
  }

  private VenueTrade trade(Line line, FeedEvent.TradeSeen trade) {
    return new VenueTrade(
        dialect.venue(),
        new Trade(
            line.instrument,
            trade.timeMs(),
            trade.id(),
            trade.price(),
            trade.size(),
            trade.aggressor()));
  }

  private void onMark(Line line, FeedEvent.MarkSeen mark, long nowMs) {
    if (mark.price() > 0
        && mark.price() < Double.POSITIVE_INFINITY
        && nowMs >= line.lastMarkMs + EXTRA_EVERY_MS
        && request.extras().marks()) {
      line.lastMarkMs = nowMs;
      records.accept(new MarkPrice(line.instrument, mark.timeMs(), mark.price()));
    }
  }

  private void onQuote(Line line, FeedEvent.QuoteSeen quote, long nowMs) {
    if (quote.bid() > 0
        && quote.ask() >= quote.bid()
        && nowMs >= line.lastQuoteMs + EXTRA_EVERY_MS
        && request.extras().quotes()) {
      line.lastQuoteMs = nowMs;
      records.accept(
          new BestQuote(
              dialect.venue(),
              line.instrument,
              quote.timeMs(),
              quote.bid(),
              quote.bidSize(),
              quote.ask(),
              quote.askSize()));
    }
  }

  // Questions

  /** Reads the body of an answer. */
  private interface Reading {
    void read(JsonNode body) throws UnreadableFrameException;
  }

  /**
   * Reads an answer or says how long to wait.
   *
   * @param failed takes the least pause before the next question, ms; 0 if nothing was said
   */
  private void readAnswer(Network.Answer answer, Reading reading, LongConsumer failed) {
    if (answer instanceof Network.Answer.Got got) {
      try {
        if (dialect.refusal(got.body()).isEmpty()) {
          reading.read(got.body());
          return;
        }
      } catch (UnreadableFrameException e) {
        unreadable++;
      }
      failed.accept(0);
    } else if (answer instanceof Network.Answer.Failed failure) {
      failed.accept(failure.retryAfterMs().orElse(0));
    }
  }

  private void askClock(long nowMs) {
    if (nowMs < clockDueMs) {
      return;
    }
    clockDueMs = nowMs + options.clockEveryMs();
    network.ask(
        dialect.clock(),
        (answer, answeredMs) ->
            readAnswer(
                answer,
                body -> onClock(nowMs, dialect.readClock(body), answeredMs),
                retryMs -> clockDueMs = answeredMs + Math.max(retryMs, clockBackoff.nextMs())));
  }

  private void onClock(long askedMs, long venueMs, long answeredMs) {
    clockBackoff.reset();
    time.on(askedMs, venueMs, answeredMs);
    boolean isSkewed = Math.abs(time.offsetMs()) > SKEW_MS;
    if (isSkewed != skewed) {
      skewed = isSkewed;
      status(VenueStatusKind.SKEWED, "offsetMs=" + time.offsetMs(), answeredMs);
    }
  }

  private void askSpec(Line line, long nowMs) {
    if (nowMs < line.specDueMs) {
      return;
    }
    line.specDueMs = nowMs + HOUR_MS;
    network.ask(
        dialect.spec(line.symbol),
        (answer, answeredMs) ->
            readAnswer(
                answer,
                body -> onSpec(line, dialect.readSpec(body, line.symbol), answeredMs),
                retryMs -> line.specDueMs = answeredMs + Math.max(retryMs, line.backoff.nextMs())));
  }

  private void onSpec(Line line, Spec spec, long nowMs) {
    line.backoff.reset();
    if (line.spec.isPresent() && line.spec.get().equals(spec)) {
      return;
    }
    line.spec = Optional.of(spec);
    records.accept(
        new VenueSpec(
            dialect.venue(),
            line.instrument,
            line.symbol,
            nowMs + time.offsetMs(),
            Money.toBorder(spec.tickSize()),
            Money.toBorder(spec.lotSize()),
            Money.toBorder(spec.minQuantity()),
            Money.toBorder(spec.minNotional()),
            Money.toBorder(spec.contractSize()),
            Money.toBorder(spec.maxLeverage()),
            spec.tradable()));
  }

  private void askBars(Line line, long nowMs) {
    if (line.spec.isEmpty()) {
      return;
    }
    // Rather too early by the venue's clock: what has not ended by it is half a bar.
    long askedMs = nowMs + time.offsetMs() - time.errorMs();
    Optional<BarCloser.Range> wanted = line.closer.wanted(askedMs, dialect.maxBars());
    if (wanted.isEmpty()) {
      return;
    }
    BarCloser.Range range = wanted.get();
    network.ask(
        dialect.bars(line.symbol, range.fromMs(), range.toMs()),
        (answer, answeredMs) ->
            readAnswer(
                answer,
                body -> {
                  List<BarRow> rows = dialect.readBars(body, line.symbol, this::contractSize);
                  line.backoff.reset();
                  line.closer.onAnswer(range, rows, askedMs, answeredMs + time.offsetMs());
                },
                retryMs ->
                    line.closer.failed(
                        answeredMs + time.offsetMs() + Math.max(retryMs, line.backoff.nextMs()))));
  }

  /** Payments are made on full hours; which, only the venue knows. */
  private void askFundings(Line line, long nowMs) {
    if (nowMs < line.fundingDueMs) {
      return;
    }
    long hourMs = Math.floorDiv(nowMs, HOUR_MS) * HOUR_MS;
    line.fundingDueMs = hourMs + HOUR_MS + FUNDING_LAG_MS;
    network.ask(
        dialect.fundings(line.symbol, line.lastFundingMs + 1, nowMs + time.offsetMs()),
        (answer, answeredMs) ->
            readAnswer(
                answer,
                body -> {
                  for (FundingRow row : dialect.readFundings(body, line.symbol)) {
                    onFunding(line, row, answeredMs + time.offsetMs());
                  }
                },
                retryMs ->
                    line.fundingDueMs = answeredMs + Math.max(retryMs, line.backoff.nextMs())));
  }

  private void onFunding(Line line, FundingRow row, long venueMs) {
    if (row.timeMs() > line.lastFundingMs && row.timeMs() <= venueMs) {
      line.lastFundingMs = row.timeMs();
      records.accept(new Funding(line.instrument, row.timeMs(), Money.toBorder(row.rate())));
    }
  }

  private void status(VenueStatusKind kind, String detail, long nowMs) {
    records.accept(new VenueStatus(dialect.venue(), "", nowMs + time.offsetMs(), kind, detail));
  }
}
