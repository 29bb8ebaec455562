package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus takes the files, and each alert speaks when it should and only then. */
class PrometheusTest {

  private static final Path FOLDER = Path.of("prometheus");
  private static final Path UNIT_TESTS = FOLDER.resolve("tests/lorentz.yml");

  @Test
  void prometheusTakesTheConfigurationAndItsRules() throws Exception {
    Tool.named("promtool").passes("check", "config", FOLDER.resolve("prometheus.yml").toString());
  }

  @Test
  void everyRuleSpeaksWhenItShouldAndIsSilentJustBelow() throws Exception {
    Tool.named("promtool").passes("test", "rules", UNIT_TESTS.toString());
  }

  /** Else the unit tests could not fail. */
  @ParameterizedTest
  @CsvSource({
    "0.8 * max, 0.79 * max",
    "0.8 * max, 0.81 * max",
    "_age_seconds) > 15, _age_seconds) >= 15",
    "(lorentz_bars_gap_open) == 1, (lorentz_bars_gap_open) == 0",
    "for: 30s, for: 60s",
    "1.96 * sqrt((, 1.9 * sqrt((",
    "(up|job=\"lorentz\"|), (up)",
    "exp(1.96, exp(1.9",
    ">= max by, '> max by'",
  })
  void aRuleThatIsAnotherFailsItsUnitTest(String right, String wrong, @TempDir Path folder)
      throws Exception {
    Tool promtool = Tool.named("promtool");
    String rules = Files.readString(Alerts.RULES);
    String planted =
        right.startsWith("(up")
            ? rules.replace("up{job=\"lorentz\"}", "up")
            : rules.replace(right, wrong);
    assertThat(planted).isNotEqualTo(rules);
    Path copy = folder.resolve("rules").resolve("lorentz.yml");
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, planted);
    Path tests = folder.resolve("tests").resolve("lorentz.yml");
    Files.createDirectories(tests.getParent());
    Files.copy(UNIT_TESTS, tests);

    Tool.Ended ended = promtool.run(Map.of(), "test", "rules", tests.toString());
    assertThat(ended.code()).as(ended.said()).isNotZero();
    assertThat(ended.said()).contains("FAILED");
  }

  @Test
  void everyAlertHasAUnitTestInWhichItFiresAndOneInWhichItIsSilent() throws IOException {
    Set<String> fires = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (JsonNode test : Yaml.read(UNIT_TESTS).path("tests")) {
      for (JsonNode look : test.path("alert_rule_test")) {
        boolean none = look.path("exp_alerts").isEmpty();
        (none ? silent : fires).add(look.path("alertname").asText());
      }
    }
    Set<String> all = new TreeSet<>(Alerts.names());
    assertThat(fires).isEqualTo(all);
    assertThat(silent).isEqualTo(all);
  }

  @Test
  void everyAlertSaysHowBadItIsWhatHappenedWhatToDoAndWhereThatIsWritten() throws IOException {
    String page = Files.readString(Path.of("OPERATE.md"));
    for (JsonNode alert : Alerts.alerts()) {
      String name = alert.path("alert").asText();
      assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
      JsonNode says = alert.path("annotations");
      assertThat(says.path("summary").asText().length()).as(name).isBetween(10, 120);
      assertThat(says.path("description").asText()).as(name).isNotBlank();
      assertThat(says.path("runbook").asText())
          .isEqualTo("flink-conf/OPERATE.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(page).contains("\n### " + name + "\n");
    }
  }

  @Test
  void rulesReadNoMetricThatTheJobDoesNotHave() throws IOException {
    Set<String> documented = Metrics.documented();
    for (JsonNode rule : Alerts.rules()) {
      assertThat(documented).containsAll(Metrics.ours(rule.path("expr").asText()));
    }
  }

  @Test
  void namesAreMadeAlikeHereOnKubernetesAndInTheTableOfMetrics() throws IOException {
    JsonNode here = Yaml.read(FOLDER.resolve("prometheus.yml"));
    List<List<String>> relabelled = new ArrayList<>();
    here.at("/scrape_configs/0/metric_relabel_configs")
        .forEach(
            rule ->
                relabelled.add(
                    List.of(
                        rule.path("regex").asText(),
                        rule.path("target_label").asText(),
                        rule.path("replacement").asText())));
    List<List<String>> onKubernetes = new ArrayList<>();
    Yaml.read(Path.of("..", "k8s", "base", "pod-monitor.yaml"))
        .at("/spec/podMetricsEndpoints/0/metricRelabelings")
        .forEach(
            rule ->
                onKubernetes.add(
                    List.of(
                        rule.path("regex").asText(),
                        rule.path("targetLabel").asText(),
                        rule.path("replacement").asText())));
    assertThat(onKubernetes).isEqualTo(relabelled).hasSize(2);
    String table = Files.readString(Path.of("METRICS.md"));
    for (List<String> rule : relabelled) {
      assertThat(table).contains("regex: " + rule.get(0)).contains("replacement: " + rule.get(2));
    }
  }

  @Test
  void whatIsExpectedOfAnAccountCanBeWrittenAsTheFileShows(@TempDir Path folder) throws Exception {
    String shipped = Files.readString(FOLDER.resolve("rules/expected.yml"));
    StringBuilder written = new StringBuilder("groups:\n  - name: lorentz-expected\n    rules:\n");
    shipped
        .lines()
        .filter(line -> line.startsWith("#     "))
        .forEach(line -> written.append("  ").append(line.substring(1)).append('\n'));
    Path file = Files.writeString(folder.resolve("expected.yml"), written);
    assertThat(Yaml.read(file).at("/groups/0/rules")).hasSize(2);
    Tool.named("promtool").passes("check", "rules", file.toString());
  }
}
