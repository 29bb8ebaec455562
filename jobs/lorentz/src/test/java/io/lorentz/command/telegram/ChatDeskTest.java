package io.lorentz.command.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.fault.FaultException;
import io.lorentz.command.fault.MisuseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One chat may ask and halt; whoever and whatever else writes to the bot changes nothing. */
class ChatDeskTest {

  private static final long CHAT = -42;
  private static final long STRANGER = 43;

  @TempDir Path folder;

  private final List<String> halts = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private FakeBotApi api;
  private ChatDesk desk;

  @BeforeEach
  void open() throws IOException {
    api = FakeBotApi.start();
    desk = desk();
  }

  @AfterEach
  void close() {
    api.close();
  }

  /** As after a start of the process. */
  private ChatDesk desk() throws IOException {
    return new ChatDesk(
        TelegramBot.of(api.uri(), FakeBotApi.tokenFile(folder)),
        CHAT,
        new Edge(),
        folder.resolve("state/telegram.json"),
        new Moment());
  }

  private final class Edge implements ChatDesk.Asked {
    @Override
    public String status() {
      return trouble.orElse("halted: no");
    }

    @Override
    public void halt(String reason) {
      if (trouble.isPresent()) {
        throw new FaultException(trouble.get());
      }
      halts.add(reason);
    }
  }

  private final class Moment extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void written(long id, long chat, String text) {
    api.written(id, chat, now.getEpochSecond(), text);
  }

  private List<String> answers() {
    desk.serve(Duration.ZERO);
    List<FakeBotApi.Sent> sent = api.sent();
    assertThat(sent).allSatisfy(one -> assertThat(one.chat()).isEqualTo(CHAT));
    return sent.stream().map(FakeBotApi.Sent::text).toList();
  }

  @Test
  void theChatIsToldHowTheEdgeStandsAndCanHaltIt() {
    written(7, CHAT, "/status");
    written(8, CHAT, "/halt@lorentz_bot now");

    assertThat(answers())
        .satisfiesExactly(
            status -> assertThat(status).isEqualTo("halted: no"),
            halted -> assertThat(halted).startsWith("halted: no entry from now on"));
    assertThat(halts).containsExactly("/halt from the Telegram chat -42");
  }

  @Test
  void inAGroupAnotherBotsCommandIsNotThisOnes() {
    written(7, CHAT, "/halt@music_bot");
    written(8, CHAT, "/status@");

    assertThat(answers()).isEmpty();
    assertThat(halts).isEmpty();
  }

  @Test
  void aStrangerIsNotAnsweredAndHaltsNothing() {
    written(7, STRANGER, "/halt");
    written(8, STRANGER, "/status");
    written(9, 0, "/halt");

    assertThat(answers()).isEmpty();
    assertThat(halts).isEmpty();
    written(10, CHAT, "/status");
    assertThat(answers()).as("and does not stand in anybody's way").hasSize(1);
  }

  @Test
  void nothingElseIsObeyed() {
    long id = 7;
    for (String text :
        List.of("/resume", "/flatten", "halt", "/halted", "", "/start", "please /halt")) {
      written(id++, CHAT, text);
      assertThat(answers()).as(text).isEmpty();
    }
    assertThat(halts).isEmpty();
  }

  @Test
  void aCommandIsObeyedOnceAlsoOverARestartAndIfTelegramRepeatsIt() throws IOException {
    api.repeatEverything();
    written(7, CHAT, "/halt");
    assertThat(answers()).hasSize(1);
    assertThat(answers()).isEmpty();

    desk = desk();
    assertThat(answers()).isEmpty();
    assertThat(halts).hasSize(1);
    written(8, CHAT, "/halt");
    assertThat(answers()).hasSize(1);
    assertThat(halts).hasSize(2);
  }

  @Test
  void whatWasSentWhileNobodyListenedIsNotObeyedAndIsSaidToBeOld() {
    written(7, CHAT, "/halt");
    now = now.plus(ChatDesk.OLDEST).plusSeconds(60);

    assertThat(answers()).containsExactly("/halt of 3 min ago is not obeyed; send it again");
    assertThat(halts).isEmpty();
    written(8, CHAT, "/halt");
    now = now.plus(ChatDesk.OLDEST);
    assertThat(answers()).singleElement().asString().startsWith("halted");
  }

  /** Telegram promises numbers that go on only while something comes within a week. */
  @Test
  void afterAQuietWeekACommandWithASmallerNumberIsObeyed() throws IOException {
    written(700_000, CHAT, "/status");
    assertThat(answers()).hasSize(1);
    assertThat(answers()).as("asked again, by which it is confirmed").isEmpty();
    now = now.plus(Duration.ofDays(8));
    written(7, CHAT, "/halt");
    assertThat(answers()).singleElement().asString().startsWith("halted");
    assertThat(answers()).isEmpty();

    now = now.plus(Duration.ofDays(8));
    desk = desk();
    written(3, CHAT, "/halt");
    assertThat(answers()).singleElement().asString().startsWith("halted");
    assertThat(halts).hasSize(2);
  }

  @Test
  void aHaltThatTheEdgeDoesNotConfirmIsSaidToBeNone() {
    trouble = Optional.of("no live edge is known here");
    written(7, CHAT, "/halt");
    assertThat(answers()).containsExactly("HALT NOT CONFIRMED: no live edge is known here");
  }

  @Test
  void anAnswerThatCannotBeSentMakesNoSecondHalt() {
    api.refuse(true);
    written(7, CHAT, "/halt");
    assertThatThrownBy(() -> desk.serve(Duration.ZERO))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("400 Bad Request: chat not found");
    api.refuse(false);
    assertThat(answers()).isEmpty();
    assertThat(halts).hasSize(1);
  }

  @Test
  void aHaltIsAnsweredAlsoWhereItsNumberCannotBeKept() throws IOException {
    Files.writeString(folder.resolve("state"), "a file where a folder should be");
    written(7, CHAT, "/halt");
    assertThatThrownBy(() -> desk.serve(Duration.ZERO))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("--state");
    assertThat(api.sent())
        .singleElement()
        .satisfies(sent -> assertThat(sent.text()).startsWith("halted"));
    assertThat(answers()).isEmpty();
    assertThat(halts).hasSize(1);
  }

  @Test
  void aStateThatCannotBeReadIsMisuse() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/telegram.json"), "{half");
    assertThatThrownBy(this::desk)
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("remove it, or name another");
  }
}
