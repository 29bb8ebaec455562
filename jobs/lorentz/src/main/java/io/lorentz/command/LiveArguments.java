package io.lorentz.command;

import io.lorentz.bitget.Credentials;
import io.lorentz.bitget.Hosts;
import io.lorentz.command.fault.MisuseException;
import io.lorentz.command.live.LiveOptions;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which account at the venue, and with which key. */
final class LiveArguments {

  @Option(
      names = "--demo",
      description = "Bitget's demo trading: play money, with a key that was made there.")
  private boolean demo;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "Folder with the files key, secret and passphrase, readable by you alone. Default: the"
              + " variables LORENTZ_BITGET_KEY, LORENTZ_BITGET_SECRET, LORENTZ_BITGET_PASSPHRASE.")
  private Path secrets;

  /** What is traded, for a person. */
  String environment() {
    return demo ? "Bitget demo trading" : "Bitget, real money";
  }

  /** Reads the key, now. */
  Credentials credentials() {
    return secrets == null ? Credentials.of(System.getenv()) : Credentials.of(secrets);
  }

  /**
   * Where the venue is.
   *
   * @throws MisuseException if an address of the configuration is none
   */
  Hosts hosts(LiveOptions live) {
    Hosts usual = demo ? Hosts.DEMO : Hosts.LIVE;
    return new Hosts(
        address("live.rest-url", live.restUrl(), usual.rest()),
        address("live.stream-url", live.streamUrl(), usual.privateStream()),
        demo);
  }

  private static URI address(String key, String text, URI usual) {
    try {
      return text.isEmpty() ? usual : URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new MisuseException(
          key + ": must be an address, was " + text + "; leave it empty for the venue's");
    }
  }
}
