package io.lorentz.bitget.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeStreamTest {

  private static final String LOGIN =
      "{\"op\":\"login\",\"args\":[{\"apiKey\":\"k\",\"passphrase\":\"p\","
          + "\"timestamp\":\"1767225600\",\"sign\":\"s\"}]}";

  private final Calls calls = Calls.at100(7);
  private final FakeStream stream = calls.venue().connect(calls.nowMs());

  private static String wish(String channel, String key) {
    return "{\"op\":\"subscribe\",\"args\":[{\"instType\":\"USDT-FUTURES\",\"channel\":\""
        + channel
        + "\",\""
        + key
        + "\":\"default\"}]}";
  }

  private List<JsonNode> taken() {
    return stream.take().stream().map(Calls::read).toList();
  }

  private void hear(String text) {
    stream.receive(calls.nowMs(), text);
  }

  @Test
  void nothingIsToldBeforeTheLogin() {
    hear(wish("orders", "instId"));
    assertThat(taken()).extracting(it -> it.path("code").asInt()).containsExactly(30004);
    hear("{\"op\":\"login\",\"args\":[{\"apiKey\":\"k\"}]}");
    assertThat(taken()).extracting(it -> it.path("code").asInt()).containsExactly(30005);
  }

  @Test
  void anUnknownChannelIsRefusedAndSoIsAWrongKey() {
    hear(LOGIN);
    hear(wish("orders2", "instId"));
    hear(wish("account", "instId"));
    assertThat(taken()).extracting(it -> it.path("code").asInt()).containsExactly(0, 30001, 30001);
  }

  @Test
  void positionsAndMoneyBeginWithASnapshotAndOrdersDoNot() {
    calls.hold("a", "1");
    hear(LOGIN);
    hear(wish("orders", "instId"));
    hear(wish("positions", "instId"));
    hear(wish("account", "coin"));
    List<JsonNode> frames = taken().stream().filter(it -> it.has("data")).toList();
    assertThat(frames)
        .extracting(it -> it.path("arg").path("channel").asText())
        .containsExactly("positions", "account");
    assertThat(frames.get(0).path("data").path(0).path("total").asText()).isEqualTo("1.0000");
  }

  @Test
  void aPositionThatIsGoneIsMissingFromTheNextPush() {
    calls.hold("a", "1");
    hear(LOGIN);
    hear(wish("positions", "instId"));
    calls.venue().tradeByHand("BTCUSDT", calls.nowMs(), FakeSide.SELL, BigDecimal.ONE);
    List<JsonNode> frames = taken();
    assertThat(frames.get(frames.size() - 1).path("data")).isEmpty();
  }

  @Test
  void pingIsAnsweredAndTwoMinutesOfSilenceEndIt() {
    hear("ping");
    assertThat(stream.take()).containsExactly("pong");
    assertThat(stream.isOpen(calls.nowMs() + 119_999)).isTrue();
    assertThat(stream.isOpen(calls.nowMs() + 120_000)).isFalse();
  }

  @Test
  void aDayEndsIt() {
    long nowMs = calls.nowMs();
    for (long ms = 0; ms < 86_400_000; ms += 60_000) {
      stream.receive(nowMs + ms, "ping");
    }
    assertThat(stream.isOpen(nowMs + 86_399_999)).isTrue();
    assertThat(stream.isOpen(nowMs + 86_400_000)).isFalse();
  }
}
