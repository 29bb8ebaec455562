package io.lorentz.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes small TorchScript files without Python: a module without weights, whose forward is given
 * as TorchScript's own text.
 */
public final class TorchScripts {

  private TorchScripts() {}

  /**
   * The scores of {@code tanh(3 (f1 + f2 + f3 + f4 + f5 - 2.5))}: higher features, higher score.
   */
  public static final String SUM =
      """
        _0 = torch.sub(torch.sum(features, [1]), 2.5)
        return torch.tanh(torch.mul(_0, 3.))
      """;

  /**
   * Writes a file.
   *
   * @param forward the body of {@code forward(self, features: Tensor) -> Tensor}, indented
   */
  public static Path write(Path file, String forward) {
    return write(file, "Tensor", forward);
  }

  /** The same with another type of what it gives. */
  public static Path write(Path file, String gives, String forward) {
    String code =
        """
        class Scores(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Scores,
            features: Tensor) -> %s:
        %s"""
            .formatted(gives, forward.indent(2));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // An object of the class, whose only attribute is training = False; an empty tuple.
      add(
          zip,
          "data.pkl",
          "\u0080\u0002c__torch__\nScores\n)\u0081}X\u0008\0\0\0training\u0089sb.");
      add(zip, "code/__torch__.py", code);
      add(zip, "constants.pkl", "\u0080\u0002).");
      add(zip, "version", "3\n");
      zip.finish();
      return Files.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("scores/" + name);
    // PyTorch reads what is not compressed only.
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
