package io.lorentz.trading.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationBinderTest {

  enum Mode {
    JVM,
    AUTO_PICK
  }

  record Bars(List<Long> timeframesMs, int maxBridgedBars) implements Serializable {
    Bars {
      if (maxBridgedBars < 0) {
        throw new IllegalArgumentException(
            "maxBridgedBars: must be 0 or more, was " + maxBridgedBars + "; 5 is usual");
      }
      if (maxBridgedBars > 60) {
        throw new IllegalArgumentException(
            "bars.maxBridgedBars: must be at most 60, was " + maxBridgedBars + "; 5 is usual");
      }
      timeframesMs = List.copyOf(timeframesMs);
    }
  }

  record Spec(BigDecimal tick, BigDecimal lot) implements Serializable {
    /** Several, so none of them is what a new entry starts from. */
    public static List<Spec> defaults() {
      return List.of(new Spec(BigDecimal.ONE, BigDecimal.ONE));
    }
  }

  record Account(String name, BigDecimal capital, boolean limits) implements Serializable {
    Account {
      if (capital.signum() <= 0) {
        throw new IllegalArgumentException(
            "capital: must be more than 0, was " + capital.toPlainString() + "; 10000 is usual");
      }
      if (!limits && capital.precision() > 9) {
        throw new IllegalArgumentException(
            "accounts." + name + ": is too rich for no limits, was " + capital + "; lower it");
      }
    }

    public static Account defaults() {
      return new Account("unnamed", new BigDecimal("10000"), true);
    }
  }

  record Options(
      Bars bars,
      Map<String, Spec> instruments,
      Map<String, Double> weights,
      List<Account> accounts,
      double minConfidence,
      Mode mode,
      String label)
      implements Serializable {

    Options {
      if (accounts.isEmpty()) {
        throw new IllegalArgumentException("accounts: must not be empty, was []; name one");
      }
      if (bars.timeframesMs().isEmpty()) {
        throw new IllegalArgumentException("bars.timeframesMs: must not be empty, was []");
      }
    }

    static Options standard() {
      return new Options(
          new Bars(List.of(60_000L, 300_000L), 5),
          Map.of("BTCUSDT", new Spec(new BigDecimal("0.10"), new BigDecimal("0.001"))),
          Map.of("lorentzian", 0.6),
          List.of(
              new Account("limited", new BigDecimal("10000"), true),
              new Account("unlimited", new BigDecimal("10000"), false)),
          0.7,
          Mode.JVM,
          "plain");
    }
  }

  @TempDir private Path folder;

  private final ConfigurationBinder<Options> binder =
      new ConfigurationBinder<>(Options.class, Options.standard());

  @Test
  void shouldGiveTheDefaultsWhereNothingIsSaid() {
    assertThat(resolve().options()).isEqualTo(Options.standard());
  }

  @Test
  void shouldLayFileOverDefaultsAndSettingsOverFile() throws IOException {
    Path file = file("bars:\n  max-bridged-bars: 3\nmin-confidence: 0.5\nmode: auto_pick\n");

    Options options =
        binder
            .resolve(Optional.of(file), List.of("min-confidence=0.4", "bars.timeframes-ms=[60000]"))
            .options();

    assertThat(options.bars()).isEqualTo(new Bars(List.of(60_000L), 3));
    assertThat(options.minConfidence()).isEqualTo(0.4);
    assertThat(options.mode()).isEqualTo(Mode.AUTO_PICK);
  }

  @Test
  void shouldTakeAFileOfCommentsOnly() throws IOException {
    assertThat(binder.resolve(Optional.of(file("# nothing\n")), List.of()).options())
        .isEqualTo(Options.standard());
  }

  @Test
  void shouldMergeAccountsByNameWrittenAsListOrAsMapping() throws IOException {
    Path list = file("accounts:\n  - name: unlimited\n    capital: 5\n  - name: third\n");
    Path mapping = file("accounts:\n  unlimited:\n    capital: 5\n  third: {}\n");

    List<Account> merged = binder.resolve(Optional.of(list), List.of()).options().accounts();

    assertThat(merged)
        .extracting(Account::name, a -> a.capital().toPlainString(), Account::limits)
        .containsExactly(
            tuple("limited", "10000", true),
            tuple("unlimited", "5", false),
            tuple("third", "10000", true));
    assertThat(binder.resolve(Optional.of(mapping), List.of()).options().accounts())
        .isEqualTo(merged);
    assertThat(resolve("accounts.unlimited.capital=5", "accounts.third={}").options().accounts())
        .isEqualTo(merged);
  }

  @Test
  void shouldRemoveAnEntryThatIsSetToNull() {
    assertThat(resolve("accounts.unlimited=null").options().accounts()).hasSize(1);
    assertThat(resolve("weights.lorentzian=null").options().weights()).isEmpty();
  }

  @Test
  void shouldTakeNewKeysInOpenMaps() {
    Options options =
        resolve("instruments.XRPUSDT={tick: 0.0001, lot: 0.1}", "weights.own=0.25").options();

    assertThat(options.instruments().get("XRPUSDT").tick()).isEqualTo(new BigDecimal("0.0001"));
    assertThat(options.instruments()).containsKey("BTCUSDT");
    assertThat(options.weights()).containsEntry("own", 0.25);
  }

  @Test
  void shouldNameWhatANewEntryLacks() {
    assertRefused("instruments.XRPUSDT={tick: 0.0001}")
        .isEqualTo(
            "--set instruments.XRPUSDT={tick: 0.0001}: instruments.XRPUSDT.lot: is missing;"
                + " a new entry needs it");
  }

  @Test
  void shouldNameFileLineAndNearestKeyOfAnUnknownOne() throws IOException {
    Path file = file("mode: JVM\nbars:\n  max-bridge-bars: 3\n");

    assertThatThrownBy(() -> binder.resolve(Optional.of(file), List.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessage(
            file + ":3: unknown key bars.max-bridge-bars; did you mean bars.max-bridged-bars?");
  }

  @Test
  void shouldListTheKnownKeysWhereNoneIsNear() {
    assertRefused("bars.zzzzzzzz=1")
        .isEqualTo(
            "--set bars.zzzzzzzz=1: unknown key bars.zzzzzzzz; known here: timeframes-ms,"
                + " max-bridged-bars");
  }

  @Test
  void shouldNameKeyValueAndMendOfAValueOutOfRange() throws IOException {
    Path file = file("bars:\n\n  max-bridged-bars: -1\n");

    assertThatThrownBy(() -> binder.resolve(Optional.of(file), List.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessage(file + ":3: bars.max-bridged-bars: must be 0 or more, was -1; 5 is usual");
    assertRefused("accounts.unlimited.capital=-2.5")
        .isEqualTo(
            "--set accounts.unlimited.capital=-2.5: accounts.unlimited.capital: must be more than"
                + " 0, was -2.5; 10000 is usual");
  }

  @Test
  void shouldNameTheKeyWhereTheOuterRecordRefuses() {
    assertRefused("bars.timeframes-ms=[]")
        .isEqualTo("--set bars.timeframes-ms=[]: bars.timeframes-ms: must not be empty, was []");
    assertRefused("accounts={limited: null, unlimited: null}")
        .endsWith(": accounts: must not be empty, was []; name one");
  }

  @Test
  void shouldSayAPathOnceThatTheRecordNamesToo() {
    assertRefused("bars.max-bridged-bars=61")
        .isEqualTo(
            "--set bars.max-bridged-bars=61: bars.max-bridged-bars: must be at most 60, was 61;"
                + " 5 is usual");
    assertRefused("accounts.unlimited.capital=10000000000")
        .isEqualTo(
            "--set accounts.unlimited.capital=10000000000: accounts.unlimited: is too rich for no"
                + " limits, was 10000000000; lower it");
  }

  @Test
  void shouldSayWhatKindOfValueIsExpected() {
    assertRefused("bars.max-bridged-bars=five")
        .endsWith("bars.max-bridged-bars: expected a whole number, was \"five\"; mend the value");
    assertRefused("bars.max-bridged-bars=2.5")
        .endsWith("bars.max-bridged-bars: expected a whole number, was 2.5; mend the value");
    assertRefused("bars.timeframes-ms=[60000, x]")
        .endsWith("bars.timeframes-ms[1]: expected a whole number, was \"x\"; mend the value");
    assertRefused("mode=gpu")
        .endsWith("mode: expected one of JVM, AUTO_PICK, was \"gpu\"; mend the value");
    assertRefused("accounts.limited.limits=maybe")
        .endsWith("accounts.limited.limits: expected true or false, was \"maybe\"; mend the value");
    assertRefused("instruments.BTCUSDT.tick=a")
        .endsWith("instruments.BTCUSDT.tick: expected a number, was \"a\"; mend the value");
    assertRefused("weights.lorentzian=a")
        .endsWith("weights.lorentzian: expected a number, was \"a\"; mend the value");
    assertRefused("bars=5")
        .endsWith("bars: expected keys with values, was 5; write 'key: value' lines");
    assertRefused("mode=null").endsWith("mode: has no value; give it one, or remove the key");
  }

  @Test
  void shouldRefuseASettingWithoutKeyOrValue() {
    assertRefused("mode").contains("is not a setting");
    assertRefused("=3").contains("is not a setting");
    assertRefused("mode=").contains("has no value");
  }

  @Test
  void shouldRefuseBrokenYamlAKeyNamedTwiceAndASecondDocument() throws IOException {
    assertFileRefused("mode: [JVM\n").contains(".yaml:");
    assertFileRefused("mode: JVM\nmode: JVM\n").contains(":2: Duplicate").contains("mode");
    assertFileRefused("mode: JVM\n---\nlabel: x\n").contains("more than one YAML document");
    assertFileRefused("- a\n").contains("expected keys with values");
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    Path missing = folder.resolve("none.yaml");

    assertThatThrownBy(() -> binder.resolve(Optional.of(missing), List.of()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessage(missing + ": no such file; give --config an existing one");
  }

  @Test
  void whatIsShownResolvesToTheSameConfiguration() throws IOException {
    ResolvedConfiguration<Options> configuration =
        resolve("label='007'", "min-confidence=0.0000001", "instruments.BTCUSDT.lot=0.00000001");

    assertThat(configuration.yaml()).contains("0.00000001").contains("label: \"007\"");
    ResolvedConfiguration<Options> again =
        binder.resolve(Optional.of(file(configuration.yaml())), List.of());
    assertThat(again.options()).isEqualTo(configuration.options());
    assertThat(again.sha256()).isEqualTo(configuration.sha256());
  }

  @Test
  void theHashDependsOnValuesNotOnHowTheyAreWritten() throws IOException {
    String plain = resolve("instruments.BTCUSDT.tick=0.1", "weights.b=1", "weights.a=2").sha256();

    assertThat(resolve("weights.a=2.0", "weights.b=1.0", "instruments.BTCUSDT.tick=0.100").sha256())
        .isEqualTo(plain)
        .matches("[0-9a-f]{64}");
    assertThat(resolve("weights.a=2", "weights.b=1.5").sha256()).isNotEqualTo(plain);
  }

  @Test
  void canonicalJsonIsSortedAndPlain() {
    assertThat(resolve("instruments.BTCUSDT.tick=1e-7").canonicalJson())
        .isEqualTo(
            "{\"accounts\":[{\"capital\":10000,\"limits\":true,\"name\":\"limited\"},"
                + "{\"capital\":10000,\"limits\":false,\"name\":\"unlimited\"}],"
                + "\"bars\":{\"max-bridged-bars\":5,\"timeframes-ms\":[60000,300000]},"
                + "\"instruments\":{\"BTCUSDT\":{\"lot\":0.001,\"tick\":0.0000001}},"
                + "\"label\":\"plain\",\"min-confidence\":0.7,\"mode\":\"JVM\","
                + "\"weights\":{\"lorentzian\":0.6}}");
  }

  private ResolvedConfiguration<Options> resolve(String... settings) {
    return binder.resolve(Optional.empty(), List.of(settings));
  }

  private AbstractStringAssert<?> assertRefused(String setting) {
    return assertThat(
        assertThrows(BadConfigurationException.class, () -> resolve(setting)).getMessage());
  }

  private AbstractStringAssert<?> assertFileRefused(String yaml) throws IOException {
    Path file = file(yaml);
    return assertThat(
        assertThrows(
                BadConfigurationException.class, () -> binder.resolve(Optional.of(file), List.of()))
            .getMessage());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "configuration", ".yaml"), yaml);
  }

  record Venue(String confirm) {}

  record Section(Venue live) {}

  @Test
  void theEdgesSectionIsPassedOverByTheJobAndReadByTheEdge(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(folder.resolve("both.yaml"), "max-bridged-bars: 9\nlive: {confirm: a}\n");
    record Job(int maxBridgedBars) {}
    ConfigurationBinder<Job> job = new ConfigurationBinder<>(Job.class, new Job(5));
    ConfigurationBinder<Section> edge =
        new ConfigurationBinder<>(Section.class, new Section(new Venue(""))).onlyIts();
    List<String> settings = List.of("live.confirm=b");

    assertThat(job.resolve(Optional.of(file), settings).options()).isEqualTo(new Job(9));
    assertThat(job.resolve(Optional.of(file), settings).sha256())
        .isEqualTo(job.resolve(Optional.empty(), List.of("max-bridged-bars=9")).sha256());
    assertThat(edge.resolve(Optional.of(file), List.of()).options().live().confirm())
        .isEqualTo("a");
    assertThat(edge.resolve(Optional.of(file), settings).options().live().confirm()).isEqualTo("b");
    assertThatThrownBy(() -> edge.resolve(Optional.empty(), List.of("live.confrim=b")))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("confirm");
  }
}
