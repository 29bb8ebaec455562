package io.lorentz.command.live;

import io.lorentz.bitget.desk.DeskOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/**
 * What an edge executes.
 *
 * @param account account of the configuration whose orders go to the venue
 * @param instruments what may be traded, symbols
 * @param capital what the configuration gives the account, quote currency
 * @param desk how orders are executed
 * @param quoteVenue name of the feed whose best bid and ask are the venue's
 * @param controlFolder where {@link ControlFile} is written
 * @param controlPort port on loopback at which commands are taken, 0 for any
 */
public record LiveSettings(
    String account,
    List<String> instruments,
    BigDecimal capital,
    DeskOptions desk,
    String quoteVenue,
    Path controlFolder,
    int controlPort) {

  /** Copies. */
  public LiveSettings {
    instruments = List.copyOf(instruments);
  }
}
