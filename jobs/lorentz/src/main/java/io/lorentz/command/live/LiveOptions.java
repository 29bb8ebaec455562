package io.lorentz.command.live;

import io.lorentz.bitget.desk.DeskOptions;
import io.lorentz.schemas.units.OptionRange;

/**
 * How orders reach a venue: the section {@code live} of the configuration. It decides nothing that
 * a replay could find different, so it is no part of the configuration's hash, and the job does not
 * read it: what trades live is the configuration that was run on paper.
 *
 * @param confirm the venue's id of the account that may be traded; empty, the default: none
 * @param account account of the group whose orders go to the venue; the others trade on paper
 *     beside it; default main
 * @param desk how orders are executed and watched over, and the caps that no entry gets past
 * @param restUrl where the venue's REST is, scheme and host; empty, the default: Bitget's
 * @param streamUrl address of the private WebSocket; empty, the default: Bitget's
 * @param controlPort port on loopback at which halt, resume, flatten and status are taken, 0 to
 *     65,535; 0, the default: any
 */
public record LiveOptions(
    String confirm,
    String account,
    DeskOptions desk,
    String restUrl,
    String streamUrl,
    int controlPort) {

  /** Checks the ranges. */
  public LiveOptions {
    OptionRange.within("controlPort", controlPort, 0, 65_535);
  }

  /** The defaults named at each component. */
  public static LiveOptions defaults() {
    return new LiveOptions("", "main", DeskOptions.defaults(), "", "", 0);
  }
}
