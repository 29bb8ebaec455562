package io.lorentz.command.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lorentz.command.fault.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * How a live edge of this machine is reached: the file {@value #NAME} in its folder, which only its
 * owner may read. An edge that ends removes it; one that was killed leaves it, so that nobody takes
 * its account for one without an edge.
 *
 * @param port port on loopback
 * @param token what has to be shown there
 * @param topic the edge's log
 */
record ControlFile(int port, String token, String topic) {

  static final String NAME = "edge-control.json";

  private static final JsonMapper JSON = new JsonMapper();

  /** Shows no token. */
  @Override
  public String toString() {
    return "the edge of topic " + topic + " at port " + port;
  }

  /**
   * Reads it.
   *
   * @return empty if there is none
   * @throws FaultException if it cannot be read
   */
  static Optional<ControlFile> in(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      return Optional.of(
          new ControlFile(
              json.path("port").asInt(), json.path("token").asText(), json.path("topic").asText()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new FaultException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + "); see who owns it");
    }
  }

  /** Puts it in place of any other. */
  void write(Path folder) {
    try {
      Files.createDirectories(folder);
      Path fresh = folder.resolve(NAME + "." + ProcessHandle.current().pid());
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, ownerOnly(folder));
      Files.writeString(
          fresh,
          JSON.createObjectNode().put("port", port).put("token", token).put("topic", topic) + "\n",
          StandardOpenOption.WRITE);
      Files.move(
          fresh,
          folder.resolve(NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FaultException(
          folder.resolve(NAME) + ": cannot be written (" + e + "); name a folder of your own");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Removes it, unless it is another edge's by now. */
  void remove(Path folder) {
    try {
      if (in(folder).equals(Optional.of(this))) {
        Files.deleteIfExists(folder.resolve(NAME));
      }
    } catch (IOException | FaultException e) {
      // It stays, and tells of an edge that does not answer: that is the safe side.
    }
  }
}
