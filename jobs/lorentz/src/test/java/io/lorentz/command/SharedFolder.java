package io.lorentz.command;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real bars and golden values, which lie outside the project. */
public final class SharedFolder {

  private static final Path ROOT = Path.of(System.getProperty("lorentz.shared", "../shared"));

  private SharedFolder() {}

  /** Gives a file, or skips the test where the folder is absent. */
  public static Path file(String name) {
    Path file = ROOT.resolve(name);
    assumeThat(Files.isReadable(file))
        .as("%s is absent; the system property lorentz.shared names the folder it lies in", name)
        .isTrue();
    return file;
  }
}
