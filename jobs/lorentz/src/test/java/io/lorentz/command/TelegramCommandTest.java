package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.live.ToyEdge;
import io.lorentz.command.telegram.FakeBotApi;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb telegram between a bot interface made up and an edge's control server. */
class TelegramCommandTest {

  private static final long CHAT = 123_456;
  private static final long PATIENCE_S = 60;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private FakeBotApi api;
  private Path token;

  @BeforeEach
  void start() throws Exception {
    api = FakeBotApi.start();
    token = FakeBotApi.tokenFile(folder);
  }

  @AfterEach
  void stop() {
    api.close();
    assertThat(out.toString() + err).doesNotContain(FakeBotApi.TOKEN);
  }

  private int run(String... more) {
    Surroundings surroundings =
        new Surroundings(new PrintWriter(out, true), new PrintWriter(err, true), false, 2);
    return CommandLineFactory.create(new TestingEngine(), surroundings, "the.log").execute(more);
  }

  private int serve() {
    return run(
        "telegram",
        "--edge",
        folder.resolve("live").toString(),
        "--telegram-api",
        api.uri().toString(),
        "--telegram-token",
        token.toString(),
        "--telegram-chat",
        String.valueOf(CHAT));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  @Test
  void theChatAsksAndHaltsUntilTheVerbIsStoppedAndAStrangerDoesNot() throws Exception {
    try (ToyEdge edge = new ToyEdge(folder.resolve("live"), "market")) {
      api.written(1, CHAT + 1, now(), "/halt");
      FutureTask<Integer> verb = new FutureTask<>(this::serve);
      Thread thread = new Thread(verb, "telegram");
      thread.start();

      api.written(2, CHAT, now(), "/status");
      FakeBotApi.Sent status = api.await();
      assertThat(status.chat()).isEqualTo(CHAT);
      assertThat(status.text())
          .contains("account: main\n", "halted: no\n", "balance: 9876.5 USDT\n")
          .contains("positions: BTCUSDT 0.25\n")
          .doesNotContain(" ".repeat(2));
      assertThat(edge.obeyed()).isEmpty();
      api.written(3, CHAT, now(), "/halt");
      assertThat(api.await().text()).startsWith("halted: no entry from now on");
      assertThat(edge.obeyed()).containsExactly("HALT : /halt from the Telegram chat 123456");

      thread.interrupt();
      assertThat(verb.get(PATIENCE_S, TimeUnit.SECONDS)).isZero();
    }
    assertThat(out.toString()).contains("answers the chat 123456");
    assertThat(api.sent()).isEmpty();
    assertThat(Files.readString(folder.resolve("live/telegram.json")))
        .contains("\"last_update_id\":3");
  }

  @Test
  void withoutAnEdgeTheChatIsToldSo() throws Exception {
    FutureTask<Integer> verb = new FutureTask<>(this::serve);
    Thread thread = new Thread(verb, "telegram");
    thread.start();
    api.written(1, CHAT, now(), "/halt");
    assertThat(api.await().text()).isEqualTo("HALT NOT CONFIRMED: no live edge is known here");
    thread.interrupt();
    assertThat(verb.get(PATIENCE_S, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void withoutABotItIsMisuse() throws Exception {
    assertThat(run("telegram")).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("--telegram-token, --telegram-chat: are missing");
    assertThat(run("telegram", "--telegram-token", token.toString())).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("go together");
    Files.writeString(token, "no token");
    assertThat(serve()).isEqualTo(ExitCode.MISUSE);
    assertThat(err.toString()).contains("holds no token of a bot");
  }
}
