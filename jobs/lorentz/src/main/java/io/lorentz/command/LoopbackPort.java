package io.lorentz.command;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on loopback. */
public final class LoopbackPort {

  /**
   * Below what Linux (32,768) and macOS (49,152) give to connections that go out: none of them
   * takes the port between the choice and the listening.
   */
  private static final int FIRST = 10_000;

  private static final int PORTS = 22_000;

  /** Each process begins elsewhere, and gives none a second time soon. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

  private LoopbackPort() {}

  /**
   * One that nobody listens on now.
   *
   * @throws IOException if there is none
   */
  public static int free() throws IOException {
    for (int tries = 0; tries < PORTS; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), PORTS);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("ports " + FIRST + " to " + (FIRST + PORTS - 1) + ": all are in use");
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }
}
