package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorentz.command.fault.MisuseException;
import io.lorentz.schemas.DayRoll;
import io.lorentz.schemas.JobStarted;
import io.lorentz.schemas.LogRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which account of a recorded run was remote. */
class JobStartsTest {

  private final JobStarts starts = new JobStarts();

  private void started(long offset, String hash, String remoteAccount) {
    starts.note(offset, new LogRecord(offset, 0, new JobStarted(hash, "1.0", remoteAccount)));
  }

  @Test
  void aLogWithoutAStartHasNoRemoteAccount() {
    starts.note(3, new LogRecord(3L, 0, new DayRoll(0L)));
    assertThat(starts.remoteAccount("live")).isEmpty();
    assertThat(starts.hashes()).isEmpty();
    assertThat(starts.endedWith("a")).isFalse();
  }

  @Test
  void theRemoteAccountIsTheOneThatEveryStartNames() {
    started(3, "a", "main");
    started(9, "b", "main");
    assertThat(starts.remoteAccount("live")).contains("main");
    assertThat(starts.hashes()).isEqualTo(Map.of(3L, "a", 9L, "b"));
    assertThat(starts.endedWith("b")).isTrue();
    assertThat(starts.endedWith("a")).isFalse();
  }

  @Test
  void startsWithDifferentRemoteAccountsAreRefused() {
    started(3, "a", "");
    started(9, "a", "main");
    assertThatThrownBy(() -> starts.remoteAccount("live"))
        .isInstanceOf(MisuseException.class)
        .hasMessageContaining("topic live: a job was started at offset 3 with no remote account")
        .hasMessageContaining("at offset 9 with the remote account main");
  }
}
