package io.lorentz.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.schemas.GroupInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Every row of simulated accounts is as it was. */
class SimulatedRowsTest {

  private static final int MARKETS = 20;

  @Test
  void theRowsOfTheGeneratedMarketsAreThoseOfTheFirstRelease() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (long seed = 0; seed < MARKETS; seed++) {
      AccountGroup group = new AccountGroup(RandomMarket.options(seed));
      for (GroupInput input : RandomMarket.of(seed)) {
        group.on(input, row -> digest.update(row.toString().getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("419ada62a92b9f2d728c11d290b3959e0b3c745ed3e884820c75a6f15b0f087c");
  }
}
