package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration that {@code render} writes: whole, private, and one that Alertmanager takes.
 */
class AlertmanagerTest {

  private static final Tool RENDER = Tool.script(Path.of("alertmanager", "render"));

  /** What YAML, sed, awk and the shell each have an opinion about. */
  private static final String SECRET = "12:a'b\"c\\d&e#f: $g `h` ${LORENTZ_SMTP_TO} %i";

  @TempDir Path folder;
  private Path target;
  private Map<String, String> telegram;
  private Map<String, String> mail;

  @BeforeEach
  void prepare() throws IOException {
    target = folder.resolve("run/alertmanager.yml");
    Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
    telegram =
        Map.of("LORENTZ_TELEGRAM_TOKEN_FILE", token.toString(), "LORENTZ_TELEGRAM_CHAT", "-42");
    mail =
        Map.of(
            "LORENTZ_SMTP_HOST", "mail.example.org:587",
            "LORENTZ_SMTP_FROM", "lorentz@example.org",
            "LORENTZ_SMTP_TO", "you@example.org");
  }

  @Test
  void telegramAndMailWithAnyPasswordBecomeWhatAlertmanagerTakes() throws Exception {
    Map<String, String> both = new TreeMap<>(telegram);
    both.putAll(mail);
    both.put("LORENTZ_SMTP_USER", "o'neill");
    both.put("LORENTZ_SMTP_PASSWORD_FILE", folder.resolve("token").toString());
    JsonNode written = render(both);

    JsonNode receiver = written.at("/receivers/0");
    assertThat(receiver.at("/telegram_configs/0/bot_token").asText()).isEqualTo(SECRET);
    assertThat(receiver.at("/telegram_configs/0/chat_id").asLong()).isEqualTo(-42);
    assertThat(receiver.at("/email_configs/0/to").asText()).isEqualTo("you@example.org");
    assertThat(written.at("/global/smtp_auth_username").asText()).isEqualTo("o'neill");
    assertThat(written.at("/global/smtp_auth_password").asText()).isEqualTo(SECRET);
    assertThat(written.at("/global/smtp_require_tls").asBoolean()).isTrue();
    Tool.named("amtool").passes("check-config", target.toString());
  }

  @Test
  void oneWayIsEnough() throws Exception {
    assertThat(render(telegram).at("/receivers/0").has("email_configs")).isFalse();
    Tool.named("amtool").passes("check-config", target.toString());
    JsonNode byMail = render(mail);
    assertThat(byMail.at("/receivers/0").has("telegram_configs")).isFalse();
    assertThat(byMail.path("global").has("smtp_auth_password")).isFalse();
    Tool.named("amtool").passes("check-config", target.toString());
  }

  @Test
  void nobodyElseReadsWhatIsWritten() throws Exception {
    Files.createDirectories(target.getParent());
    Files.writeString(target, "old, and readable by all");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    render(telegram);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    try (var files = Files.list(target.getParent())) {
      assertThat(files).as("nothing else is left").containsExactly(target);
    }
  }

  @Test
  void whatIsMissingIsNamedAndNothingIsWritten() throws Exception {
    refused(Map.of(), "nowhere to send to");
    refused(without(telegram, "LORENTZ_TELEGRAM_CHAT"), "LORENTZ_TELEGRAM_CHAT is not set");
    refused(without(mail, "LORENTZ_SMTP_TO"), "LORENTZ_SMTP_TO is not set");
    refused(with(telegram, "LORENTZ_TELEGRAM_CHAT", "@me"), "must be a number, was @me");
    refused(with(telegram, "LORENTZ_TELEGRAM_TOKEN_FILE", "/nowhere"), "cannot read /nowhere");
    refused(with(mail, "LORENTZ_SMTP_USER", "you"), "LORENTZ_SMTP_PASSWORD_FILE is not set");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    refused(with(telegram, "LORENTZ_TELEGRAM_TOKEN_FILE", empty.toString()), "is empty");
  }

  @Test
  void alertsThatSilenceOthersAreThereAndSoAreThose() throws Exception {
    List<String> known = Alerts.names();
    List<String> named = new ArrayList<>();
    for (JsonNode rule : render(telegram).path("inhibit_rules")) {
      for (String side : List.of("source_matchers", "target_matchers")) {
        for (JsonNode matcher : rule.path(side)) {
          Matcher names = Pattern.compile("Lorentz\\w+").matcher(matcher.asText());
          while (names.find()) {
            named.add(names.group());
          }
        }
      }
    }
    assertThat(known).containsAll(named);
    assertThat(named).hasSizeGreaterThan(8);
  }

  private JsonNode render(Map<String, String> environment) throws Exception {
    Tool.Ended ended = RENDER.run(environment, target.toString());
    assertThat(ended.code()).as(ended.said()).isZero();
    return Yaml.read(target);
  }

  private void refused(Map<String, String> environment, String why) throws Exception {
    Tool.Ended ended = RENDER.run(environment, target.toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.said()).contains(why).doesNotContain(SECRET);
    assertThat(target).doesNotExist();
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> map, String key) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.remove(key);
    return changed;
  }
}
