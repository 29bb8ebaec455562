package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.exchanges.dialect.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerTest {

  /** What the fixtures call the classes. */
  private static final Map<String, Answer> NAMED =
      Map.ofEntries(
          Map.entry("RATE_LIMIT", Answer.RATE_LIMIT),
          Map.entry("AUTH", Answer.AUTH),
          Map.entry("CLOCK_SKEW", Answer.CLOCK_SKEW),
          Map.entry("PERMISSION", Answer.PERMISSION),
          Map.entry("WRONG_ACCOUNT_FAMILY", Answer.WRONG_ACCOUNT_FAMILY),
          Map.entry("GONE", Answer.GONE),
          Map.entry("ORDER_NOT_FOUND", Answer.NOT_FOUND),
          Map.entry("NOTHING_TO_CANCEL", Answer.ALREADY_ENDED),
          Map.entry("INSUFFICIENT_MARGIN", Answer.FUNDS),
          Map.entry("MIN_NOTIONAL", Answer.SIZE),
          Map.entry("DUPLICATE_CLIENT_ID", Answer.DUPLICATE_ID),
          Map.entry("NO_POSITION", Answer.NO_POSITION),
          Map.entry("POSITION_MODE_MISMATCH", Answer.MODE_MISMATCH),
          Map.entry("SETTING_BLOCKED", Answer.SETTING_BLOCKED),
          Map.entry("NO_CHANGE_OK", Answer.NO_CHANGE),
          Map.entry("UNKNOWN_EXECUTION", Answer.UNKNOWN_OUTCOME));

  @Test
  void everyRecordedAnswerIsOfItsClass() {
    JsonNode answers = Fixtures.of("bitget", "errors.json");
    for (JsonNode answer : answers) {
      Optional<String> code =
          Optional.ofNullable(answer.get("body")).map(b -> b.get("code").asText());
      assertThat(Answer.of(answer.get("http").asInt(), code))
          .as(answer.toString())
          .isEqualTo(NAMED.get(answer.get("class").asText()));
    }
    assertThat(answers.size()).isGreaterThan(20);
  }

  @Test
  void everyCodeOfTheVenuesTableIsKnown() throws IOException {
    Path facts = Fixtures.shared().resolve("exchanges/bitget.md");
    assumeTrue(Files.isReadable(facts), "the venue's facts are not there: exchanges/bitget.md");
    List<String> lines = Files.readAllLines(facts);
    int from = lines.indexOf("## 13. Error codes -> action");
    int codes = 0;
    for (String line : lines.subList(from + 1, lines.indexOf("## 14. Traps in one list"))) {
      Matcher each = Pattern.compile("\\b(\\d{5})(?:-(\\d{5}))?\\b").matcher(line);
      while (each.find()) {
        int last = Integer.parseInt(each.group(2) == null ? each.group(1) : each.group(2));
        for (int code = Integer.parseInt(each.group(1)); code <= last; code++) {
          codes++;
          assertThat(Answer.of(400, Optional.of(String.valueOf(code))))
              .as("%s, in: %s", code, line)
              .isNotEqualTo(Answer.UNLISTED);
        }
      }
    }
    assertThat(codes).isGreaterThan(100);
  }

  @Test
  void whatHasNoCodeOrAnUnknownOneMayHaveBeenCarriedOut() {
    assertThat(Answer.of(502, Optional.empty())).isEqualTo(Answer.UNKNOWN_OUTCOME);
    assertThat(Answer.of(200, Optional.empty())).isEqualTo(Answer.UNKNOWN_OUTCOME);
    assertThat(Answer.of(429, Optional.empty())).isEqualTo(Answer.RATE_LIMIT);
    assertThat(Answer.of(400, Optional.of("99999"))).isEqualTo(Answer.UNLISTED);
    assertThat(Answer.UNLISTED.remedy()).isEqualTo(Remedy.LOOK_UP);
    assertThat(Answer.UNKNOWN_OUTCOME.remedy()).isEqualTo(Remedy.LOOK_UP);
  }

  @Test
  void onlyAClassThatIsKnownNotToBeCarriedOutIsSentAgain() {
    Set<Remedy> again = Set.of(Remedy.BACK_OFF, Remedy.RESYNC_CLOCK);
    assertThat(Arrays.stream(Answer.values()).filter(each -> again.contains(each.remedy())))
        .containsExactlyInAnyOrder(Answer.RATE_LIMIT, Answer.CLOCK_SKEW);
  }

  @Test
  void noCodeIsOfTwoClasses() {
    List<String> codes = Arrays.stream(Answer.values()).flatMap(a -> a.codes().stream()).toList();
    assertThat(codes).doesNotHaveDuplicates();
  }
}
