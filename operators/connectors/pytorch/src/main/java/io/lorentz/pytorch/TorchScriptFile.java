package io.lorentz.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of the user, read once: what is run is what the id says. */
public final class TorchScriptFile {

  private final Path path;
  private final byte[] content;

  private TorchScriptFile(Path path, byte[] content) {
    this.path = path;
    this.content = content;
  }

  /**
   * Reads a file.
   *
   * @throws DeviceException if it cannot be read
   */
  public static TorchScriptFile read(Path path) {
    try {
      return new TorchScriptFile(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new DeviceException(
          path + ": cannot be read (" + e + "); name a file that is there", e);
    }
  }

  /** Where it was read. */
  public Path path() {
    return path;
  }

  /** SHA-256 of its bytes, lower-case hex. */
  public String id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Checks that it is the file that somebody means.
   *
   * @throws DeviceException if its id is another
   */
  public TorchScriptFile requireId(String id) {
    if (!id().equals(id)) {
      throw new DeviceException(
          path
              + ": must be the file the job was started with, SHA-256 "
              + id
              + ", was "
              + id()
              + "; give every task manager the same");
    }
    return this;
  }

  byte[] content() {
    return content;
  }
}
