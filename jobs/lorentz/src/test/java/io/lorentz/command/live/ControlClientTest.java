package io.lorentz.command.live;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.LoopbackPort;
import io.lorentz.command.fault.FaultException;
import io.lorentz.schemas.OperatorAction;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told whose command is not confirmed: no more than is known. */
class ControlClientTest {

  @TempDir Path folder;

  private ControlClient client(int port) {
    new ControlFile(port, "0".repeat(64), "market").write(folder);
    return ControlClient.in(folder).orElseThrow();
  }

  @Test
  void anEdgeThatTookTheCommandAndSaysNothingMayObeyYet() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ControlClient client = client(busy.getLocalPort());
      assertThatThrownBy(() -> client.obey(OperatorAction.FLATTEN, "", "a test"))
          .isInstanceOf(FaultException.class)
          .hasMessageContaining("did not say so within 1 s")
          .hasMessageContaining("it may obey yet and write it into the log")
          .hasMessageContaining("Close all")
          .hasMessageContaining("lorentz status")
          .hasMessageNotContaining("nothing was written");
    }
  }

  @Test
  void anEdgeThatIsNotThereWasNotTold() throws Exception {
    int port = LoopbackPort.free();
    assertThatThrownBy(() -> client(port).obey(OperatorAction.HALT, "", "a test"))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("it was not told, and nothing was written into the log")
        .hasMessageContaining("Close all")
        .hasMessageContaining("remove the file");
  }
}
