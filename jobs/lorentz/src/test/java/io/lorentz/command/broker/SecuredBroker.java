package io.lorentz.command.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorentz.command.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A broker that talks TLS and wants a login, and files of client properties for it. */
public final class SecuredBroker implements AutoCloseable {

  private static final String USER = "lorentz";
  private static final String PASSWORD = "let-me-in";
  private static final String STORE_PASSWORD = "store-secret";

  private final EmbeddedBroker broker;
  private final Path folder;

  private SecuredBroker(EmbeddedBroker broker, Path folder) {
    this.broker = broker;
    this.folder = folder;
  }

  /** Starts one with a certificate of its own. */
  public static SecuredBroker start(Path folder) throws Exception {
    Path store = keyStore(folder, "broker");
    int inner = LoopbackPort.free();
    int controller = LoopbackPort.free();
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            folder.resolve("broker"),
            EmbeddedBroker.ANY_PORT,
            port ->
                Map.ofEntries(
                    Map.entry("controller.quorum.voters", "1@localhost:" + controller),
                    Map.entry(
                        "listeners",
                        "SASL_SSL://localhost:"
                            + port
                            + ",INNER://localhost:"
                            + inner
                            + ",CONTROLLER://localhost:"
                            + controller),
                    Map.entry(
                        "advertised.listeners",
                        "SASL_SSL://localhost:" + port + ",INNER://localhost:" + inner),
                    Map.entry(
                        "listener.security.protocol.map",
                        "SASL_SSL:SASL_SSL,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                    Map.entry("inter.broker.listener.name", "INNER"),
                    Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                    Map.entry(
                        "listener.name.sasl_ssl.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
                            + USER
                            + "=\""
                            + PASSWORD
                            + "\";"),
                    Map.entry("ssl.keystore.location", store.toString()),
                    Map.entry("ssl.keystore.type", "PKCS12"),
                    Map.entry("ssl.keystore.password", STORE_PASSWORD),
                    Map.entry("ssl.key.password", STORE_PASSWORD)));
    return new SecuredBroker(broker, folder);
  }

  /** Where to reach it. */
  public String bootstrap() {
    return broker.bootstrap();
  }

  /** Properties of a client that may. */
  public Path client() throws IOException {
    return client("client", PASSWORD, folder.resolve("broker.p12"));
  }

  /** Properties of a client whose password is not the right one. */
  public Path clientWithWrongPassword() throws IOException {
    return client("wrong", "not-" + PASSWORD, folder.resolve("broker.p12"));
  }

  /** Properties of a client that trusts another certificate. */
  public Path clientThatTrustsAnother() throws Exception {
    return client("stranger", PASSWORD, keyStore(folder, "another"));
  }

  /** What must not be seen in what a command says. */
  public List<String> secrets() {
    return List.of(PASSWORD, STORE_PASSWORD);
  }

  private Path client(String name, String password, Path trusted) throws IOException {
    return Files.write(
        folder.resolve(name + ".properties"),
        List.of(
            "security.protocol=SASL_SSL",
            "sasl.mechanism=PLAIN",
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\",
            "  username=\"" + USER + "\" password=\"" + password + "\";",
            "ssl.truststore.location=" + trusted,
            "ssl.truststore.type=PKCS12",
            "ssl.truststore.password=" + STORE_PASSWORD));
  }

  private static Path keyStore(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=DNS:localhost,IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    return store;
  }

  @Override
  public void close() {
    broker.close();
  }
}
