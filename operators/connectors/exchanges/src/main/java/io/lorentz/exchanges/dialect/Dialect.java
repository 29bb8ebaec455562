package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one venue is spoken to. Stateless, for any number of threads. */
public interface Dialect {

  /** Length of the bars, ms. */
  long MINUTE_MS = 60_000;

  /** The venue's name, lower case. */
  String venue();

  /** The venue's name of an instrument such as BTCUSDT. */
  String symbol(String instrument);

  /** Whether frames say that a bar is closed; where they may leave it out, they do not. */
  boolean tellsClosed();

  /** Where its REST interface is. */
  URI restAddress();

  /** Where its sockets are, by the names in {@link Link}; empty where a ticket tells. */
  Map<String, URI> socketAddresses();

  /** What has to be asked before a socket is opened, if anything. */
  default Optional<RestRequest> ticket() {
    return Optional.empty();
  }

  /** Address of the socket as the ticket tells it. */
  default URI ticketAddress(JsonNode answer, long nowMs) throws UnreadableFrameException {
    throw new UnreadableFrameException(venue() + ": gives no ticket");
  }

  /** The sockets to open for these symbols. */
  List<Link> links(List<String> symbols, Extras extras, long nowMs);

  /** Whether the venue greets before it takes subscriptions. */
  default boolean greets() {
    return false;
  }

  /** How it wants to be kept alive. */
  Keepalive keepalive();

  /**
   * Reads a frame. Bars of one frame come in ascending order.
   *
   * @throws UnreadableFrameException if it is none of the venue's
   */
  List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException;

  /** How much may be asked. */
  RestLimit limit();

  /** Asks the venue's time. */
  RestRequest clock();

  /** The time in an answer to {@link #clock()}, ms since 1970 UTC. */
  long readClock(JsonNode answer) throws UnreadableFrameException;

  /** The most bars that one answer holds. */
  int maxBars();

  /**
   * Asks for bars.
   *
   * @param fromMs start of the first, ms since 1970 UTC
   * @param toMs start of the last, at most {@link #maxBars()} bars on
   */
  RestRequest bars(String symbol, long fromMs, long toMs);

  /** The bars of an answer, ascending. */
  List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException;

  /** Asks for a symbol's specification. */
  RestRequest spec(String symbol);

  /** The specification in an answer. */
  Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException;

  /** Asks for the funding payments from a time on. */
  RestRequest fundings(String symbol, long fromMs, long toMs);

  /**
   * Asks for a page of funding payments, the newest first, where a venue knows no range of time.
   *
   * @param number from 1
   */
  default Optional<RestRequest> fundingPage(String symbol, int number) {
    return Optional.empty();
  }

  /** The payments of an answer, ascending. */
  List<FundingRow> readFundings(JsonNode answer, String symbol) throws UnreadableFrameException;

  /** What the venue says in an answer that refuses; empty if it does not refuse. */
  Optional<String> refusal(JsonNode answer);
}
