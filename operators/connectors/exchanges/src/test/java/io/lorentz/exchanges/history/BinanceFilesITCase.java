package io.lorentz.exchanges.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lorentz.exchanges.history.BinanceFiles.Market;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binance's public archive, as a server on loopback. */
class BinanceFilesITCase {

  private static final LocalDate TODAY = LocalDate.parse("2025-03-04");

  @TempDir Path folder;

  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private int damaged;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          byte[] bytes = files.get(path);
          if (bytes != null && path.endsWith(".zip") && damaged > 0) {
            damaged--;
            bytes = Arrays.copyOf(bytes, bytes.length / 2);
          }
          exchange.sendResponseHeaders(
              bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
          if (bytes != null) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private BinanceFiles download(Market market) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new BinanceFiles(address, market, folder, doing -> {}, pause -> {});
  }

  private void put(String folderName, String name) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name.replace(".zip", ".csv")));
      zip.write(
          "1735689600000,1,2,0.5,1.5,10,1735689659999,1,1,1,1,0\n"
              .getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    String sum =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    files.put(folderName + name, bytes.toByteArray());
    files.put(
        folderName + name + ".CHECKSUM",
        (sum + "  " + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void wholeMonthsComeAsMonthsTheRestAsDaysAndWhatIsThereIsNotAskedForAgain() throws Exception {
    put("/data/futures/um/monthly/klines/BTCUSDT/1m/", "BTCUSDT-1m-2025-01.zip");
    for (int day = 1; day <= 28; day++) {
      // The month is not there yet.
      put(
          "/data/futures/um/daily/klines/BTCUSDT/1m/",
          "BTCUSDT-1m-2025-02-%02d.zip".formatted(day));
    }
    put("/data/futures/um/daily/klines/BTCUSDT/1m/", "BTCUSDT-1m-2025-03-01.zip");
    put("/data/futures/um/daily/klines/BTCUSDT/1m/", "BTCUSDT-1m-2025-03-03.zip");

    Downloaded first =
        download(Market.PERP)
            .bars(
                "BTCUSDT",
                "1m",
                LocalDate.parse("2025-01-01"),
                LocalDate.parse("2025-03-10"),
                TODAY);

    assertThat(first.files()).isEqualTo(31);
    assertThat(first.notices())
        .containsExactlyInAnyOrder(
            "binance BTCUSDT: days from 2025-03-04 on have not ended",
            "binance BTCUSDT 1m: there is no file of 2025-03-02");
    assertThat(folder.resolve("binance-usdm-perp/BTCUSDT-1m-2025-01.zip")).exists();
    asked.clear();
    Downloaded again =
        download(Market.PERP)
            .bars(
                "BTCUSDT",
                "1m",
                LocalDate.parse("2025-01-01"),
                LocalDate.parse("2025-03-02"),
                TODAY);
    assertThat(again.files()).isZero();
    assertThat(asked)
        .containsExactly("/data/futures/um/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-02.zip");
  }

  @Test
  void aFileThatDoesNotFitItsChecksumIsFetchedAgainAndThenRefused() throws Exception {
    put("/data/spot/daily/klines/ETHUSDT/5m/", "ETHUSDT-5m-2025-01-02.zip");
    damaged = 2;
    Downloaded mended =
        download(Market.SPOT)
            .bars(
                "ETHUSDT",
                "5m",
                LocalDate.parse("2025-01-02"),
                LocalDate.parse("2025-01-03"),
                TODAY);
    assertThat(mended.files()).isEqualTo(1);

    put("/data/spot/daily/klines/ETHUSDT/5m/", "ETHUSDT-5m-2025-01-03.zip");
    damaged = 3;
    assertThatThrownBy(
            () ->
                download(Market.SPOT)
                    .bars(
                        "ETHUSDT",
                        "5m",
                        LocalDate.parse("2025-01-03"),
                        LocalDate.parse("2025-01-04"),
                        TODAY))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("does not fit its checksum in 3 tries");
    assertThat(Files.exists(folder.resolve("binance-spot/ETHUSDT-5m-2025-01-03.zip"))).isFalse();
  }

  @Test
  void aChecksumOfAnotherFileIsNone() throws Exception {
    put("/data/spot/daily/klines/ETHUSDT/5m/", "ETHUSDT-5m-2025-01-02.zip");
    String sum = "/data/spot/daily/klines/ETHUSDT/5m/ETHUSDT-5m-2025-01-02.zip.CHECKSUM";
    files.put(sum, ("0".repeat(64) + "  another.zip").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(
            () ->
                download(Market.SPOT)
                    .bars(
                        "ETHUSDT",
                        "5m",
                        LocalDate.parse("2025-01-02"),
                        LocalDate.parse("2025-01-03"),
                        TODAY))
        .hasMessageContaining("is no checksum of ETHUSDT-5m-2025-01-02.zip");
  }

  @Test
  void fundingComesByMonth() throws Exception {
    put("/data/futures/um/monthly/fundingRate/BTCUSDT/", "BTCUSDT-fundingRate-2025-01.zip");
    Downloaded fundings =
        download(Market.PERP)
            .fundings(
                "BTCUSDT", LocalDate.parse("2025-01-10"), LocalDate.parse("2025-02-10"), TODAY);
    assertThat(fundings.files()).isEqualTo(1);
    assertThat(fundings.notices())
        .containsExactly("binance BTCUSDT: there is no file of funding of 2025-02");
  }
}
