package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A port that is named now and listened on later. */
class LoopbackPortTest {

  @Test
  void itIsNoneOfThoseThatConnectionsTakeAndIsNotGivenTwice() throws IOException {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      int port = LoopbackPort.free();
      assertThat(port).isBetween(1_024, 32_767);
      assertThat(given.add(port)).as("port " + port).isTrue();
    }
  }

  @Test
  void oneThatIsListenedOnIsPassedOver() throws IOException {
    List<ServerSocket> listening = new ArrayList<>();
    try {
      int next = LoopbackPort.free() + 1;
      for (int port = next; port < next + 3; port++) {
        listening.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      }
      assertThat(LoopbackPort.free()).isNotIn(next, next + 1, next + 2);
    } finally {
      for (ServerSocket socket : listening) {
        socket.close();
      }
    }
  }
}
