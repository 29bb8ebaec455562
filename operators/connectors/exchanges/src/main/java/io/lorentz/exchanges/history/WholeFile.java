package io.lorentz.exchanges.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** Files that are there whole or not at all. */
final class WholeFile {

  private WholeFile() {}

  static void write(Path file, byte[] bytes) {
    Path half = file.resolveSibling("." + file.getFileName() + ".half");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(half, bytes);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DownloadException(
          file + ": cannot be written (" + e.getMessage() + "); see whether the disk has room");
    }
  }

  /** The same, compressed; the same text gives the same bytes. */
  static void zipped(Path file, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    write(file, bytes.toByteArray());
  }
}
