package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import io.lorentz.bitget.fake.FakeBitget;
import io.lorentz.bitget.fake.FakeBitgetServer;
import io.lorentz.bitget.fake.FakeContract;
import io.lorentz.bitget.fake.FakeKey;
import io.lorentz.bitget.fake.FakeStart;
import io.lorentz.bitget.fake.Fault;
import io.lorentz.bitget.fake.FaultPlan;
import io.lorentz.command.fault.FaultException;
import org.junit.jupiter.api.Test;

/** The first questions to an account, over HTTP. */
class BitgetLinkTest {

  private static FakeBitgetServer server(double undone) {
    return new FakeBitgetServer(
        new FakeBitget(1, FakeStart.ready("10000"), FakeContract.btc()),
        FakeKey.usual(),
        false,
        System::currentTimeMillis,
        FaultPlan.none().with(Fault.UNDONE_AND_UNKNOWN, undone),
        5);
  }

  private static BitgetLink link(FakeBitgetServer server, String secret) {
    FakeKey key = FakeKey.usual();
    return BitgetLink.open(
        new Hosts(server.rest(), server.privateStream(), false),
        new Credentials(key.key(), secret, key.passphrase()));
  }

  @Test
  void anAccountIsNamedThoughHalfOfAllAnswersSayNothing() {
    try (FakeBitgetServer server = server(0.5);
        BitgetLink link = link(server, FakeKey.usual().secret())) {
      VenueIdentity identity = link.identity();

      assertThat(identity.accountId()).isEqualTo(FakeKey.ACCOUNT_ID);
      assertThat(identity.permissions()).containsExactly("coow", "coor");
    }
  }

  @Test
  void aKeyThatIsRefusedIsNotAskedAboutAgain() {
    try (FakeBitgetServer server = server(0);
        BitgetLink link = link(server, "another")) {
      assertThatThrownBy(link::identity)
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("does not say whose key it is")
          .hasMessageContaining("40009");
    }
  }
}
