package io.lorentz.command.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that a run read.
 *
 * @param instrument symbol of its series
 * @param name name of the file, without its folder
 * @param bytes its size
 * @param sha256 SHA-256 of its bytes, lower-case hexadecimal
 */
public record DataFile(String instrument, String name, long bytes, String sha256) {

  /**
   * Describes a file as it is now.
   *
   * @throws IOException if it cannot be read
   */
  public static DataFile of(String instrument, Path file) throws IOException {
    return of(instrument, file, sha256(file));
  }

  /**
   * Describes a file whose checksum is known.
   *
   * @throws IOException if it is not there any more
   */
  public static DataFile of(String instrument, Path file, String sha256) throws IOException {
    return new DataFile(instrument, file.getFileName().toString(), Files.size(file), sha256);
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
