package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.report.CodeVersion;

/** What a verb printed for a program, held against the form that {@link JsonArgument} promises. */
final class JsonAnswer {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonAnswer() {}

  /** The result of a verb that gave one. */
  static JsonNode result(String verb, RealCommandLine.Result result)
      throws JsonProcessingException {
    return result(verb, result.exitCode(), result.out());
  }

  /** The same of what stands on standard output. */
  static JsonNode result(String verb, int exitCode, String out) throws JsonProcessingException {
    JsonNode answer = answer(verb, exitCode, out);
    assertThat(answer.path("error").isNull()).as(out).isTrue();
    assertThat(answer.path("result").isObject()).as(out).isTrue();
    return answer.path("result");
  }

  /** Why a verb gave no result. */
  static String error(String verb, int exitCode, String out) throws JsonProcessingException {
    JsonNode answer = answer(verb, exitCode, out);
    assertThat(answer.path("result").isNull()).as(out).isTrue();
    return answer.path("error").asText();
  }

  private static JsonNode answer(String verb, int exitCode, String out)
      throws JsonProcessingException {
    JsonNode answer = JSON.readTree(out);
    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly("format", "verb", "code", "exit_code", "error", "result");
    assertThat(answer.path("format").asInt()).isEqualTo(1);
    assertThat(answer.path("verb").asText()).isEqualTo(verb);
    assertThat(answer.at("/code/commit").asText()).isEqualTo(CodeVersion.current().commit());
    assertThat(answer.path("exit_code").asInt()).as(out).isEqualTo(exitCode);
    // Keys in snake case, or names of accounts, instruments and the like; and null for no number.
    assertThat(out).doesNotContainPattern("\"[a-z]+[A-Z]\\w*\" :").doesNotContain("\"NaN\"");
    return answer;
  }
}
