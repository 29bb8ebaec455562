package io.lorentz.command.manual;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorentz.command.live.LiveSection;
import io.lorentz.trading.TradingOptions;
import io.lorentz.trading.configuration.BadConfigurationException;
import io.lorentz.trading.configuration.ConfigurationBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of all keys is what the code says. */
class ConfigurationPageTest {

  /** Writes the page anew where it is true. */
  private static final String WRITE = "lorentz.docs.write";

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Path PAGE = ROOT.resolve("docs").resolve("configuration.md");

  private static final String HEAD =
      """
      # Configuration

      Every key, with its type, unit, default and meaning. The tables are made of the code by a test that fails where they
      differ: what a key means is the text at its record. [First hour](first-hour.md#configure) shows how to use it.

      A file given with `--config` is YAML laid over the defaults, and `--set key=value` over that; an unknown key or a value out of
      range is an error that names its place. A list by name is merged by it: `NAME` stands for the name of an entry, `null`
      in its place removes the entry. Any other list, `[]`, is replaced as a whole. A new account or rule starts from the defaults
      shown; what is *required* has none. Numbers are exact where they are money. The section `live` is the
      edge's alone, and no part of the configuration's hash.
      """;

  private static final ConfigurationBinder<TradingOptions> JOB =
      new ConfigurationBinder<>(TradingOptions.class, TradingOptions.defaults());

  @Test
  void itIsWhatTheCodeSays() throws IOException {
    String made = HEAD + page().text();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, made);
    }

    assertThat(PAGE)
        .as(
            "docs/configuration.md differs from the code; write it anew by: mvn -pl jobs/lorentz -am test"
                + " -Dmaven.shade.skip=true -Dtest=ConfigurationPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            WRITE)
        .hasContent(made);
  }

  @Test
  void noKeyIsMissingAndEachHasAMeaning() throws IOException {
    ConfigurationPage page = page();
    Set<String> resolved = new TreeSet<>();
    keys("", job(), resolved);
    keys("", live(), resolved);

    assertThat(page.meaningless()).as("keys without @param at their record").isEmpty();
    assertThat(page.keys()).containsAll(resolved);
    assertThat(resolved).contains("group.accounts.NAME.risk.tiers[].leverage", "live.desk.caps");
  }

  private static ConfigurationPage page() throws IOException {
    ConfigurationPage page = new ConfigurationPage(new ComponentMeanings(ROOT)::of);
    page.add(TradingOptions.class, job());
    page.add(LiveSection.class, live());
    return page;
  }

  private static JsonNode live() {
    return LiveSection.binder().resolve(Optional.empty(), List.of()).tree();
  }

  /** The defaults, with one more entry in each list by name that takes one that says nothing. */
  private static JsonNode job() {
    List<String> entries = new ArrayList<>();
    for (String list : List.of("group.instruments", "group.accounts", "confirmations")) {
      String entry = list + "." + ConfigurationPage.NAME + "={}";
      if (isComplete(entry)) {
        entries.add(entry);
      }
    }
    assertThat(entries).as("instruments have no defaults").hasSize(2);
    return JOB.resolve(Optional.empty(), entries).tree();
  }

  private static boolean isComplete(String entry) {
    try {
      JOB.resolve(Optional.empty(), List.of(entry));
      return true;
    } catch (BadConfigurationException e) {
      return false;
    }
  }

  /** Keys of a configuration as {@code config show} has them. */
  private static void keys(String path, JsonNode tree, Set<String> keys) {
    if (tree.isObject()) {
      tree.fields()
          .forEachRemaining(
              field -> {
                String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                keys.add(key);
                keys(key, field.getValue(), keys);
              });
    } else if (tree.isArray()) {
      for (JsonNode entry : tree) {
        if (entry.isObject()) {
          keys(path + (entry.has("name") ? "." + ConfigurationPage.NAME : "[]"), entry, keys);
        }
      }
    }
  }
}
