package io.lorentz.bitget.fake;

import static io.lorentz.bitget.fake.Calls.BTC;
import static io.lorentz.bitget.fake.Calls.body;
import static io.lorentz.bitget.fake.Calls.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FakeSettingsTest {

  private final Calls calls = Calls.at100(7);

  private JsonNode leverage(String leverage) {
    return calls.post("account/set-leverage", body().put("leverage", leverage));
  }

  private int leverage() {
    return calls.get("account/account", "").path("data").path("isolatedLongLever").asInt();
  }

  @Test
  void whatIsSoAlreadyIsCalledUnchangedOrDone() {
    Set<String> codes = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      codes.add("leverage " + code(leverage("5")));
      codes.add(
          "margin "
              + code(calls.post("account/set-margin-mode", body().put("marginMode", "isolated"))));
      codes.add(
          "mode "
              + code(
                  calls.post("account/set-position-mode", body().put("posMode", "one_way_mode"))));
    }
    assertThat(codes)
        .containsExactly(
            "leverage 00000",
            "leverage 40814",
            "margin 00000",
            "margin 45054",
            "mode 00000",
            "mode 45054");
  }

  @Test
  void aLeverageThatTheContractDoesNotHaveIsRefused() {
    for (String none : new String[] {"0", "-1", "2.5", "126"}) {
      assertThat(code(leverage(none))).as(none).isEqualTo("40797");
    }
    assertThat(leverage()).isEqualTo(5);
  }

  @Test
  void aLowerLeverageThatWouldBindMoreThanThereIsIsRefused() {
    calls.hold("a", "400");
    assertThat(code(leverage("3"))).isEqualTo("40762");
    assertThat(leverage()).isEqualTo(5);
    assertThat(code(leverage("10"))).isEqualTo("00000");
    assertThat(leverage()).isEqualTo(10);
  }

  @Test
  void anOpenOrderBlocksTheModesAsAPositionDoes() {
    calls.place(Calls.limit("a", "buy", "1", "90"));
    assertThat(code(calls.post("account/set-position-mode", body().put("posMode", "hedge_mode"))))
        .isEqualTo("40920");
    assertThat(code(calls.post("account/set-margin-mode", body().put("marginMode", "crossed"))))
        .isEqualTo("45117");
    assertThat(calls.venue().openOrderIds(BTC)).hasSize(1);
  }
}
