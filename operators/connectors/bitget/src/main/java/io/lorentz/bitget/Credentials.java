package io.lorentz.bitget;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An API key. It is used in this process only: it travels in no job graph, and its text shows none
 * of it.
 *
 * @param key the key's public part
 * @param secret what signs
 * @param passphrase the word chosen when the key was made
 */
public record Credentials(String key, String secret, String passphrase) {

  private static final String KEY = "key";
  private static final String SECRET = "secret";
  private static final String PASSPHRASE = "passphrase";
  private static final String VARIABLES = "LORENTZ_BITGET_";

  /**
   * Checks that none is empty or has a character that no header takes.
   *
   * @throws CredentialsException naming the part, never its value
   */
  public Credentials {
    require(KEY, key);
    require(SECRET, secret);
    require(PASSPHRASE, passphrase);
  }

  private static void require(String name, String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new CredentialsException(
          name
              + ": must be one or more visible ASCII characters without a space, was "
              + (value.isEmpty() ? "empty" : "of " + value.length() + " characters, some others")
              + "; copy it again from the venue");
    }
  }

  /**
   * Those in a folder, as a Kubernetes secret is mounted: the files {@code key}, {@code secret} and
   * {@code passphrase}, a line each.
   *
   * @throws CredentialsException if one is missing, or if others than its owner may read it
   */
  public static Credentials of(Path folder) {
    return new Credentials(read(folder, KEY), read(folder, SECRET), read(folder, PASSPHRASE));
  }

  /**
   * Those of the environment: {@code LORENTZ_BITGET_KEY}, {@code LORENTZ_BITGET_SECRET} and {@code
   * LORENTZ_BITGET_PASSPHRASE}.
   *
   * @throws CredentialsException if one is missing
   */
  public static Credentials of(Map<String, String> environment) {
    return new Credentials(
        read(environment, "KEY"), read(environment, "SECRET"), read(environment, "PASSPHRASE"));
  }

  private static String read(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(VARIABLES + name))
        .orElseThrow(
            () ->
                new CredentialsException(
                    VARIABLES + name + ": is not set; set it, or name a folder of secrets"));
  }

  private static String read(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      if (isOpenToOthers(file)) {
        throw new CredentialsException(
            file + ": must be readable by its owner alone; chmod 600 it");
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CredentialsException(
          file + ": cannot be read (" + e + "); put the key's " + name + " there");
    }
  }

  /** Of a group, a mounted secret of Kubernetes may be; of all, nothing. */
  private static boolean isOpenToOthers(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return false;
    }
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
    return allowed.contains(PosixFilePermission.OTHERS_READ);
  }

  /** A text of others, in which no part of this key stands any more. */
  String hiddenIn(String text) {
    return text.replace(secret, "***").replace(passphrase, "***").replace(key, "***");
  }

  @Override
  public String toString() {
    return "an API key";
  }
}
