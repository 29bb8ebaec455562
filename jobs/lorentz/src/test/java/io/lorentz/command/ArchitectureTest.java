package io.lorentz.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The rooms: schemas ← core ← flink, connectors ← jobs, and a stage sees its own room only.
 *
 * <p>Plain tests, because Surefire passes over ArchUnit's own test engine without a word when it is
 * told which tests to run.
 */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.lorentz");

  /** These share one state, so their composition sees all of them. */
  private static final Set<String> GROUP_STAGES = Set.of("risk", "orders", "execution", "account");

  @Test
  void schemasKnowOnlyAvro() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.lorentz.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.lorentz.core..",
                "io.lorentz.flink..",
                "io.lorentz.archive..",
                "io.lorentz.bitget..",
                "io.lorentz.consolidation..",
                "io.lorentz.exchanges..",
                "io.lorentz.kafka..",
                "io.lorentz.models..",
                "io.lorentz.pytorch..",
                "io.lorentz.trading..",
                "io.lorentz.command..",
                "org.apache.flink..");
    rule.check(CLASSES);
  }

  @Test
  void coreKnowsOnlySchemas() {
    ArchRule rule =
        classes()
            .that()
            .resideInAPackage("io.lorentz.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "io.lorentz.core..",
                "io.lorentz.schemas..",
                "java..",
                "jdk.incubator.vector..",
                "org.apache.avro..");
    rule.check(CLASSES);
  }

  @Test
  void shellsAndConnectorsNeverSeeEachOther() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.lorentz.flink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.lorentz.archive..",
                "io.lorentz.bitget..",
                "io.lorentz.consolidation..",
                "io.lorentz.exchanges..",
                "io.lorentz.kafka..",
                "io.lorentz.models..",
                "io.lorentz.pytorch..",
                "io.lorentz.trading..",
                "io.lorentz.command..");
    rule.check(CLASSES);
  }

  @Test
  void connectorsSeeNoShellAndNoJob() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.lorentz.archive..",
                "io.lorentz.bitget..",
                "io.lorentz.consolidation..",
                "io.lorentz.exchanges..",
                "io.lorentz.kafka..",
                "io.lorentz.models..",
                "io.lorentz.pytorch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.lorentz.flink..", "io.lorentz.trading..", "io.lorentz.command..");
    rule.check(CLASSES);
  }

  /** A key must never come near a job graph, and the job jar holds neither. */
  @Test
  void theJobSeesNoVenue() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.lorentz.trading..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lorentz.bitget..", "io.lorentz.exchanges..");
    rule.check(CLASSES);
  }

  /** The edge decides and speaks to venues; how the log is kept is the business of others. */
  @Test
  void venuesSeeNeitherFlinkNorKafka() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage("io.lorentz.bitget..", "io.lorentz.exchanges..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "io.lorentz.kafka..");
    rule.check(CLASSES);
  }

  /** Time is told to the desk and answers are brought to it: a test runs it through a year. */
  @Test
  void theDeskHasNeitherThreadNorClockNorNetwork() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.lorentz.bitget.desk..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.net..", "java.nio..", "java.util.concurrent..", "java.time..", "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.Thread|java\\.util\\.(Random|SplittableRandom)")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");
    rule.check(CLASSES);
  }

  @Test
  void aStageSeesItsOwnRoomOnly() {
    ArchRule rule =
        classes().that().resideInAPackage("io.lorentz.core.*..").should(seeTheirOwnRoomOnly());
    rule.check(CLASSES);
  }

  @Test
  void decisionsAskNoClockAndNoRandomSource() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage("io.lorentz.core..", "io.lorentz.schemas..", "io.lorentz.flink..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.Clock");
    rule.check(CLASSES);
  }

  @Test
  void noRoomWithoutAPurpose() {
    ArchRule rule =
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..",
                "..utils..",
                "..common..",
                "..helper..",
                "..helpers..",
                "..misc..",
                "..base..");
    rule.check(CLASSES);
  }

  @Test
  void everyRoomIsLookedAt() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains(
            "io.lorentz.schemas",
            "io.lorentz.core.risk",
            "io.lorentz.flink.bars",
            "io.lorentz.archive",
            "io.lorentz.bitget",
            "io.lorentz.bitget.desk",
            "io.lorentz.exchanges.feed",
            "io.lorentz.kafka",
            "io.lorentz.models",
            "io.lorentz.pytorch",
            "io.lorentz.trading",
            "io.lorentz.command");
  }

  private static ArchCondition<JavaClass> seeTheirOwnRoomOnly() {
    return new ArchCondition<>("see their own room only") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        String room = room(javaClass);
        javaClass.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> room(dependency.getTargetClass()).length() > 0)
            .filter(dependency -> !maySee(room, room(dependency.getTargetClass())))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(dependency, dependency.getDescription())));
      }
    };
  }

  private static boolean maySee(String room, String other) {
    boolean composesTheGroup = room.equals("group") && GROUP_STAGES.contains(other);
    boolean sharesTheGroupsState = GROUP_STAGES.contains(room) && GROUP_STAGES.contains(other);
    // Baselines are rules over the same indicators, which belong to the earlier stage.
    boolean computesWithIndicators = room.equals("baselines") && other.equals("features");
    return room.equals(other) || composesTheGroup || sharesTheGroupsState || computesWithIndicators;
  }

  /** The room of the core that a class lives in; empty for a class outside the core. */
  private static String room(JavaClass javaClass) {
    String prefix = "io.lorentz.core.";
    String name = javaClass.getPackageName();
    return name.startsWith(prefix) ? name.substring(prefix.length()).split("\\.")[0] : "";
  }
}
