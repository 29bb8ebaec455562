package io.lorentz.archive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the real bars lie; tests that need an absent file are skipped and say so. */
final class SharedData {

  private SharedData() {}

  static Path path(String relative) {
    Path path = Path.of(System.getProperty("lorentz.shared", "shared")).resolve(relative);
    assumeTrue(Files.exists(path), () -> "skipped: there is no " + path);
    return path.normalize();
  }
}
