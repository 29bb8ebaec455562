package io.lorentz.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault of a file is told with file, line, value and mend. */
class BadFileTest {

  private static final long MINUTE = 60_000L;
  private static final long START = 1_746_403_020_000L;
  private static final String HEADER = "open_time_ms,open,high,low,close,volume\n";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "100,101,99,100.5       | malformed row: 5 columns instead of 6",
        "100,101,99,100.5,5,7   | malformed row: 7 columns instead of 6",
        "100,1o1,99,100.5,5     | malformed row: high is no finite number, was '1o1'",
        "100,,99,100.5,5        | malformed row: high is no finite number, was ''",
        "100,101,99,100.5,      | malformed row: volume is no finite number, was ''",
        "NaN,101,99,100.5,5     | malformed row: open is no finite number, was 'NaN'",
        "100,Infinity,99,100.5,5| malformed row: high is no finite number, was 'Infinity'",
        "100,1e999,99,100.5,5   | malformed row: high is no finite number, was '1e999'",
        "100,101f,99,100.5,5    | malformed row: high is no finite number, was '101f'",
        "0,101,99,100.5,5       | open must be above 0, was 0.0",
        "100,101,-99,100.5,5    | low must be above 0, was -99.0",
        "100,98,99,98.5,5       | high must not be below low, was high 98.0, low 99.0",
        "100,101,100.2,100.5,5  | open and close must lie between low and high",
        "100,100.2,99,100.5,5   | open and close must lie between low and high",
        "100,101,99,100.5,-1    | volume must be 0 or more, was -1.0",
      })
  void aRowThatIsNoBarIsToldWithItsLine(String row, String fault) {
    String path = file("a.csv", HEADER + rows(0, 2) + (START + 2 * MINUTE) + "," + row + "\n");

    BadFileException bad = bad(path);

    assertThat(bad).hasMessageStartingWith(path + ":4: " + fault).hasMessageContaining("; mend or");
    assertThat(bad.file()).isEqualTo(path);
    assertThat(bad.line()).isEqualTo(4);
  }

  @Test
  void aTimeThatIsNoneIsToldWithItsLine() {
    String path = file("a.csv", HEADER + rows(0, 2) + "yesterday,100,101,99,100.5,5\n");

    assertThat(bad(path))
        .hasMessageStartingWith(path + ":4: malformed row: time is no time, was 'yesterday'");
  }

  @Test
  void timesThatGoBackwardsAreToldFarIntoTheFile() {
    String path = file("a.csv", HEADER + rows(0, 5000) + rows(17, 18));

    assertThat(bad(path))
        .hasMessageStartingWith(path + ":5002: times go backwards, was 2025-05-05T00:14:00Z after")
        .hasMessageEndingWith("; sort the file by time");
  }

  @Test
  void aMisalignedBarIsTold() {
    String path =
        file(
            "a.csv", HEADER + rows(0, 3) + (START + 3 * MINUTE + 14_789) + ",100,101,99,100.5,5\n");

    assertThat(bad(path))
        .hasMessageStartingWith(path + ":5: misaligned")
        .hasMessageContaining("was 2025-05-05T00:00:14.789Z");
  }

  @Test
  void barsOfAnotherLengthAreTold() {
    String fast = file("fast.csv", HEADER + rows(0, 50));
    StringBuilder slow = new StringBuilder(HEADER);
    for (int i = 3; i < 50; i += 5) {
      slow.append(rows(i, i + 1));
    }
    String path = file("slow.csv", slow.toString());

    assertThatThrownBy(() -> read(Map.of("A", List.of(fast), "B", List.of(path))))
        .isInstanceOf(BadFileException.class)
        .hasMessage(
            path
                + ": bars of another length, was 300000 ms instead of 60000; give files of one bar"
                + " length only");
  }

  @Test
  void aMissingFileIsTold() {
    assertThat(bad("/no/such/file.csv"))
        .hasMessage("/no/such/file.csv: no such file or directory; check the path");
  }

  @Test
  void anEmptyFileAnEmptyDirectoryAndAFileWithoutRowsAreTold() throws Exception {
    String empty = file("empty.csv", "");
    String header = file("header.csv", HEADER);
    String directory = Files.createDirectory(folder.resolve("directory")).toString();

    assertThat(bad(empty)).hasMessageStartingWith(empty + ": is empty;");
    assertThat(bad(header)).hasMessageStartingWith(header + ": has no rows;");
    assertThat(bad(directory)).hasMessageStartingWith(directory + ": directory without a file;");
  }

  @Test
  void anUnknownLayoutIsToldWithItsFirstRow() {
    String funding = file("f.csv", "funding_time_ms,funding_rate\n1746403020000,0.0001\n");
    String wide = file("w.csv", "1746403020000,1,2,3,4,5,6,7,8\n");
    String novolume = file("v.csv", "time,open,high,low,close\n1746403020,1,1,1,1\n");

    assertThat(bad(funding))
        .hasMessageStartingWith(
            funding + ":1: unknown layout, was 'funding_time_ms,funding_rate'; known are:");
    assertThat(bad(wide)).hasMessageContaining(":1: unknown layout");
    assertThat(bad(novolume)).hasMessageContaining(":1: unknown layout");
  }

  @Test
  void aZipAndABrokenGzipAreTold() throws Exception {
    Path zip = Files.write(folder.resolve("a.zip"), new byte[] {'P', 'K', 3, 4});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write((HEADER + rows(0, 30_000)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Path gzip = Files.write(folder.resolve("half.csv.gz"), half);

    assertThat(bad(zip.toString())).hasMessageContaining(": is a zip archive; unpack it first");
    assertThat(bad(gzip.toString()))
        .hasMessageStartingWith(gzip + ":")
        .hasMessageContaining("cannot be read: Unexpected end of ZLIB input stream");
  }

  @Test
  void oneRowDoesNotTellTheBarLength() {
    assertThat(bad(file("a.csv", HEADER + rows(0, 1))))
        .hasMessageContaining("one row does not tell the bar length; give the length");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    BarFileOptions good = BarFileOptions.of(Map.of("A", List.of("a.csv")));

    assertThatThrownBy(() -> BarFileOptions.of(Map.of())).hasMessageStartingWith("files:");
    assertThatThrownBy(() -> BarFileOptions.of(Map.of("A", List.of())))
        .hasMessageStartingWith("files: A has no path");
    assertThatThrownBy(() -> BarFileOptions.of(Map.of(" ", List.of("a.csv"))))
        .hasMessageStartingWith("files: a symbol is empty");
    assertThatThrownBy(() -> good.withLengthMs(-1)).hasMessageStartingWith("lengthMs:");
    assertThatThrownBy(() -> good.withFromMs(2).withToMs(2)).hasMessageStartingWith("fromMs:");
  }

  private BadFileException bad(String path) {
    return catchThrowableOfType(BadFileException.class, () -> read(Map.of("A", List.of(path))));
  }

  private static void read(Map<String, List<String>> files) {
    try (BarFileLog log = new BarFileLog(BarFileOptions.of(files))) {
      log.forEachRemaining(record -> {});
    }
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(START + i * MINUTE).append(",100,101,99,100.5,5\n");
    }
    return text.toString();
  }
}
