package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.bitget.desk.Outcome;
import org.junit.jupiter.api.Test;

class KeyOwnerTest {

  @Test
  void theAccountIsNamedWithWhatTheKeyMayDo() {
    KeyOwner question = new KeyOwner();

    assertThat(
            question.take(
                200,
                "{\"code\":\"00000\",\"msg\":\"success\",\"data\":{\"userId\":\"4711\","
                    + "\"authorities\":[\"coow\",\"coor\"]}}"))
        .contains(new Outcome.Done("4711"));
    assertThat(question.permissions()).containsExactly("coow", "coor");
    assertThat(question.call().signed()).isTrue();
  }

  @Test
  void anAnswerWithoutAnAccountNamesNone() {
    assertThat(new KeyOwner().take(200, "{\"code\":\"00000\",\"data\":{}}"))
        .containsInstanceOf(Outcome.Unclear.class);
    assertThat(new KeyOwner().take(400, "{\"code\":\"40006\",\"msg\":\"Invalid ACCESS_KEY\"}"))
        .containsInstanceOf(Outcome.Refused.class);
  }
}
