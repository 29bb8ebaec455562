package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every alert as a phone shows it: rendered by Alertmanager's own program from the shipped
 * templates, with the annotations that Prometheus gives in the unit tests of the rules.
 */
class AlertMessagesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TEMPLATES = Path.of("alertmanager", "messages.tmpl");
  private static final String BEGAN = "2026-11-25T12:00:00Z";

  /** What a locked phone shows of a message, about. */
  private static final int FIRST_LINE = 64;

  /** What a mail program shows of a subject. */
  private static final int SUBJECT = 70;

  /** A screen, not more. */
  private static final int WHOLE = 420;

  @TempDir Path folder;

  @Test
  void theFirstLineSaysWhatHappenedAndFitsOnALockedPhone() throws Exception {
    for (JsonNode alert : fired()) {
      String message = rendered("lorentz.telegram", "firing", List.of(alert));
      String what = alert.at("/exp_annotations/summary").asText();
      String mark = alert.at("/exp_labels/severity").asText().equals("critical") ? "🔴" : "🟡";
      assertThat(message.lines().findFirst().orElseThrow())
          .isEqualTo(mark + " <b>" + what + "</b>");
      assertThat(what.length()).as(what).isLessThanOrEqualTo(FIRST_LINE);
      assertThat(message.length()).as(message).isLessThanOrEqualTo(WHOLE);
      assertThat(message).contains("since 25 Nov 12:00:00 UTC · flink-conf/OPERATE.md#");
      assertReadable(message);
    }
  }

  @Test
  void theSubjectOfAMailBeginsWithWhatToDo() throws Exception {
    for (JsonNode alert : fired()) {
      String subject = rendered("lorentz.subject", "firing", List.of(alert)).strip();
      assertThat(subject).matches("(ACT|look): .*");
      assertThat(subject.length()).as(subject).isLessThanOrEqualTo(SUBJECT);
      assertReadable(subject);
      assertReadable(rendered("lorentz.text", "firing", List.of(alert)));
    }
  }

  @Test
  void whatIsOverSaysHowLongItLasted() throws Exception {
    JsonNode alert = fired().get(0);
    assertThat(rendered("lorentz.telegram", "resolved", List.of(alert)))
        .startsWith("🟢 over: " + alert.at("/exp_annotations/summary").asText() + "\n")
        .contains("25 Nov 12:00:00 to 12:04:35 UTC, 4m35s");
    assertThat(rendered("lorentz.subject", "resolved", List.of(alert))).startsWith("over: ");
  }

  @Test
  void severalOfOneKindAreOneMessageThatCountsThem() throws Exception {
    List<JsonNode> two = List.of(fired().get(0), fired().get(0));
    assertThat(rendered("lorentz.subject", "firing", two)).endsWith("(and 1 more)");
    assertThat(rendered("lorentz.telegram", "firing", two).split("🔴", -1)).hasSize(3);
  }

  /** Telegram refuses more characters, and then nobody hears of anything. */
  @Test
  void hundredsOfOneKindFitIntoOneMessageThatSaysHowManyMoreThereAre() throws Exception {
    JsonNode longest = null;
    for (JsonNode alert : fired()) {
      if (longest == null || rendered(alert).length() > rendered(longest).length()) {
        longest = alert;
      }
    }
    List<JsonNode> many = Collections.nCopies(300, longest);

    assertThat(rendered("lorentz.telegram", "firing", many))
        .contains("and 294 more")
        .satisfies(text -> assertThat(text.length()).isLessThan(3_000));
    assertThat(rendered("lorentz.telegram", "resolved", many)).contains("and 294 more are over");
  }

  private String rendered(JsonNode alert) throws Exception {
    return rendered("lorentz.telegram", "firing", List.of(alert));
  }

  /** No names of labels, no braces of templates, no figure without end or unit. */
  private static void assertReadable(String message) {
    assertThat(message)
        .doesNotContain(
            "{{", "}}", "map[", "<no value>", "alertname", "severity", "job_name", "(s)")
        .doesNotContainPattern("\\d\\.\\d{3}")
        .doesNotContain("NaN", "Inf");
  }

  /** Alerts as they fire in the unit tests of the rules. */
  private static List<JsonNode> fired() throws IOException {
    List<JsonNode> fired = new ArrayList<>();
    for (JsonNode test : Yaml.read(Path.of("prometheus", "tests", "lorentz.yml")).path("tests")) {
      for (JsonNode look : test.path("alert_rule_test")) {
        for (JsonNode alert : look.path("exp_alerts")) {
          // A reference to what an earlier one says is a text here.
          if (alert.path("exp_annotations").isObject()) {
            fired.add(alert);
          }
        }
      }
    }
    assertThat(fired).hasSizeGreaterThanOrEqualTo(Alerts.names().size());
    return fired;
  }

  private String rendered(String template, String status, List<JsonNode> alerts) throws Exception {
    ObjectNode data = JSON.createObjectNode();
    data.put("receiver", "trader").put("status", status).put("externalURL", "");
    data.putObject("groupLabels");
    data.set("commonLabels", alerts.get(0).path("exp_labels"));
    data.putObject("commonAnnotations");
    ArrayNode list = data.putArray("alerts");
    for (JsonNode alert : alerts) {
      ObjectNode one = list.addObject().put("status", status);
      one.set("labels", alert.path("exp_labels"));
      one.set("annotations", alert.path("exp_annotations"));
      one.put("startsAt", BEGAN);
      one.put("endsAt", status.equals("firing") ? "0001-01-01T00:00:00Z" : "2026-11-25T12:04:35Z");
    }
    Path file = folder.resolve("data.json");
    JSON.writeValue(file.toFile(), data);
    Tool.Ended ended =
        Tool.named("amtool")
            .run(
                Map.of(),
                "template",
                "render",
                "--template.glob=" + TEMPLATES.toAbsolutePath(),
                "--template.type=text",
                "--template.text={{ template \"" + template + "\" . }}",
                "--template.data=" + file);
    assertThat(ended.code()).as(ended.said()).isZero();
    assertThat(Files.exists(file)).isTrue();
    return ended.said();
  }
}
