package io.lorentz.bitget;

import io.lorentz.bitget.desk.Push;
import io.lorentz.exchanges.dialect.UnreadableFrameException;
import java.util.List;

/** What is said on one connection of the private stream, without a socket. For one thread. */
public interface PrivateDialog {

  /**
   * What a frame means.
   *
   * @param send what is to be sent now, in this order
   * @param pushes what the venue says, in this order
   */
  record Said(List<String> send, List<Push> pushes) {}

  /**
   * The first text after the connection is open. It holds the passphrase and a signature: never log
   * it.
   *
   * @param timestampS seconds by the venue's clock; valid for 30 s
   */
  String login(long timestampS);

  /** What is sent now and then, so that the venue keeps the connection. */
  String ping();

  /**
   * Reads a frame.
   *
   * @throws UnreadableFrameException if it is not what the venue documents: nothing is guessed, and
   *     what was in it has to be asked for
   */
  Said read(String text) throws UnreadableFrameException;
}
