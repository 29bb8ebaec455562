package io.lorentz.exchanges.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A venue that is spoken to at other addresses: a demo, a proxy, a server of a test. */
public record Elsewhere(Dialect dialect, URI restAddress, URI socketAddress) implements Dialect {

  @Override
  public String venue() {
    return dialect.venue();
  }

  @Override
  public String symbol(String instrument) {
    return dialect.symbol(instrument);
  }

  @Override
  public boolean tellsClosed() {
    return dialect.tellsClosed();
  }

  @Override
  public Map<String, URI> socketAddresses() {
    Map<String, URI> addresses = new TreeMap<>();
    dialect.socketAddresses().keySet().forEach(name -> addresses.put(name, socketAddress));
    return addresses;
  }

  @Override
  public Optional<RestRequest> ticket() {
    return dialect.ticket();
  }

  @Override
  public URI ticketAddress(JsonNode answer, long nowMs) throws UnreadableFrameException {
    return dialect.ticketAddress(answer, nowMs);
  }

  @Override
  public List<Link> links(List<String> symbols, Extras extras, long nowMs) {
    return dialect.links(symbols, extras, nowMs);
  }

  @Override
  public boolean greets() {
    return dialect.greets();
  }

  @Override
  public Keepalive keepalive() {
    return dialect.keepalive();
  }

  @Override
  public List<FeedEvent> read(String frame, Contracts contracts) throws UnreadableFrameException {
    return dialect.read(frame, contracts);
  }

  @Override
  public RestLimit limit() {
    return dialect.limit();
  }

  @Override
  public RestRequest clock() {
    return dialect.clock();
  }

  @Override
  public long readClock(JsonNode answer) throws UnreadableFrameException {
    return dialect.readClock(answer);
  }

  @Override
  public int maxBars() {
    return dialect.maxBars();
  }

  @Override
  public RestRequest bars(String symbol, long fromMs, long toMs) {
    return dialect.bars(symbol, fromMs, toMs);
  }

  @Override
  public List<BarRow> readBars(JsonNode answer, String symbol, Contracts contracts)
      throws UnreadableFrameException {
    return dialect.readBars(answer, symbol, contracts);
  }

  @Override
  public RestRequest spec(String symbol) {
    return dialect.spec(symbol);
  }

  @Override
  public Spec readSpec(JsonNode answer, String symbol) throws UnreadableFrameException {
    return dialect.readSpec(answer, symbol);
  }

  @Override
  public RestRequest fundings(String symbol, long fromMs, long toMs) {
    return dialect.fundings(symbol, fromMs, toMs);
  }

  @Override
  public Optional<RestRequest> fundingPage(String symbol, int number) {
    return dialect.fundingPage(symbol, number);
  }

  @Override
  public List<FundingRow> readFundings(JsonNode answer, String symbol)
      throws UnreadableFrameException {
    return dialect.readFundings(answer, symbol);
  }

  @Override
  public Optional<String> refusal(JsonNode answer) {
    return dialect.refusal(answer);
  }
}
