package io.lorentz.command.live;

import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.schemas.OperatorAction;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What commands meet of a live edge: its control server, over nothing. */
public final class ToyEdge implements AutoCloseable {

  private final List<String> obeyed = new ArrayList<>();
  private final ControlServer server;

  /**
   * Listens.
   *
   * @param folder where commands look for it
   * @param topic its log
   */
  public ToyEdge(Path folder, String topic) {
    server =
        ControlServer.start(
            new Toy(),
            topic,
            new LiveSettings(
                "main",
                List.of(ToyVenue.BTC),
                new BigDecimal("10000"),
                DeskOptions.defaults(),
                "bitget",
                folder,
                0));
  }

  /** What it was told to do, as {@code ACTION account: reason}. */
  public List<String> obeyed() {
    synchronized (obeyed) {
      return List.copyOf(obeyed);
    }
  }

  private final class Toy implements Control {
    @Override
    public CompletableFuture<Void> obey(String account, OperatorAction action, String reason) {
      synchronized (obeyed) {
        obeyed.add(action + " " + account + ": " + reason);
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<EdgeStatus> status() {
      return CompletableFuture.completedFuture(
          new EdgeStatus(
              "main",
              !obeyed().isEmpty(),
              true,
              new BigDecimal("9876.5"),
              Map.of("BTCUSDT", new BigDecimal("0.25")),
              List.of("STOP BTCUSDT 0.25 at 94000"),
              List.of(),
              "connected",
              12,
              1_764_072_000_000L));
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
