package io.lorentz.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

  @TempDir private Path folder;

  @Test
  void theyComeFromAFolderOrTheEnvironment() throws IOException {
    write("key", "bg_1\n", "rw-------");
    write("secret", "abc\n", "rw-r-----");
    write("passphrase", "word", "r--------");
    Credentials expected = new Credentials("bg_1", "abc", "word");
    assertThat(Credentials.of(folder)).isEqualTo(expected);
    assertThat(
            Credentials.of(
                Map.of(
                    "LORENTZ_BITGET_KEY", "bg_1",
                    "LORENTZ_BITGET_SECRET", "abc",
                    "LORENTZ_BITGET_PASSPHRASE", "word")))
        .isEqualTo(expected);
  }

  @Test
  void whatIsMissingOrOpenToOthersIsNamed() throws IOException {
    write("key", "bg_1", "rw-r--r--");
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(() -> Credentials.of(folder))
        .withMessageContaining("key: must be readable by its owner alone; chmod 600 it");
    write("key", "bg_1", "rw-------");
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(() -> Credentials.of(folder))
        .withMessageContaining("secret: cannot be read");
    assertThatExceptionOfType(CredentialsException.class)
        .isThrownBy(() -> Credentials.of(Map.of("LORENTZ_BITGET_KEY", "bg_1")))
        .withMessage("LORENTZ_BITGET_SECRET: is not set; set it, or name a folder of secrets");
  }

  @Test
  void noTextShowsAValue() {
    Credentials credentials = new Credentials("the-key", "the-secret", "the-word");
    assertThat(credentials).hasToString("an API key");
    for (String bad : new String[] {"", "the secret", "the-secret\u00e4", "the-secret\n"}) {
      assertThatExceptionOfType(CredentialsException.class)
          .isThrownBy(() -> new Credentials("the-key", bad, "the-word"))
          .withMessageStartingWith("secret: must be one or more visible ASCII characters")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("the-"));
    }
  }

  private void write(String name, String value, String permissions) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
