package io.lorentz.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lorentz.core.inference.Classifier;
import io.lorentz.core.inference.Member;
import io.lorentz.core.inference.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GuardedClassifierTest {

  private static final List<Query> THREE = Collections.nCopies(3, null);

  private final List<String> moved = new ArrayList<>();
  private final Answering plain = new Answering(0.25);

  /** Answers every query alike. */
  private static class Answering implements Classifier {
    private final double answer;
    private int calls;
    private boolean closed;

    Answering(double answer) {
      this.answer = answer;
    }

    @Override
    public String name() {
      return "lorentzian";
    }

    @Override
    public void score(List<Query> batch, double[] scores) {
      calls++;
      Arrays.fill(scores, 0, batch.size(), answer);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void aDeviceThatWorksIsAskedAndNobodyElse() {
    Answering device = new Answering(0.5);
    try (GuardedClassifier guarded = guarded(() -> device, 60_000, DevicePolicy.JVM)) {
      assertThat(scores(guarded)).containsOnly(0.5);
      assertThat(scores(guarded)).containsOnly(0.5);
      assertThat(guarded.name()).isEqualTo("lorentzian");
    }
    assertThat(device.calls).isEqualTo(2);
    assertThat(plain.calls).isZero();
    assertThat(moved).isEmpty();
  }

  @Test
  void aDeviceThatFailsLosesNoQueryAndIsAskedNoMore() {
    Answering failing =
        new Answering(0.5) {
          @Override
          public void score(List<Query> batch, double[] scores) {
            super.score(batch, scores);
            scores[0] = 99;
            throw new IllegalStateException("out of memory");
          }
        };
    try (GuardedClassifier guarded = guarded(() -> failing, 60_000, DevicePolicy.JVM)) {
      assertThat(scores(guarded)).containsOnly(0.25);
      assertThat(scores(guarded)).containsOnly(0.25);
    }
    assertThat(failing.calls).isEqualTo(1);
    assertThat(plain.closed).isTrue();
    assertThat(moved).singleElement().asString().contains("out of memory");
  }

  @Test
  void aDeviceThatHangsLosesNoQueryAndWritesNothingLater() {
    CountDownLatch hanging = new CountDownLatch(1);
    Answering stuck =
        new Answering(0.5) {
          @Override
          public void score(List<Query> batch, double[] scores) {
            boolean interrupted = false;
            while (hanging.getCount() > 0) {
              try {
                hanging.await();
              } catch (InterruptedException e) {
                // A hanging driver does not listen either.
                interrupted = true;
              }
            }
            assertThat(interrupted).isTrue();
            super.score(batch, scores);
          }
        };
    double[] scores = new double[3];
    try (GuardedClassifier guarded = guarded(() -> stuck, 20, DevicePolicy.JVM)) {
      guarded.score(THREE, scores);
      assertThat(scores).containsOnly(0.25);
      hanging.countDown();
      assertThat(scores(guarded)).containsOnly(0.25);
    }
    assertThat(scores).containsOnly(0.25);
    assertThat(moved)
        .containsExactly(
            "the device of lorentzian has not answered within models.device-timeout-ms (20)");
  }

  @Test
  void aDeviceThatCannotBeMadeIsMovedFromOrEndsTheRunByPolicy() {
    Supplier<Classifier> none =
        () -> {
          throw new DeviceException("no GPU here");
        };
    try (GuardedClassifier guarded = guarded(none, 60_000, DevicePolicy.JVM)) {
      assertThat(scores(guarded)).containsOnly(0.25);
    }
    assertThat(moved).singleElement().asString().contains("no GPU here");
    try (GuardedClassifier guarded = guarded(none, 60_000, DevicePolicy.FAIL)) {
      assertThatExceptionOfType(DeviceException.class)
          .isThrownBy(() -> scores(guarded))
          .withMessageContaining("no GPU here")
          .withMessageContaining("see models.on-device-failure");
    }
  }

  private GuardedClassifier guarded(
      Supplier<Classifier> device, long timeoutMs, DevicePolicy policy) {
    return new GuardedClassifier(
        Member.LORENTZIAN, device, fallback(policy), timeoutMs, moved::add);
  }

  private Optional<Supplier<Classifier>> fallback(DevicePolicy policy) {
    return policy == DevicePolicy.JVM ? Optional.of(() -> plain) : Optional.empty();
  }

  private static double[] scores(Classifier classifier) {
    double[] scores = new double[3];
    classifier.score(THREE, scores);
    return scores;
  }
}
