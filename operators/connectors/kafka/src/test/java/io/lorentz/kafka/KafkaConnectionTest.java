package io.lorentz.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaConnectionTest {

  @TempDir private Path folder;

  @Test
  void settingsForTlsAndSaslReachEveryClient() throws IOException {
    KafkaConnection connection =
        KafkaConnection.of(
            "broker:9093",
            file(
                "security.protocol=SASL_SSL",
                "sasl.mechanism=SCRAM-SHA-512",
                "ssl.truststore.location=/trust.p12"));

    assertThat(connection.admin()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(connection.consumer()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    assertThat(connection.producer())
        .containsEntry("ssl.truststore.location", "/trust.p12")
        .containsEntry("bootstrap.servers", "broker:9093")
        .containsEntry("acks", "all")
        .containsEntry("linger.ms", "0");
  }

  @Test
  void itsTextShowsNoPassword() throws IOException {
    KafkaConnection connection =
        KafkaConnection.of("broker:9093", file("ssl.keystore.password=hunter2"));

    assertThat(connection.toString())
        .contains("broker:9093", "ssl.keystore.password")
        .doesNotContain("hunter2");
  }

  @Test
  void aMistypedSettingIsNamedWithItsLine() throws IOException {
    Path file = file("# TLS", "security.protocol=SSL", "ssl.trustore.location=/trust.p12");

    assertThatThrownBy(() -> KafkaConnection.of("broker:9093", file))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining(file + ":3: ssl.trustore.location is no setting");
  }

  @Test
  void whatTheTopicsPromiseCannotBeTakenBackByTheFile() throws IOException {
    Path acks = file("acks=0");
    assertThatThrownBy(() -> KafkaConnection.of("broker:9093", acks))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining(acks + ":1: acks");
    Path bootstrap = file("bootstrap.servers=elsewhere:1");
    assertThatThrownBy(() -> KafkaConnection.of("broker:9093", bootstrap))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining("is set by Lorentz; remove it");
  }

  @Test
  void aValueThatKafkaRefusesIsNamed() throws IOException {
    Path file = file("security.protocol=TLS");

    assertThatThrownBy(() -> KafkaConnection.of("broker:9093", file))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining("security.protocol")
        .hasMessageContaining("TLS");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> KafkaConnection.of("broker:9093", folder.resolve("none")))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining("none: cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "broker", "broker:", ":9092", "a:1,b", "http://a:1/x"})
  void aPlaceThatIsNoHostAndPortIsRefused(String bootstrap) {
    assertThatThrownBy(() -> KafkaConnection.of(bootstrap))
        .isInstanceOf(KafkaArgumentException.class)
        .hasMessageContaining("must be HOST:PORT, was '" + bootstrap + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9092", "a.b-c:1,10.0.0.1:9092", "[::1]:9092"})
  void severalBrokersAndAddressesAreTaken(String bootstrap) {
    assertThat(KafkaConnection.of(bootstrap).bootstrap()).isEqualTo(bootstrap);
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("kafka.properties"), String.join("\n", lines));
  }
}
