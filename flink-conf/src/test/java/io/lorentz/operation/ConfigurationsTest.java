package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each config.yaml says what Flink understands, and only where it differs from Flink. */
class ConfigurationsTest {

  /** What a place has of its own: where it listens, where things lie, how JobManagers are found. */
  private static final Pattern OF_THE_PLACE =
      Pattern.compile(
          "jobmanager\\..*|rest\\..*|taskmanager\\.(bind-host|host)|high-availability.*|web\\..*"
              + "|env\\..*|kubernetes\\..*|metrics\\.reporter\\.prom\\.port"
              + "|execution\\.checkpointing\\.(savepoint-)?dir");

  private static FlinkOptions options;

  @BeforeAll
  static void readTheOptions() throws Exception {
    options = new FlinkOptions();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster", "backtest", "live"})
  void everyLineIsOneThatFlinkKnowsAndNotItsDefault(String use) throws Exception {
    List<String> faults = new ArrayList<>();
    of(use).forEach((key, value) -> options.fault(key, value).ifPresent(faults::add));
    assertThat(faults).isEmpty();
  }

  @Test
  void theDeploymentOnKubernetesSaysNothingThatFlinkDoesNotKnow() throws Exception {
    List<String> faults = new ArrayList<>();
    onKubernetes("base/flink-deployment.yaml")
        .forEach(
            (key, value) -> {
              if (!key.startsWith("kubernetes.operator.")) {
                options.fault(key, value).ifPresent(faults::add);
              }
            });
    assertThat(faults).isEmpty();
  }

  @Test
  void mistakesAreFound() {
    assertThat(options.fault("execution.checkpointing.intervall", "10 s")).isPresent();
    assertThat(options.fault("execution.checkpointing.interval", "10 parsecs")).isPresent();
    assertThat(options.fault("heartbeat.interval", "10 s"))
        .as("Flink's default")
        .hasValueSatisfying(fault -> assertThat(fault).contains("leave it out"));
    assertThat(options.fault("metrics.reporter.prom.prot", "9249")).isPresent();
    assertThat(options.fault("execution.checkpointing.interval", "10 s")).isEmpty();
  }

  @Test
  void aServerAClusterAndKubernetesTradeAlike() throws Exception {
    Map<String, String> live = shared(of("live"));
    assertThat(live).containsKeys("execution.checkpointing.interval", "heartbeat.timeout");
    assertThat(shared(of("cluster"))).isEqualTo(live);
    assertThat(shared(onKubernetes("base/flink-deployment.yaml"))).isEqualTo(live);
    assertThat(onKubernetes("overlays/live/flink-deployment.yaml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cluster", "backtest", "live"})
  void everyGroupOfLinesGivesItsReason(String use) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(use, "config.yaml"));
    List<String> bare = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean begins = !line.startsWith(" ") && !line.startsWith("#") && !line.isBlank();
      if (begins && !reasonIsGiven(lines, i)) {
        bare.add(line);
      }
    }
    assertThat(bare).as("sections without a comment above or in them").isEmpty();
  }

  /** Right above the section, above those it stands with, or within it. */
  private static boolean reasonIsGiven(List<String> lines, int section) {
    for (int i = section - 1; i >= 0 && !lines.get(i).isBlank(); i--) {
      if (lines.get(i).strip().startsWith("#")) {
        return true;
      }
    }
    for (int i = section + 1; i < lines.size() && lines.get(i).startsWith(" "); i++) {
      if (lines.get(i).strip().startsWith("#")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void nobodyButThisMachineReachesTheRestPort() throws Exception {
    for (String use : List.of("local", "cluster", "backtest", "live")) {
      assertThat(of(use)).as(use).containsEntry("rest.bind-address", "localhost");
    }
  }

  private static Map<String, String> of(String use) throws Exception {
    return Yaml.flat(Yaml.read(Path.of(use, "config.yaml")));
  }

  private static Map<String, String> onKubernetes(String manifest) throws Exception {
    JsonNode deployment = Yaml.read(Path.of("..", "k8s").resolve(manifest));
    Map<String, String> flat = new TreeMap<>();
    deployment
        .at("/spec/flinkConfiguration")
        .fields()
        .forEachRemaining(field -> flat.put(field.getKey(), field.getValue().asText()));
    return flat;
  }

  private static Map<String, String> shared(Map<String, String> all) {
    Map<String, String> shared = new TreeMap<>(all);
    shared.keySet().removeIf(key -> OF_THE_PLACE.matcher(key).matches());
    return shared;
  }
}
