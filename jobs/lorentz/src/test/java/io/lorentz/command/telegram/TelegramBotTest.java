package io.lorentz.command.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bot says to Telegram, and that its token is never told to anybody else. */
class TelegramBotTest {

  @TempDir Path folder;
  private FakeBotApi api;

  @BeforeEach
  void start() throws IOException {
    api = FakeBotApi.start();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aTextArrivesAndOneThatIsTooLongIsCut() throws IOException {
    TelegramBot bot = TelegramBot.of(api.uri(), FakeBotApi.tokenFile(folder));
    bot.send(-42, "+1.00 USDT <&>");
    bot.send(-42, "x".repeat(5_000));

    List<FakeBotApi.Sent> sent = api.sent();
    assertThat(sent.get(0)).isEqualTo(new FakeBotApi.Sent(-42, "+1.00 USDT <&>"));
    assertThat(sent.get(1).text()).hasSize(4_096).endsWith("x…");
  }

  @Test
  void aMessageWithoutTextIsOneAllTheSame() throws IOException {
    api.written(5, 42, 1_000, "");
    assertThat(bot().updates(1, Duration.ZERO))
        .containsExactly(new TelegramBot.Update(5, 42, 1_000, ""));
  }

  @Test
  void whatFailsNeverShowsTheToken() throws IOException {
    TelegramBot closed = bot();
    api.close();
    failsWithoutToken(closed);
    failsWithoutToken(
        TelegramBot.of(URI.create("http://localhost:99999"), token(FakeBotApi.TOKEN)));
    failsWithoutToken(TelegramBot.of(URI.create("http://localhost:0"), token(FakeBotApi.TOKEN)));
    assertThat(closed).asString().doesNotContain(FakeBotApi.TOKEN);
  }

  @Test
  void aRefusalSaysWhy() throws IOException {
    TelegramBot stranger = TelegramBot.of(api.uri(), token("1:anothertoken"));
    assertThatThrownBy(() -> stranger.send(1, "x"))
        .isInstanceOf(FaultException.class)
        .hasMessage("Telegram did not take it (it answered 401 Unauthorized)");
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsNotWaitedForWithoutEnd() throws IOException {
    api.stall();
    TelegramBot bot =
        TelegramBot.of(api.uri(), FakeBotApi.tokenFile(folder), Duration.ofMillis(300));
    assertThatThrownBy(() -> bot.send(1, "x"))
        .isInstanceOf(FaultException.class)
        .hasMessage("Telegram did not take it (TimeoutException)");
  }

  private static void failsWithoutToken(TelegramBot bot) {
    assertThatThrownBy(() -> bot.send(1, "x"))
        .isInstanceOf(FaultException.class)
        .satisfies(
            e -> {
              StringWriter all = new StringWriter();
              e.printStackTrace(new PrintWriter(all, true));
              assertThat(all.toString()).doesNotContain("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw");
            });
  }

  @Test
  void aTokenThatOthersMayReadIsRefused() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path file = FakeBotApi.tokenFile(folder);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> TelegramBot.of(api.uri(), file))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void whatIsNoTokenOrNotThereIsMisuseThatDoesNotRepeatIt() throws IOException {
    assertThatThrownBy(() -> TelegramBot.of(api.uri(), token("my secret")))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("holds no token")
        .hasMessageNotContaining("my secret");
    assertThatThrownBy(() -> TelegramBot.of(api.uri(), folder.resolve("none")))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("NoSuchFileException");
  }

  @Test
  void theTokenGoesNowhereUnencrypted() throws IOException {
    Path token = token(FakeBotApi.TOKEN);
    for (String elsewhere :
        List.of("http://example.org", "ftp://localhost", "https:nowhere", "x")) {
      assertThatThrownBy(() -> TelegramBot.of(URI.create(elsewhere), token))
          .as(elsewhere)
          .isInstanceOf(MisuseException.class)
          .hasMessageContaining("must be https");
    }
  }

  private TelegramBot bot() throws IOException {
    return TelegramBot.of(api.uri(), FakeBotApi.tokenFile(folder));
  }

  private Path token(String token) throws IOException {
    return Files.writeString(FakeBotApi.tokenFile(folder), token);
  }
}
