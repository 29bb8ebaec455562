package io.lorentz.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard asks for what there is, in words that Prometheus understands. */
class DashboardTest {

  private static final int COLUMNS = 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode dashboard;

  @BeforeAll
  static void read() throws IOException {
    dashboard = JSON.readTree(Path.of("grafana", "lorentz.json").toFile());
  }

  @Test
  void everyExpressionIsOneThatPrometheusUnderstands(@TempDir Path folder) throws Exception {
    Tool promtool = Tool.named("promtool");
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode file = yaml.createObjectNode();
    ObjectNode group = file.putArray("groups").addObject().put("name", "dashboard");
    ArrayNode rules = group.putArray("rules");
    int number = 0;
    for (String expression : expressions()) {
      rules.addObject().put("record", "panel:" + number++).put("expr", chosen(expression));
    }
    Path written = folder.resolve("dashboard.yml");
    yaml.writeValue(written.toFile(), file);
    promtool.passes("check", "rules", written.toString());
  }

  /** As Grafana fills a choice of all. */
  private static String chosen(String expression) {
    String filled = expression.replace("$account", ".*").replace("$instrument", ".*");
    assertThat(filled).as("variables that are not declared").doesNotContain("$");
    return filled;
  }

  @Test
  void panelsReadNoMetricThatTheJobDoesNotHave() throws IOException {
    Set<String> documented = Metrics.documented();
    Set<String> shown = new HashSet<>();
    for (String expression : expressions()) {
      shown.addAll(Metrics.ours(expression));
    }
    assertThat(documented).containsAll(shown);
    assertThat(shown).hasSizeGreaterThan(25);
  }

  @Test
  void everyPanelSaysWhatItShows() {
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(panel.path("title").asText()).isNotBlank();
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText())
            .as(panel.path("title").asText())
            .isNotBlank();
        assertThat(panel.path("targets")).isNotEmpty();
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      }
    }
  }

  @Test
  void noPanelLiesOverAnotherOrOutsideThePage() {
    Set<List<Integer>> taken = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").asInt() + place.path("w").asInt();
      assertThat(right).isLessThanOrEqualTo(COLUMNS);
      for (int x = place.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < place.path("h").asInt(); y++) {
          assertThat(taken.add(List.of(x, place.path("y").asInt() + y)))
              .as(panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  private static List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").asText()));
    }
    expressions.add(dashboard.at("/annotations/list/0/expr").asText());
    return expressions;
  }
}
